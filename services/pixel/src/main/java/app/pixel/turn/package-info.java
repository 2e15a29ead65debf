// SPDX-License-Identifier: Apache-2.0
/** TURN credentials. */
@NullMarked
package app.pixel.turn;

import org.jspecify.annotations.NullMarked;
