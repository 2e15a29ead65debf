// SPDX-License-Identifier: Apache-2.0
window.lab = {
  sockets: 0,
  video: () => document.querySelector('video'),
  frames: () => lab.video()?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
  pixel: (x, y) => {
    const video = lab.video();
    if (!video || !video.videoWidth) return [0, 0, 0];
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const picture = canvas.getContext('2d');
    picture.drawImage(video, 0, 0);
    const at = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)];
    return Array.from(picture.getImageData(at[0], at[1], 1, 1).data).slice(0, 3);
  },
  colour: (x, y) => {
    const [r, g, b] = lab.pixel(x, y).map(part => part > 128);
    return r ? (g ? (b ? 'white' : 'yellow') : b ? 'magenta' : 'red')
             : g ? (b ? 'cyan' : 'green') : b ? 'blue' : 'dark';
  },
  // A test may change the configuration of the page's connection here.
  behind: configuration => configuration,
  playing: () => document.querySelector('#title').textContent === 'Playing',
  bits: (row, count) => [...Array(count).keys()].reduce(
    (value, i) => 2 * value + (lab.colour((1.5 + i) / 32, row / 32) === 'white' ? 1 : 0), 0),
};
window.WebSocket = class extends WebSocket {
  constructor(...all) {
    super(...all);
    lab.socket = this;
    lab.sockets++;
  }
};
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration) {
    super(lab.behind(configuration));
    lab.connection = this;
  }
};
