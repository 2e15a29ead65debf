// SPDX-License-Identifier: Apache-2.0
import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { AddressRefused, introduced, signallingUrl } from '../src/address.ts';

const at = (page: string, override?: string): URL => {
  const url = new URL(page);
  if (override !== undefined) {
    url.searchParams.set('_ws', override);
  }
  return url;
};

const refused = (page: string, override: string, trusted: string[] = []) =>
  throws(() => signallingUrl(at(page, override), trusted), AddressRefused, override);

test('the socket is beside the page', () => {
  equal(signallingUrl(at('https://play.example.com/'), []), 'wss://play.example.com/ws');
  equal(signallingUrl(at('https://play.example.com/game/'), []), 'wss://play.example.com/game/ws');
  equal(signallingUrl(at('http://localhost:8080/index.html?StreamerId=a#b'), []), 'ws://localhost:8080/ws');
});

test('a socket introduces its page, whatever the tokens hold', () => {
  const at = (introduction: Parameters<typeof introduced>[1]) =>
    introduced('ws://localhost:8080/ws?a=b', introduction);
  equal(at({ visitor: undefined }), 'ws://localhost:8080/ws?a=b&resumable=1');
  equal(at({ visitor: 'a&b' }), 'ws://localhost:8080/ws?a=b&resumable=1&session=a%26b');
  equal(
    at({ visitor: 'a', resume: 'b.c', takeover: true }),
    'ws://localhost:8080/ws?a=b&resumable=1&session=a&resume=b.c&takeover=1',
  );
});

test('another address on the same host, or below it, is taken', () => {
  for (const override of ['ws://localhost:9999/x?y=z', 'wss://localhost/ws', 'wss://ws.localhost:1/']) {
    equal(signallingUrl(at('http://localhost:8080/', override), []), override);
  }
});

test('a listed host is taken, with exactly the ports that the list allows', () => {
  const page = 'https://play.example.com/';
  const take = (override: string, listed: string) =>
    equal(signallingUrl(at(page, override), [listed]), override);
  take('wss://other.example.org/ws', 'other.example.org');
  take('wss://other.example.org/ws', 'other.example.org:443');
  take('wss://other.example.org:8443/ws', 'other.example.org:8443');
  take('wss://other.example.org:8443/ws', 'other.example.org:*');
  take('wss://a.b.example.org/ws', '*.example.org');
  refused(page, 'wss://other.example.org:8443/ws', ['other.example.org']);
  refused(page, 'wss://other.example.org/ws', ['other.example.org:8443']);
  refused(page, 'wss://example.org/ws', ['*.example.org']);
});

test('a stranger is refused, however the address is dressed up', () => {
  const page = 'https://play.example.com/';
  for (const override of [
    'wss://evil.example/ws',
    'wss://evilplay.example.com/ws',
    'wss://play.example.com.evil.example/ws',
    'wss://play.example.com@evil.example/ws',
    'wss://evil.example#play.example.com',
    'wss://evil.example\\@play.example.com/ws',
    'wss://example.com/ws',
    'wss://user:secret@play.example.com/ws',
    'wss://play.example.com/ws#x',
    'ws://play.example.com/ws',
    'https://play.example.com/ws',
    'javascript:alert(1)',
    'data:text/html,x',
    '//play.example.com/ws',
    '',
    'wss://',
    `wss://${'a'.repeat(100_000)}`,
  ]) {
    refused(page, override);
  }
});

test('nothing is below an address made of numbers', () => {
  refused('http://127.0.0.1/', 'ws://8.127.0.0.1.example/');
  refused('http://10.0.0.1/', 'ws://evil.10.0.0.1.nip.io/');
  refused('http://[::1]/', 'ws://[::2]/');
});

test('nonsense in a list adds no trusted host', () => {
  for (const listed of ['', '*', '*.', ':', ':*', '.', '*.com:x']) {
    refused('https://play.example.com/', 'wss://evil.example/ws', [listed]);
  }
});
