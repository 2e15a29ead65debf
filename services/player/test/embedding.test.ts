// SPDX-License-Identifier: Apache-2.0
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { parentOrigins, readInvocation } from '../src/embedding.ts';
import { readSettings } from '../src/settings.ts';

test('an invocation is an action with or without a payload', () => {
  deepEqual(readInvocation({ type: 'invoke', action: 'door/open', payload: { speed: 2 }, id: 5 }), {
    action: 'door/open',
    payload: { speed: 2 },
  });
  deepEqual(readInvocation({ type: 'invoke', action: 'state' }), { action: 'state' });
});

test('another message is no invocation', () => {
  for (const data of [
    null,
    undefined,
    'invoke',
    7,
    [],
    {},
    { type: 'invoke' },
    { type: 'invoke', action: 1 },
    { type: 'invoke', action: '' },
    { type: 'control', action: 'a' },
  ]) {
    equal(readInvocation(data), undefined);
  }
});

test('only an embedding page on the list is spoken to', () => {
  const allowed = ['https://play.example.com', 'https://www.example.com'];
  deepEqual(parentOrigins(allowed, 'https://www.example.com'), ['https://www.example.com']);
  deepEqual(parentOrigins(allowed, 'https://evil.example'), []);
  deepEqual(parentOrigins(allowed, 'https://www.example.com.evil.example'), []);
  deepEqual(parentOrigins(allowed, undefined), allowed);
});

test('settings are read for what they are worth', () => {
  deepEqual(
    readSettings({ title: 'Tour', embedOrigins: ['https://a.example', 5, 'null', '*'], webSocketHosts: 'x' }),
    {
      title: 'Tour',
      embedOrigins: ['https://a.example'],
      webSocketHosts: [],
    },
  );
  for (const nonsense of [null, 'x', 5, [], { title: '' }]) {
    deepEqual(readSettings(nonsense), { title: 'Pixel Streaming', embedOrigins: [], webSocketHosts: [] });
  }
});
