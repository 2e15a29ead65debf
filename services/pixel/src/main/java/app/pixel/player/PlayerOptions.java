// SPDX-License-Identifier: Apache-2.0
package app.pixel.player;

import app.pixel.web.OperationsOptions;

/** Settings of a {@link PlayerSite}: its ports, its path, and the origins and hosts that it trusts. */
record PlayerOptions(OperationsOptions operations, int port, PathPrefix prefix, PagePolicy policy) {}
