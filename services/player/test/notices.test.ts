// SPDX-License-Identifier: Apache-2.0
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { readNotice, shortText } from '../src/notices.ts';

test('a place in the queue is read, with an estimate if there is one', () => {
  deepEqual(readNotice({ type: 'queuePosition', position: 2, length: 9 }), {
    type: 'queuePosition',
    position: 2,
    length: 9,
  });
  deepEqual(readNotice({ type: 'queuePosition', position: 2, length: 9, etaSeconds: 0, more: 1 }), {
    type: 'queuePosition',
    position: 2,
    length: 9,
    etaSeconds: 0,
  });
});

test('a queue is at least as long as the place in it', () => {
  deepEqual(readNotice({ type: 'queuePosition', position: 3, length: 2 }), {
    type: 'queuePosition',
    position: 3,
    length: 3,
  });
});

test('a place that makes no sense is no place', () => {
  for (const position of [
    0,
    -1,
    1.5,
    '2',
    null,
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    {},
    [1],
    2 ** 60,
  ]) {
    equal(readNotice({ type: 'queuePosition', position, length: 9 }), undefined, String(position));
    equal(
      readNotice({ type: 'queuePosition', position: 1, length: position === 0 ? -1 : position }),
      undefined,
    );
  }
});

test('an estimate that makes no sense is left out', () => {
  for (const etaSeconds of [-1, '60', null, Number.NaN, Number.POSITIVE_INFINITY]) {
    deepEqual(readNotice({ type: 'queuePosition', position: 1, length: 1, etaSeconds }), {
      type: 'queuePosition',
      position: 1,
      length: 1,
    });
  }
});

test('another message is no notice', () => {
  for (const message of [
    null,
    undefined,
    1,
    'queuePosition',
    [],
    {},
    { type: 1 },
    { type: 'offer' },
    { type: '__proto__' },
  ]) {
    equal(readNotice(message), undefined);
  }
});

test('matchmaker flags are true only when they say so', () => {
  deepEqual(readNotice({ type: 'matchmaker', queued: 'yes', matched: 1, detail: { a: 1 } }), {
    type: 'matchmaker',
    queued: false,
    matched: false,
    detail: '',
  });
});

test('a response keeps what the application answered, or its error as text', () => {
  deepEqual(readNotice({ type: 'response', action: 'a/b', response: { x: [1] } }), {
    type: 'response',
    action: 'a/b',
    response: { x: [1] },
  });
  deepEqual(readNotice({ type: 'response', action: 'a', error: { code: 5 } }), {
    type: 'response',
    action: 'a',
    error: '{"code":5}',
  });
  equal(readNotice({ type: 'response', response: 1 }), undefined);
});

test('a text is cut to what a person reads', () => {
  equal(shortText(' a '), 'a');
  equal(shortText('x'.repeat(10_000_000)).length, 300);
  equal(shortText(['x']), '');
});

test('a session is read when its tokens and its lease make sense', () => {
  const session = { type: 'session', visitor: 'v.1', resume: 'r-_~.2', leaseSeconds: 30 };
  deepEqual(readNotice(session), session);
  deepEqual(readNotice({ type: 'moveSocket', more: 1 }), { type: 'moveSocket' });
  for (const broken of [
    { visitor: 'a b' },
    { visitor: '' },
    { resume: 5 },
    { resume: 'x'.repeat(401) },
    { leaseSeconds: -1 },
    { leaseSeconds: '30' },
    { leaseSeconds: Number.POSITIVE_INFINITY },
  ]) {
    equal(readNotice({ ...session, ...broken }), undefined, JSON.stringify(broken));
  }
});

test('a visitor token comes with the news of the queue, if it is one', () => {
  const queued = { type: 'matchmaker', queued: true, matched: false, detail: '' } as const;
  deepEqual(readNotice({ ...queued, session: 'v.1' }), { ...queued, visitor: 'v.1' });
  deepEqual(readNotice({ ...queued, session: '<b>' }), queued);
});
