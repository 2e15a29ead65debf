// SPDX-License-Identifier: Apache-2.0

/** A streamer in a second browser page: a moving picture over real WebRTC, and what players' input arrived as. */
export class Unreal {
  static async open(browser) {
    const unreal = new Unreal();
    unreal.page = await browser.newPage();
    await unreal.page.evaluate(start);
    return unreal;
  }

  /** Plays with this visitor, from its `subscribe` on. */
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
  }

  /** Resolves when an input message of that kind (Epic's message id) has arrived; its bytes after the id. */
  input(id) {
    return this.page.evaluate((wanted) => globalThis.arrived(wanted), id);
  }

  command(json) {
    return this.page.evaluate((text) => globalThis.tell(text), JSON.stringify(json));
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
  peer.addTrack(stream.getVideoTracks()[0], stream);
  const channel = peer.createDataChannel('cirrus');
  channel.binaryType = 'arraybuffer';
  const inputs = [];
  let changed = () => {};
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
  globalThis.arrived = (id) =>
    new Promise((found) => {
      changed = () => {
        const input = inputs.find((bytes) => bytes[0] === id);
        if (input !== undefined) {
          found(input.slice(1));
        }
      };
      changed();
    });
  globalThis.heardOf = (id) => inputs.filter((bytes) => bytes[0] === id).map((bytes) => bytes[1]);
  globalThis.tell = (text) => {
    const COMMAND = 2;
    const bytes = new Uint8Array(1 + text.length * 2);
    bytes[0] = COMMAND;
    new Uint16Array([...text].map((letter) => letter.charCodeAt(0))).forEach((unit, index) => {
      bytes[1 + 2 * index] = unit & 255;
      bytes[2 + 2 * index] = unit >> 8;
    });
    channel.send(bytes);
  };
}
