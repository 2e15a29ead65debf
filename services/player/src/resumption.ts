// SPDX-License-Identifier: Apache-2.0
import { delayBefore, type Patience } from './patience.ts';

/** The part of Epic's WebSocketTransport that a resumed socket is put into. */
export interface Transport {
  webSocket?: WebSocket | undefined;
  sendMessage(message: string): void;
  disconnect(code?: number, reason?: string): void;
  handleOnMessage(event: MessageEvent): void;
  handleOnClose(event: CloseEvent): void;
  addListener(event: 'open', listener: () => void): void;
}

/** The matchmaker's proof that this visitor owns a session, and how long it keeps a session without a socket. */
export interface Lease {
  readonly token: string;
  readonly ms: number;
}

/** News of the signalling socket for the page, while the picture goes on without it. */
export type Link =
  | { readonly type: 'link'; readonly lost: false }
  | { readonly type: 'link'; readonly lost: true; readonly until: number };

export interface Surroundings {
  /** Opens a socket that asks for this session. */
  open(resumeToken: string): WebSocket;
  /** True while the peer connection carries media, or may do so again by itself. */
  isStreaming(): boolean;
  tell(link: Link): void;
}

export const CloseCode = {
  LEFT: 1000,
  /** RFC 6455: the server refuses this visitor. */
  REFUSED: 1008,
  /** Unreal sends a player away. */
  KICKED: 1011,
  MEDIA_FAILED: 4002,
  /** The session goes on over another socket. */
  MOVED: 4408,
  /** The game runs in another tab of this visitor. */
  ELSEWHERE: 4409,
  SESSION_OVER: 4410,
} as const;

const FINAL: ReadonlySet<number> = new Set([
  CloseCode.LEFT,
  CloseCode.REFUSED,
  CloseCode.KICKED,
  CloseCode.MEDIA_FAILED,
  CloseCode.ELSEWHERE,
  CloseCode.SESSION_OVER,
]);
const PATIENCE: Patience = { first: 250, longest: 2_000 };
/** A server that accepts a socket and then says nothing is given up. */
const ANSWER_MS = 5_000;
const HEARTBEAT_MS = 10_000;
/** Messages that the page keeps while it has no socket; a negotiation needs a tenth of that. */
const MOST_KEPT = 100;
/** `WebSocket.OPEN`. */
const OPEN = 1;

/** Attempts to get the session back; `shown` once the old socket is gone and the page has said so. */
interface Attempts {
  until: number;
  readonly reason: CloseEvent | undefined;
  readonly kept: string[];
  shown: boolean;
  /** The server closed the old socket for the next one. */
  replaced: boolean;
  count: number;
  socket?: WebSocket;
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * Keeps a session over several signalling sockets: when one dies while the picture plays, another one is put into
 * Epic's transport. The library never hears of it, so the peer connection, input and statistics go on.
 *
 * The library hears `close` when a session cannot be resumed: at a farewell, without a lease, or after the lease.
 */
export class Resumption {
  private lease: Lease | undefined;
  private attempts: Attempts | undefined;
  private pongMissing = false;
  private readonly send: (message: string) => void;
  private readonly disconnect: (code?: number, reason?: string) => void;

  constructor(
    private readonly transport: Transport,
    private readonly surroundings: Surroundings,
  ) {
    this.send = transport.sendMessage.bind(transport);
    this.disconnect = transport.disconnect.bind(transport);
    transport.sendMessage = (message) => this.sendOrKeep(message);
    transport.disconnect = (code, reason) => this.leave(code, reason);
    transport.addListener('open', () => this.hold(transport.webSocket));
    setInterval(() => this.beat(), HEARTBEAT_MS);
  }

  /** The session that plays from now on. */
  began(lease: Lease): void {
    this.lease = lease;
  }

  /** The server stops: the session gets another socket before this one closes. */
  move(): void {
    if (this.lease !== undefined && this.attempts === undefined) {
      this.start(this.lease, undefined);
    }
  }

  /** Does not wait for the next attempt: the network is back, or the visitor asked. */
  tryNow(): void {
    if (this.attempts !== undefined && this.attempts.socket === undefined) {
      clearTimeout(this.attempts.timer);
      this.attempt(this.attempts);
    }
  }

  /** The server answered a heartbeat. */
  answered(): void {
    this.pongMissing = false;
  }

  private hold(socket: WebSocket | undefined): void {
    if (socket !== undefined) {
      this.pongMissing = false;
      socket.onclose = (event) => this.closed(event);
    }
  }

  private closed(event: CloseEvent): void {
    const { lease, attempts } = this;
    const moved = event.code === CloseCode.MOVED;
    if (moved && attempts !== undefined) {
      // The server knows the next socket already, and its answer there is on the way.
      attempts.replaced = true;
    } else if (lease === undefined || moved || FINAL.has(event.code) || !this.surroundings.isStreaming()) {
      this.end(event);
    } else if (attempts === undefined) {
      this.start(lease, event);
    } else {
      attempts.until = Date.now() + lease.ms;
      this.show(attempts);
    }
  }

