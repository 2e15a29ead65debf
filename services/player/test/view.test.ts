// SPDX-License-Identifier: Apache-2.0
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_VIEW, type Happening, next, type View } from '../src/view.ts';
import { inWords, lostLink } from '../src/words.ts';

const after = (...happenings: Happening[]): View => happenings.reduce(next, FIRST_VIEW);
const queued: Happening = { type: 'queuePosition', position: 2, length: 9 };
const inLine: Happening = { type: 'matchmaker', queued: true, matched: false, detail: 'Waiting' };
const matched: Happening = { type: 'matchmaker', queued: false, matched: true, detail: 'a' };
const noStreamers: Happening = { type: 'streamers', ids: [], selected: '' };
const lost: Happening = { type: 'lost', reason: 'gone' };

test('a visitor waits, queues, is matched and plays', () => {
  equal(after(noStreamers).at, 'waiting');
  equal(after(inLine, queued).at, 'queued');
  equal(after(inLine, queued, matched).at, 'starting');
  equal(
    after(queued, { type: 'streamers', ids: ['Pool'], selected: 'Pool' }, { type: 'negotiated' }).at,
    'starting',
  );
  equal(after(queued, { type: 'negotiated' }, { type: 'playing' }).at, 'playing');
});

test('a place in the queue is not forgotten over news that knows less', () => {
  deepEqual(after(queued, inLine, noStreamers), { at: 'queued', position: 2, length: 9 });
});

test('a player whose streamer dropped is in the queue again', () => {
  equal(after({ type: 'playing' }, inLine).at, 'waiting');
  equal(after({ type: 'playing' }, queued).at, 'queued');
});

test('a picture that plays does not start again when more is negotiated', () => {
  equal(after({ type: 'playing' }, { type: 'negotiated' }).at, 'playing');
});

test('a lost connection says so until the server speaks again', () => {
  equal(after(lost, { type: 'connecting' }).at, 'reconnecting');
  equal(after(lost, { type: 'connecting' }, queued).at, 'queued');
});

test('an end is an end, until the visitor tries again', () => {
  const ended = after({ type: 'ended', reason: 'full' });
  equal(next(ended, lost), ended);
  equal(next(ended, { type: 'ended', reason: 'later' }), ended);
  equal(next(ended, { type: 'connecting' }).at, 'connecting');
});

test('an end before the first picture is told from an end after it', () => {
  equal(inWords(after({ type: 'ended', reason: '' })).title, 'The stream did not start');
  equal(inWords(after({ type: 'playing' }, { type: 'ended', reason: '' })).title, 'The stream has ended');
});

test('several streams are for the visitor to choose from', () => {
  deepEqual(after({ type: 'streamers', ids: ['a', 'b'], selected: '' }), {
    at: 'choosing',
    streamerIds: ['a', 'b'],
  });
});

test('a message that only passes by changes nothing', () => {
  const view = after(queued);
  equal(next(view, { type: 'sigterm', message: 'soon' }), view);
  equal(next(view, { type: 'response', action: 'a' }), view);
});

test('the queue is told in plain words', () => {
  const words = (position: number, length: number, etaSeconds?: number) =>
    inWords({ at: 'queued', position, length, ...(etaSeconds === undefined ? {} : { etaSeconds }) });
  equal(words(2, 9).title, 'You are number 2 of 9');
  equal(words(1, 1).detail, 'You are next; the stream starts by itself.');
  equal(words(2, 9, 20).detail, 'Less than a minute. The stream starts by itself when it is your turn.');
  equal(words(2, 9, 80).detail.startsWith('About a minute.'), true);
  equal(words(2, 9, 600).detail.startsWith('About 10 minutes.'), true);
  equal(words(2, 9, 1e9).detail.startsWith('More than an hour.'), true);
});

test('a lost socket does not take a picture away that goes on', () => {
  const link: Happening = { type: 'link', lost: true, until: 5_000 };
  deepEqual(after({ type: 'playing' }, link), { at: 'playing', lostUntil: 5_000 });
  deepEqual(after({ type: 'playing' }, link, { type: 'playing' }), { at: 'playing', lostUntil: 5_000 });
  deepEqual(after({ type: 'playing' }, link, { type: 'link', lost: false }), { at: 'playing' });
  equal(after(queued, link).at, 'queued');
});

test('a countdown begins only when a lost session is about to end', () => {
  equal(lostLink(29), 'Connection lost, still playing.');
  equal(lostLink(10), 'Connection lost. The stream ends in 10 s.');
  equal(lostLink(-3), 'Connection lost. The stream ends in 0 s.');
});

test('a game that runs in another tab can be moved here', () => {
  const words = inWords(after({ type: 'ended', reason: 'The game runs in another tab.', elsewhere: true }));
  equal(words.action, 'Play here instead');
});

test('a frozen picture stays a picture', () => {
  const freeze = (frozen: boolean): Happening => ({ type: 'picture', frozen });
  deepEqual(after({ type: 'playing' }, freeze(true)), { at: 'playing', frozen: true });
  deepEqual(after({ type: 'playing' }, freeze(true), freeze(false)), { at: 'playing' });
  equal(after(queued, freeze(true)).at, 'queued');
});

test('a lost socket is no reason to forget a frozen picture', () => {
  const link: Happening = { type: 'link', lost: true, until: 5_000 };
  deepEqual(after({ type: 'playing' }, { type: 'picture', frozen: true }, link), {
    at: 'playing',
    frozen: true,
    lostUntil: 5_000,
  });
});

test('an outage after a picture remembers the picture', () => {
  deepEqual(after({ type: 'playing' }, lost, lost), { at: 'reconnecting', reason: 'gone', played: true });
  deepEqual(after(queued, lost), { at: 'reconnecting', reason: 'gone', played: false });
});

test('an outage offers to try now, but not without a network', () => {
  const offline: Happening = { type: 'network', online: false };
  equal(inWords(after(lost)).action, 'Try now');
  equal(inWords(after(lost, offline)).action, undefined);
  equal(inWords(after(lost, offline)).title, 'You are offline');
  equal(inWords(after(lost, offline, { type: 'network', online: true })).title, 'Connection lost');
});
