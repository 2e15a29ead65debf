// SPDX-License-Identifier: Apache-2.0
/** Signalling server. */
@NullMarked
package app.pixel.signalling;

import org.jspecify.annotations.NullMarked;
