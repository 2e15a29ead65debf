// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';

const SITE = 'target/classes/app/pixel/player/site';
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** As the player service sends it (PagePolicy.java): a page that only works with less does not work. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:;" +
  " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; connect-src 'self'";

/** The built page on a real server, whose WebSocket a test plays the matchmaker on. */
export class Stand {
  static async open(settings = {}) {
    const stand = new Stand();
    stand.settings = { title: 'Pixel Streaming', embedOrigins: [], webSocketHosts: [], ...settings };
    stand.http = createServer((request, response) => stand.answer(request, response));
    stand.sockets = new WebSocketServer({ server: stand.http });
    stand.connected = [];
    stand.waiting = [];
    stand.sockets.on('connection', (socket, { url }) => stand.accept(new Visitor(socket, url)));
    await new Promise((done) => stand.http.listen(0, '127.0.0.1', done));
    stand.url = `http://127.0.0.1:${stand.http.address().port}/game/`;
    return stand;
  }

  /** The next visitor's socket, as the server sees it. */
  visitor() {
    const here = this.connected.shift();
    return here ? Promise.resolve(here) : new Promise((found) => this.waiting.push(found));
  }

  accept(visitor) {
    const next = this.waiting.shift();
    next ? next(visitor) : this.connected.push(visitor);
  }

  async answer(request, response) {
    const name = new URL(request.url, 'http://stand').pathname.split('/').pop() || 'index.html';
    if (name === 'config.json') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(this.settings));
      return;
    }
    const bytes = await readFile(join(SITE, name)).catch(() => undefined);
    response.statusCode = bytes === undefined ? 404 : 200;
    response.setHeader('content-type', TYPES[extname(name)] ?? 'text/plain');
    response.setHeader('content-security-policy', POLICY);
    response.end(bytes);
  }

  close() {
    for (const socket of this.sockets.clients) {
      socket.terminate();
    }
    this.http.closeAllConnections();
    return new Promise((done) => this.http.close(done));
  }
}

class Visitor {
  constructor(socket, path) {
    this.socket = socket;
    this.path = path;
    this.received = [];
    this.wanted = [];
    socket.on('message', (text) => this.heard(JSON.parse(text)));
    this.closed = new Promise((done) => socket.on('close', (code) => done(code)));
  }

  send(message) {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  close(code, reason) {
    this.socket.close(code, reason);
  }

  /** The next message of that type that the page sends. */
  receives(type) {
    const index = this.received.findIndex((message) => message.type === type);
    if (index >= 0) {
      return Promise.resolve(this.received.splice(index, 1)[0]);
    }
    return new Promise((found) => this.wanted.push({ type, found }));
  }

  heard(message) {
    if (message.type === 'ping') {
      this.send({ type: 'pong', time: message.time });
      return;
    }
    const index = this.wanted.findIndex(({ type }) => type === message.type);
    if (index >= 0) {
      this.wanted.splice(index, 1)[0].found(message);
    } else {
      this.received.push(message);
    }
  }
}

export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`There is no browser at ${executablePath}: install chromium, or name one in CHROMIUM.`);
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  });
}
