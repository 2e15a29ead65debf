// SPDX-License-Identifier: Apache-2.0
/** Player page. */
@NullMarked
package app.pixel.player;

import org.jspecify.annotations.NullMarked;
