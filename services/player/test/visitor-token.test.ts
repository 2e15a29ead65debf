// SPDX-License-Identifier: Apache-2.0
import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { sessionStorageOf, VisitorToken } from '../src/visitor-token.ts';

const page = new URL('http://localhost/?session=linked');

function storage(kept?: string): Storage {
  const items = new Map(kept === undefined ? [] : [['pixel-visitor', kept]]);
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  } as unknown as Storage;
}

test('the token that was told last wins over the one of the address', () => {
  equal(new VisitorToken(page, storage()).get(), 'linked');
  equal(new VisitorToken(page, storage('told')).get(), 'told');
});

test('a reload finds the token again', () => {
  const kept = storage();
  new VisitorToken(page, kept).set('told');
  equal(new VisitorToken(page, kept).get(), 'told');
});

test('a page whose storage is full knows its token until it is reloaded', () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  } as unknown as Storage;
  const token = new VisitorToken(page, full);
  token.set('told');
  equal(token.get(), 'told');
});

test('a frame whose storage is denied has none', () => {
  const denied = {
    get sessionStorage() {
      throw new Error('SecurityError');
    },
  } as unknown as Window;
  equal(sessionStorageOf(denied), undefined);
});
