// SPDX-License-Identifier: Apache-2.0
import {
  Config,
  Flags,
  type ITransport,
  Logger,
  LogLevel,
  NumericParameters,
  OptionParameters,
  PixelStreaming,
  TextParameters,
} from '@epicgames-ps/lib-pixelstreamingfrontend-ue5.7';
import { introduced } from './address.ts';
import type { Invocation } from './embedding.ts';
import { NOTICE_TYPES, type Notice, readNotice, shortText } from './notices.ts';
import { delayBefore, nextAttempt } from './patience.ts';
import { CloseCode, Resumption, type Transport } from './resumption.ts';
import type { Happening } from './view.ts';
import type { VisitorToken } from './visitor-token.ts';

const LIST_AGAIN_MS = 3_000;
/** A visitor who is away is asked, and has this long to answer. */
const SECONDS_TO_ANSWER = 20;

/**
 * One visitor's session on Epic's frontend library: connects, says what happens, and connects again by itself until
 * the server refuses. A lost socket under a running picture is {@link Resumption}'s; any other loss connects anew.
 *
 * The library's own reconnecting and keepalive are off. It gives up after three attempts, and loops without end against
 * a server that accepts and then closes. Its keepalive ends the session with a socket that does not answer.
 */
export class Session {
  readonly streaming: PixelStreaming;
  private readonly resumption: Resumption;
  private takeover = false;
  private attempt = 0;
  private connectedAt = 0;
  private refusal: string | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private listAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(
    stage: HTMLElement,
    private readonly url: string,
    private readonly visitor: VisitorToken,
    private readonly tell: (happening: Happening) => void,
  ) {
    Logger.InitLogging(LogLevel.Warning, false);
    this.streaming = new PixelStreaming(configuration(url), { videoElementParent: stage });
    this.streaming.setSignallingUrlBuilder(() => this.address());
    this.resumption = new Resumption(this.streaming.signallingProtocol.transport as ITransport & Transport, {
      open: (resume) => new WebSocket(introduced(this.url, { visitor: this.visitor.get(), resume })),
      isStreaming: () => this.isStreaming(),
      tell: this.tell,
    });
    this.listenToServer();
    this.listenToStream();
  }

