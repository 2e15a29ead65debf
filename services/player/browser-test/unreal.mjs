// SPDX-License-Identifier: Apache-2.0

const COMMAND = 2;
const REQUEST_INITIAL_SETTINGS = 7;
const GAMEPAD_RESPONSE = 13;

/** A streamer in a second browser page: a moving picture over real WebRTC, and what players' input arrived as. */
export class Unreal {
  static async open(browser) {
    const unreal = new Unreal();
    unreal.page = await browser.newPage();
    await unreal.page.evaluate(start);
    return unreal;
  }

  /** Plays with this visitor, from its `subscribe` until the page can send input: before, what is pressed is lost. */
  async playWith(visitor) {
    await this.page.exposeFunction('signal', (message) => visitor.send(message));
    await visitor.receives('subscribe');
    visitor.socket.on('message', (text) => {
      const message = JSON.parse(text);
      if (message.type === 'answer' || message.type === 'iceCandidate') {
        this.page.evaluate((heard) => globalThis.hear(heard), message).catch(() => {});
      }
    });
    await this.page.evaluate(() => globalThis.offer());
    await this.input(REQUEST_INITIAL_SETTINGS);
  }

  /** Resolves when an input message that begins so (Epic's message id first) has arrived; its bytes after the id. */
  input(...beginning) {
    return this.page.evaluate((wanted) => globalThis.arrived(wanted), beginning);
  }

  command(json) {
    return this.tell(COMMAND, json);
  }

  /** Gives the page's newest gamepad its number, as Unreal 5 does. */
  adoptGamepad(controllerId) {
    return this.tell(GAMEPAD_RESPONSE, { controllerId });
  }

  tell(id, json) {
    return this.page.evaluate(([kind, text]) => globalThis.tell(kind, text), [id, JSON.stringify(json)]);
  }

  /** The application hangs, and its connection stays. */
  pause() {
    return this.page.evaluate(() => globalThis.send(false));
  }

  resume() {
    return this.page.evaluate(() => globalThis.send(true));
  }

  leave() {
    return this.page.close();
  }
}

/** Runs inside the browser. */
function start() {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  const pen = canvas.getContext('2d');
  let frame = 0;
  setInterval(() => {
    pen.fillStyle = `hsl(${frame++ % 360} 45% 35%)`;
    pen.fillRect(0, 0, 1280, 720);
    pen.fillStyle = '#ffffff';
    pen.font = 'bold 160px sans-serif';
    pen.fillText(String(frame), 440, 410);
  }, 40);
  const peer = new RTCPeerConnection();
  const stream = canvas.captureStream(25);
  const sender = peer.addTrack(stream.getVideoTracks()[0], stream);
  globalThis.send = (on) => sender.replaceTrack(on ? stream.getVideoTracks()[0] : null);
  const channel = peer.createDataChannel('cirrus');
  channel.binaryType = 'arraybuffer';
  const inputs = [];
  let changed = () => {};
  // A page asks for the settings as soon as it knows the protocol; one without messages changes nothing.
  channel.onopen = () => {
    const PROTOCOL = 255;
    globalThis.tell(PROTOCOL, '{"Direction":0}');
  };
  channel.onmessage = ({ data }) => {
    inputs.push([...new Uint8Array(data)]);
    changed();
  };
  peer.onicecandidate = ({ candidate }) => {
    if (candidate) {
      globalThis.signal({ type: 'iceCandidate', candidate: candidate.toJSON() });
    }
  };
  globalThis.offer = async () => {
    await peer.setLocalDescription();
    globalThis.signal({ type: 'offer', sdp: peer.localDescription.sdp });
  };
  globalThis.hear = (message) =>
    message.type === 'answer'
      ? peer.setRemoteDescription({ type: 'answer', sdp: message.sdp })
      : peer.addIceCandidate(message.candidate);
  globalThis.arrived = (beginning) =>
    new Promise((found) => {
      changed = () => {
        const input = inputs.find((bytes) => beginning.every((byte, index) => bytes[index] === byte));
        if (input !== undefined) {
          found(input.slice(1));
        }
      };
      changed();
    });
  globalThis.heardOf = (id) => inputs.filter((bytes) => bytes[0] === id).map((bytes) => bytes[1]);
  globalThis.tell = (id, text) => {
    const bytes = new Uint8Array(1 + text.length * 2);
    bytes[0] = id;
    new Uint16Array([...text].map((letter) => letter.charCodeAt(0))).forEach((unit, index) => {
      bytes[1 + 2 * index] = unit & 255;
      bytes[2 + 2 * index] = unit >> 8;
    });
    channel.send(bytes);
  };
}
