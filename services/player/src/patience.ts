// SPDX-License-Identifier: Apache-2.0

/** A connection that lived this long was a good one, so that the next loss starts at the short delay again. */
const GOOD_LIFE_MS = 10_000;

/** How the delays between attempts grow, in milliseconds. */
export interface Patience {
  readonly first: number;
  readonly longest: number;
}

const NEW_CONNECTION: Patience = { first: 1_000, longest: 15_000 };

/**
 * The delay before the next attempt, in milliseconds. It doubles with each failure in a row. Half of it is chance, so
 * that a restarted server does not meet all pages in the same instant.
 */
export function delayBefore(attempt: number, random: () => number, patience = NEW_CONNECTION): number {
  const whole = Math.min(patience.longest, patience.first * 2 ** Math.min(attempt - 1, 10));
  return whole / 2 + (whole / 2) * random();
}

/** The number of the next attempt, given how long the connection before it lived. */
export function nextAttempt(attempt: number, livedMs: number): number {
  return livedMs >= GOOD_LIFE_MS ? 1 : attempt + 1;
}