  /** @param takeover moves the game here from another tab of the same visitor */
  connect(takeover = false): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    this.takeover = takeover;
    this.refusal = undefined;
    this.connectedAt = 0;
    this.tell({ type: 'connecting' });
    this.streaming.connect();
  }

  /** Does not wait for the next attempt: the network is back, or the visitor asked. */
  connectNow(): void {
    this.resumption.tryNow();
    if (this.retry !== undefined) {
      this.connect();
    }
  }

  /** The visitor ends the session, and its streamer is free at once. */
  leave(): void {
    this.refusal = 'You left. Thank you for the visit.';
    this.streaming.signallingProtocol.disconnect(CloseCode.LEFT, '');
  }

  /** ICE has lost its connection, and may find it again by itself. */
  isShaky(): boolean {
    return this.connection()?.iceConnectionState === 'disconnected';
  }

  choose(streamerId: string): void {
    this.streaming.config.setOptionSettingValue(OptionParameters.StreamerId, streamerId);
    this.tell({ type: 'streamers', ids: [streamerId], selected: streamerId });
  }

  /** Sends an embedding page's request on; false when there is no connection to send it over. */
  control(invocation: Invocation): boolean {
    const open = this.connectedAt > 0;
    if (open) {
      this.streaming.signallingProtocol.sendMessage({ type: 'control', ...invocation });
    }
    return open;
  }

  private listenToServer(): void {
    const { signallingProtocol } = this.streaming;
    for (const type of NOTICE_TYPES) {
      signallingProtocol.addListener(type, (message: unknown) => {
        const notice = readNotice(message);
        if (notice !== undefined) {
          this.heard(notice);
        }
      });
    }
    signallingProtocol.addListener('pong', () => this.resumption.answered());
    signallingProtocol.transport.addListener('open', () => {
      this.connectedAt = Date.now();
    });
    signallingProtocol.transport.addListener('close', (event: CloseEvent) => this.closed(event));
  }

  private heard(notice: Notice): void {
    if (notice.type === 'session') {
      this.visitor.set(notice.visitor);
      this.resumption.began({ token: notice.resume, ms: notice.leaseSeconds * 1_000 });
    } else if (notice.type === 'moveSocket') {
      this.resumption.move();
    } else if (notice.type === 'matchmaker' && notice.visitor !== undefined) {
      this.visitor.set(notice.visitor);
    }
    this.tell(notice);
  }

  private address(): string {
    return introduced(this.url, { visitor: this.visitor.get(), takeover: this.takeover });
  }

  /** ICE may recover from `disconnected` by itself; from `failed` and `closed` it does not. */
  private isStreaming(): boolean {
    const state = this.connection()?.connectionState;
    return state === 'connected' || state === 'disconnected';
  }

  private listenToStream(): void {
    const { streaming } = this;
    streaming.addEventListener('streamerListMessage', ({ data }) => {
      const ids = data.messageStreamerList.ids;
      this.tell({ type: 'streamers', ids, selected: data.autoSelectedStreamerId ?? '' });
      clearTimeout(this.listAgain);
      if (!data.autoSelectedStreamerId) {
        this.listAgain = setTimeout(() => this.list(), LIST_AGAIN_MS);
      }
    });
    streaming.addEventListener('subscribeFailed', ({ data }) => {
      this.refusal = shortText(data.message);
      this.tell({ type: 'ended', reason: this.refusal });
    });
    streaming.addEventListener('webRtcSdp', () => {
      this.tell({ type: 'negotiated' });
      this.watchMedia();
    });
    streaming.addEventListener('webRtcFailed', () => this.lostMedia());
    streaming.addEventListener('afkTimedOut', () => {
      this.refusal = 'You were away for a while, so the stream went to another visitor.';
    });
  }

  /** The library does not notice that a running peer connection died while the signalling socket lives on. */
  private watchMedia(): void {
    const connection = this.connection();
    connection?.addEventListener('connectionstatechange', () => {
      if (connection.connectionState === 'failed') {
        this.lostMedia();
      }
    });
  }

  /** The code tells the matchmaker that the streamer may be to blame; the place and the session are kept. */
  private lostMedia(): void {
    this.streaming.signallingProtocol.disconnect(CloseCode.MEDIA_FAILED, 'The media connection failed.');
  }

  private connection(): RTCPeerConnection | undefined {
    return this.streaming.webRtcController.peerConnectionController?.peerConnection;
  }

  private list(): void {
    if (this.connectedAt > 0) {
      this.streaming.signallingProtocol.sendMessage({ type: 'listStreamers' });
    }
  }

  private closed(event: CloseEvent): void {
    const livedMs = this.connectedAt === 0 ? 0 : Date.now() - this.connectedAt;
    this.connectedAt = 0;
    clearTimeout(this.listAgain);
    const reason = shortText(event.reason);
    if (this.refusal !== undefined) {
      this.tell({ type: 'ended', reason: this.refusal === '' ? reason : this.refusal });
    } else if (event.code === CloseCode.ELSEWHERE) {
      this.tell({ type: 'ended', reason, elsewhere: true });
    } else if (event.code === CloseCode.REFUSED || (event.code === CloseCode.KICKED && reason !== '')) {
      this.tell({ type: 'ended', reason });
    } else {
      this.tell({ type: 'lost', reason });
      this.attempt = nextAttempt(this.attempt, livedMs);
      this.retry = setTimeout(() => this.connect(), delayBefore(this.attempt, Math.random));
    }
    // Last, since a page that hears of an outage keeps the picture.
    this.streaming.webRtcController.closePeerConnection();
  }
}

function configuration(url: string): Config {
  const config = new Config({
    useUrlParams: true,
    initialSettings: {
      [NumericParameters.AFKCountdownSecs]: SECONDS_TO_ANSWER,
      [Flags.HoveringMouseMode]: true,
      [Flags.KeyboardInput]: true,
      [Flags.WaitForStreamer]: hasParameter(OptionParameters.StreamerId),
    },
  });
  // A link may set the library's options, but not these: where to connect and when are this page's own business.
  config.setFlagEnabled(Flags.AutoConnect, false);
  config.setNumericSetting(NumericParameters.MaxReconnectAttempts, 0);
  config.setNumericSetting(NumericParameters.KeepaliveDelay, 0);
  config.setTextSetting(TextParameters.SignallingServerUrl, url);
  return config;
}

function hasParameter(name: string): boolean {
  return [...new URLSearchParams(location.search).keys()].some(
    (key) => key.toLowerCase() === name.toLowerCase(),
  );
}
