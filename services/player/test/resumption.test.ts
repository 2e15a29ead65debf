// SPDX-License-Identifier: Apache-2.0
import { deepEqual, equal } from 'node:assert/strict';
import { beforeEach, type TestContext, test } from 'node:test';
import { CloseCode, type Link, Resumption } from '../src/resumption.ts';

class FakeSocket {
  readyState = 1;
  onclose: ((event: CloseEvent) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly sent: string[] = [];
  readonly codes: (number | undefined)[] = [];

  close(code?: number): void {
    this.readyState = 3;
    this.codes.push(code);
  }

  send(message: string): void {
    this.sent.push(message);
  }

  dies(code = 1006): void {
    this.readyState = 3;
    this.onclose?.(new CloseEvent('close', { code }));
  }

  says(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

class FakeTransport {
  webSocket: FakeSocket | undefined = new FakeSocket();
  readonly closed: number[] = [];
  readonly heard: unknown[] = [];
  opened = () => {};

  sendMessage(message: string): void {
    this.webSocket?.send(message);
  }

  disconnect(code?: number): void {
    this.webSocket?.dies(code);
  }

  handleOnMessage({ data }: { data: unknown }): void {
    this.heard.push(data);
  }

  handleOnClose({ code }: CloseEvent): void {
    this.closed.push(code);
  }

  addListener(_: 'open', listener: () => void): void {
    this.opened = listener;
  }
}

const LEASE = { token: 'r.1', ms: 5_000 };
const RESUMED = { type: 'resumed' };

class Page {
  readonly transport = new FakeTransport();
  readonly opened: FakeSocket[] = [];
  readonly links: Link['lost'][] = [];
  streams = true;
  readonly resumption = new Resumption(this.transport as never, {
    open: () => {
      const socket = new FakeSocket();
      this.opened.push(socket);
      return socket as unknown as WebSocket;
    },
    isStreaming: () => this.streams,
    tell: ({ lost }) => this.links.push(lost),
  });

  static playing({ mock }: TestContext): Page {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
    const page = new Page();
    page.transport.opened();
    page.resumption.began(LEASE);
    return page;
  }

  get socket(): FakeSocket {
    return this.transport.webSocket as FakeSocket;
  }
}

beforeEach(() => {
  globalThis.CloseEvent ??= class extends Event {
    readonly code: number;
    constructor(type: string, { code = 0 }: CloseEventInit) {
      super(type);
      this.code = code;
    }
  } as unknown as typeof CloseEvent;
});

test('the library never hears that a socket was replaced', (t) => {
  const page = Page.playing(t);
  page.socket.dies();
  page.opened[0]?.says(RESUMED);
  equal(page.socket, page.opened[0]);
  page.socket.says({ type: 'iceCandidate' });
  deepEqual(page.transport.heard, ['{"type":"iceCandidate"}']);
  deepEqual(page.transport.closed, []);
  deepEqual(page.links, [true, false]);
});

test('messages of the gap follow over the next socket, in order', (t) => {
  const page = Page.playing(t);
  page.socket.dies();
  page.transport.sendMessage('a');
  page.transport.sendMessage('b');
  page.opened[0]?.says(RESUMED);
  deepEqual(page.socket.sent, ['a', 'b']);
});

test('a page without a socket keeps a bounded part of its messages', (t) => {
  const page = Page.playing(t);
  page.socket.dies();
  for (let count = 0; count < 1_000; count++) {
    page.transport.sendMessage('a');
  }
  page.opened[0]?.says(RESUMED);
  equal(page.socket.sent.length, 100);
});

test('the library hears of the loss when the lease has ended', (t) => {
  const page = Page.playing(t);
  page.socket.dies(1012);
  for (let waited = 0; waited < 6_000; waited += 100) {
    page.opened.at(-1)?.dies();
    t.mock.timers.tick(100);
  }
  deepEqual(page.transport.closed, [1012]);
  const attempts = page.opened.length;
  t.mock.timers.tick(60_000);
  equal(page.opened.length, attempts);
});

test('a server that accepts a socket and is mute is tried again', (t) => {
  const page = Page.playing(t);
  page.resumption.began({ ...LEASE, ms: 30_000 });
  page.socket.dies();
  t.mock.timers.tick(5_000);
  t.mock.timers.tick(250);
  equal(page.opened.length, 2);
  deepEqual(page.opened[0]?.codes, [undefined]);
});

test('a server that knows no sessions gets an ordinary connection', (t) => {
  const page = Page.playing(t);
  page.socket.dies();
  page.opened[0]?.says({ type: 'config' });
  deepEqual(page.opened[0]?.codes, [CloseCode.LEFT]);
  page.opened[0]?.dies(CloseCode.LEFT);
  deepEqual(page.transport.closed, [CloseCode.LEFT]);
});

test('neither a farewell nor a refusal is followed by an attempt', (t) => {
  for (const code of [1000, 1008, 1011, 4002, 4409, 4410]) {
    const page = Page.playing(t);
    page.socket.dies(code);
    deepEqual(page.transport.closed, [code]);
    equal(page.opened.length, 0);
    t.mock.timers.reset();
  }
});

test('a socket that dies before any picture is not replaced', (t) => {
  const page = Page.playing(t);
  page.streams = false;
  page.socket.dies();
  deepEqual(page.transport.closed, [1006]);
});

test('a move that fails leaves the old socket alone', (t) => {
  const page = Page.playing(t);
  const { socket } = page;
  page.resumption.move();
  page.opened[0]?.dies(CloseCode.SESSION_OVER);
  equal(page.socket, socket);
  deepEqual(socket.codes, []);
  deepEqual(page.transport.closed, []);
  deepEqual(page.links, []);
});

test('a move closes the old socket with a code that ends nothing', (t) => {
  const page = Page.playing(t);
  const { socket } = page;
  page.resumption.move();
  page.opened[0]?.says(RESUMED);
  deepEqual(socket.codes, [CloseCode.MOVED]);
  deepEqual(page.links, []);
});

test('an old socket that closes before its successor is adopted is no news', (t) => {
  const page = Page.playing(t);
  page.resumption.move();
  page.socket.dies(CloseCode.MOVED);
  deepEqual(page.links, []);
  page.opened[0]?.says(RESUMED);
  equal(page.socket, page.opened[0]);
  deepEqual(page.transport.closed, []);
  deepEqual(page.links, []);
});

test('a move that fails after the old socket closed is a lost link', (t) => {
  const page = Page.playing(t);
  page.resumption.move();
  page.socket.dies(CloseCode.MOVED);
  page.opened[0]?.dies();
  deepEqual(page.links, [true]);
  t.mock.timers.tick(1_000);
  page.opened[1]?.says(RESUMED);
  deepEqual(page.links, [true, false]);
});

test('a session that moved without this page is over for it', (t) => {
  const page = Page.playing(t);
  page.socket.dies(CloseCode.MOVED);
  deepEqual(page.transport.closed, [CloseCode.MOVED]);
});

test('a socket that leaves a heartbeat unanswered is replaced', (t) => {
  const page = Page.playing(t);
  const { socket } = page;
  t.mock.timers.tick(10_000);
  equal(JSON.parse(socket.sent[0] ?? '').type, 'ping');
  page.resumption.answered();
  t.mock.timers.tick(10_000);
  equal(page.opened.length, 0);
  t.mock.timers.tick(10_000);
  equal(page.opened.length, 1);
  deepEqual(socket.codes, [CloseCode.MOVED]);
});

test('a visitor who leaves without a socket ends the attempts', (t) => {
  const page = Page.playing(t);
  page.socket.dies();
  page.transport.disconnect(1000);
  deepEqual(page.transport.closed, [1000]);
  t.mock.timers.tick(60_000);
  equal(page.opened.length, 1);
});
