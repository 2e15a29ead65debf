// SPDX-License-Identifier: Apache-2.0

const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;
/** A connection that lived this long was a good one, so that the next loss starts at the short delay again. */
const GOOD_LIFE_MS = 10_000;

/**
 * How long to wait before connecting again. Doubles with each failure in a row up to 15 s, and half of it is chance, so
 * that a restarted server does not meet everybody in the same instant.
 */
export function delayBefore(attempt: number, random: () => number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return whole / 2 + (whole / 2) * random();
}

/** The number of the next attempt, given how long the connection before it lived. */
export function nextAttempt(attempt: number, livedMs: number): number {
  return livedMs >= GOOD_LIFE_MS ? 1 : attempt + 1;
}
