// SPDX-License-Identifier: Apache-2.0
import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { delayBefore, nextAttempt } from '../src/patience.ts';

test('each failure in a row doubles the delay, up to a quarter of a minute', () => {
  const longest = [1, 2, 3, 4, 5, 6, 10_000].map((attempt) => delayBefore(attempt, () => 1));
  equal(longest.join(), '1000,2000,4000,8000,15000,15000,15000');
});

test('chance spreads visitors over half of the delay', () => {
  equal(
    delayBefore(3, () => 0),
    2_000,
  );
  ok(delayBefore(3, () => 0.5) < delayBefore(3, () => 0.9));
});

test('pages come back spread to a server that accepts and then closes', () => {
  equal(nextAttempt(4, 30), 5);
  equal(nextAttempt(4, 60_000), 1);
});
