// SPDX-License-Identifier: Apache-2.0
/** Matchmaker. */
@NullMarked
package app.pixel.matchmaker;

import org.jspecify.annotations.NullMarked;