  private start(lease: Lease, reason: CloseEvent | undefined): void {
    const attempts: Attempts = {
      until: Date.now() + lease.ms,
      reason,
      kept: [],
      shown: false,
      replaced: false,
      count: 0,
    };
    this.attempts = attempts;
    if (reason !== undefined) {
      this.show(attempts);
    }
    this.attempt(attempts);
  }

  private show(attempts: Attempts): void {
    attempts.shown = true;
    this.surroundings.tell({ type: 'link', lost: true, until: attempts.until });
  }

  private attempt(attempts: Attempts): void {
    const { lease } = this;
    if (lease === undefined) {
      return;
    }
    attempts.count++;
    const socket = this.surroundings.open(lease.token);
    attempts.socket = socket;
    attempts.timer = setTimeout(() => this.missed(attempts, socket, undefined), ANSWER_MS);
    socket.onmessage = ({ data }) => this.answer(attempts, socket, data);
    socket.onclose = (event) => this.missed(attempts, socket, event);
  }

  private answer(attempts: Attempts, socket: WebSocket, data: unknown): void {
    if (isResumed(data)) {
      this.adopt(attempts, socket);
    } else {
      socket.close(CloseCode.LEFT);
    }
  }

  private missed(attempts: Attempts, socket: WebSocket, event: CloseEvent | undefined): void {
    clearTimeout(attempts.timer);
    forget(socket);
    delete attempts.socket;
    if (attempts.replaced && !attempts.shown) {
      this.show(attempts);
    }
    const delay = delayBefore(attempts.count, Math.random, PATIENCE);
    if (event !== undefined && FINAL.has(event.code)) {
      this.giveUp(attempts, event);
    } else if (Date.now() + delay >= attempts.until || !this.surroundings.isStreaming()) {
      this.giveUp(attempts, attempts.reason ?? new CloseEvent('close', { code: CloseCode.SESSION_OVER }));
    } else {
      attempts.timer = setTimeout(() => this.attempt(attempts), delay);
    }
  }

  /** A move that fails leaves the old socket as it is. */
  private giveUp(attempts: Attempts, event: CloseEvent): void {
    if (attempts.shown) {
      this.end(event);
    } else {
      this.attempts = undefined;
    }
  }

  private adopt(attempts: Attempts, socket: WebSocket): void {
    clearTimeout(attempts.timer);
    this.attempts = undefined;
    const old = this.transport.webSocket;
    if (old !== undefined) {
      forget(old, CloseCode.MOVED);
    }
    this.transport.webSocket = socket;
    socket.onmessage = (event) => this.transport.handleOnMessage(event);
    this.hold(socket);
    attempts.kept.forEach(this.send);
    if (attempts.shown) {
      this.surroundings.tell({ type: 'link', lost: false });
    }
  }

  private end(event: CloseEvent): void {
    const { attempts } = this;
    this.attempts = undefined;
    this.lease = undefined;
    clearTimeout(attempts?.timer);
    for (const socket of [attempts?.socket, this.transport.webSocket]) {
      if (socket !== undefined) {
        forget(socket);
      }
    }
    this.transport.handleOnClose(event);
  }

  private sendOrKeep(message: string): void {
    if (this.attempts?.shown !== true) {
      this.send(message);
    } else if (this.attempts.kept.length < MOST_KEPT) {
      this.attempts.kept.push(message);
    }
  }

  private leave(code?: number, reason?: string): void {
    if (this.attempts?.shown === true) {
      this.end(new CloseEvent('close', { code: code ?? CloseCode.LEFT, reason: reason ?? '' }));
    } else {
      this.disconnect(code, reason);
    }
  }

  private beat(): void {
    const socket = this.transport.webSocket;
    if (socket?.readyState !== OPEN || this.attempts !== undefined) {
      return;
    }
    if (this.pongMissing) {
      forget(socket, CloseCode.MOVED);
      this.closed(new CloseEvent('close', { code: 1006, reason: 'The server does not answer.' }));
      return;
    }
    this.pongMissing = true;
    this.send(JSON.stringify({ type: 'ping', time: Date.now() }));
  }
}

function isResumed(data: unknown): boolean {
  try {
    return typeof data === 'string' && JSON.parse(data)?.type === 'resumed';
  } catch {
    return false;
  }
}

/** Takes a socket's handlers away and closes it, whatever state it is in. */
function forget(socket: WebSocket, code?: number): void {
  socket.onmessage = null;
  socket.onclose = null;
  socket.onerror = null;
  socket.close(code);
}
