// SPDX-License-Identifier: Apache-2.0
/** Pod proxy. */
@NullMarked
package app.pixel.podproxy;

import org.jspecify.annotations.NullMarked;
