// SPDX-License-Identifier: Apache-2.0
import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { after, type Glance, type Picture } from '../src/picture.ts';

const MOVING: Picture = { frames: 7, since: 1_000, frozen: false };

const glance = (at: number, more: Partial<Glance> = {}): Glance => ({
  at,
  frames: 7,
  shaky: false,
  visible: true,
  ...more,
});

test('a picture without a frame for about a second is frozen', () => {
  equal(after(MOVING, glance(1_800)).frozen, false);
  equal(after(MOVING, glance(1_900)).frozen, true);
});

test('a picture freezes sooner when ICE has lost its connection', () => {
  equal(after(MOVING, glance(1_400)).frozen, false);
  equal(after(MOVING, glance(1_400, { shaky: true })).frozen, true);
});

test('a frame thaws a frozen picture', () => {
  const frozen = after(MOVING, glance(3_000));
  equal(after(frozen, glance(3_100, { frames: 8 })).frozen, false);
});

test('a picture moves as long as frames come, whatever ICE says', () => {
  equal(after(MOVING, glance(9_000, { frames: 8, shaky: true })).frozen, false);
});

test('a hidden page has no frozen picture', () => {
  const hidden = after(MOVING, glance(9_000, { visible: false }));
  equal(hidden.frozen, false);
  equal(after(hidden, glance(9_500)).frozen, false);
});
