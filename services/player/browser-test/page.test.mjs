// SPDX-License-Identifier: Apache-2.0
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { launch, Stand } from './stand.mjs';
import { Unreal } from './unreal.mjs';

const AXE = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const KEY_DOWN = 60;
const MOUSE_DOWN = 72;
const TOUCH_START = 80;
const GAMEPAD_BUTTON_PRESSED = 90;
const GAMEPAD_BUTTON_RELEASED = 91;
const GAMEPAD_ANALOG = 92;
const GAMEPAD_CONNECTED = 93;

describe('the page, in a browser', () => {
  let browser;
  let stand;
  before(async () => {
    browser = await launch();
  });
  beforeEach(async () => {
    stand = await Stand.open();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await stand.close();
  });
  after(() => browser?.close());

  /** A page that fails its test by whatever the browser complains of, refusals of the policy above all. */
  async function visit(url = stand.url, { prepare, ...options } = {}) {
    const context = await browser.newContext(options);
    if (prepare !== undefined) {
      await context.addInitScript(prepare);
    }
    const page = await context.newPage();
    page.complaints = [];
    page.on('pageerror', (error) => page.complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && page.complaints.push(line.text()));
    await page.goto(url);
    return page;
  }

  const sees = (page, view) => page.locator(`body[data-view=${view}]`).waitFor({ state: 'attached' });
  const title = (page) => page.locator('#title').textContent();

  const isContent = (page) => deepEqual(page.complaints, []);

  async function isAccessible(page) {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    deepEqual(
      grave.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      [],
    );
  }

  async function playing({ url, view = 'playing', ...options } = {}) {
    const page = await visit(url, options);
    const visitor = await stand.visitor();
    const unreal = await Unreal.open(browser);
    visitor.send({ type: 'config', peerConnectionOptions: {} });
    visitor.send({ type: 'streamerList', ids: ['Pool'] });
    await unreal.playWith(visitor);
    await sees(page, view);
    return { page, visitor, unreal };
  }

  test('a screen reader hears the place in the queue that is shown', async () => {
    for (const device of [{}, PHONE]) {
      const page = await visit(stand.url, device);
      const visitor = await stand.visitor();
      equal(visitor.path, '/game/ws?resumable=1');
      await visitor.receives('listStreamers');
      visitor.send({ type: 'queuePosition', position: 2, length: 9, etaSeconds: 170 });
      await sees(page, 'queued');
      equal(await title(page), 'You are number 2 of 9');
      match(await page.title(), /^2 of 9 · /);
      match(await page.locator('[role=status]').textContent(), /You are number 2 of 9\. About 3 minutes/);
      await isAccessible(page);
      visitor.send({ type: 'queuePosition', position: 1, length: 8 });
      await page.getByText('You are next').first().waitFor();
      isContent(page);
    }
  });

  test('every waiting screen is accessible', async () => {
    const page = await visit();
    const visitor = await stand.visitor();
    await isAccessible(page);
    visitor.send({ type: 'config', peerConnectionOptions: {} });
    for (const [view, message] of [
      ['waiting', { type: 'matchmaker', queued: true, matched: false, detail: '' }],
      ['choosing', { type: 'streamerList', ids: ['<b>One</b>', 'Two'] }],
      ['starting', { type: 'matchmaker', queued: false, matched: true, detail: '' }],
      ['ended', { type: 'subscribeFailed', message: 'Pool is full' }],
    ]) {
      visitor.send(message);
      await sees(page, view);
      await isAccessible(page);
    }
    isContent(page);
  });

  test('a text from the server stays a text', async () => {
    const page = await visit();
    const visitor = await stand.visitor();
    const evil = '<img src=x onerror="document.title=1"><script>1</script>';
    visitor.send({ type: 'subscribeFailed', message: evil });
    await sees(page, 'ended');
    equal(await page.locator('#detail').textContent(), evil);
    equal(await page.locator('#detail *').count(), 0);
    isContent(page);
  });

  test('nonsense from the server changes nothing', async () => {
    const page = await visit();
    const visitor = await stand.visitor();
    for (const nonsense of [
      '{',
      '[]',
      '5',
      '{"type":5}',
      '{"type":"queuePosition","position":"<b>"}',
      '{"type":"x"}',
    ]) {
      visitor.send(nonsense);
    }
    visitor.send({ type: 'queuePosition', position: 3, length: 3 });
    await sees(page, 'queued');
    page.complaints = page.complaints.filter(
      (complaint) => !complaint.includes('Error parsing message string'),
    );
    isContent(page);
  });

  test('keys and clicks on the picture arrive at Unreal', async () => {
    const { page, unreal } = await playing();
    const frames = () =>
      page.evaluate(() => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames);
    const first = await frames();
    await page.waitForFunction(
      (seen) => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > seen + 5,
      first,
    );
    await page.mouse.click(600, 300);
    await unreal.input(MOUSE_DOWN);
    await page.keyboard.press('KeyW');
    deepEqual((await unreal.input(KEY_DOWN))[0], 'W'.charCodeAt(0));
    await isAccessible(page);
    isContent(page);
  });

  test('where a browser plays nothing unasked, a click plays', async () => {
    const { page } = await playing({
      view: 'ready',
      prepare: () => {
        // The driver's own calls count as the visitor's activation, so the browser's word for it is of no use.
        let clicked = false;
        addEventListener('click', ({ isTrusted }) => (clicked ||= isTrusted), { capture: true });
        const { play } = HTMLMediaElement.prototype;
        HTMLMediaElement.prototype.play = function () {
          return clicked
            ? play.call(this)
            : Promise.reject(new DOMException('Nobody was here yet.', 'NotAllowedError'));
        };
        Object.defineProperty(HTMLMediaElement.prototype, 'autoplay', { get: () => false, set: () => {} });
      },
    });
    equal(await title(page), 'Ready when you are');
    await isAccessible(page);
    await page.getByRole('button', { name: 'Play' }).click();
    await sees(page, 'playing');
    await page.waitForFunction(
      () => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > 5,
    );
    isContent(page);
  });

  test('keys that use the controls are not sent to Unreal', async () => {
    const { page, unreal } = await playing();
    await page.keyboard.press('Control+Alt+Shift');
    equal(await page.evaluate(() => document.activeElement.id), 'menu');
    const back = async () => {
      await page.keyboard.press('Shift+Tab');
      return page.evaluate(() => document.activeElement.id);
    };
    deepEqual([await back(), await back(), await back()], ['leave', 'full-screen', 'stats-button']);
    await page.keyboard.press('Enter');
    await page.getByText('1280 × 720').waitFor();
    await isAccessible(page);
    const muted = () => page.evaluate(() => document.querySelector('video').muted);
    const before = await muted();
    await page.locator('#mute').click();
    equal(await muted(), !before);
    await page.locator('#stage').focus();
    await page.keyboard.press('KeyE');
    await unreal.input(KEY_DOWN, 'E'.charCodeAt(0));
    deepEqual(await unreal.page.evaluate((id) => globalThis.heardOf(id), KEY_DOWN), [17, 18, 16, 69]);
    isContent(page);
  });

  test('a phone gets a field to write in when Unreal asks for one', async () => {
    const { page, unreal } = await playing(PHONE);
    await page.touchscreen.tap(200, 420);
    await unreal.input(TOUCH_START);
    ok(!(await page.locator('#text-entry').isVisible()));
    await unreal.command({ command: 'onScreenKeyboard', showOnScreenKeyboard: true, contents: 'Ada' });
    const field = page.getByLabel('Text for the stream');
    await field.waitFor();
    equal(await field.inputValue(), 'Ada');
    await isAccessible(page);
    isContent(page);
  });

  test('the picture fills the screen only on request', async () => {
    const { page } = await playing();
    const fills = (full) =>
      page.waitForFunction((wanted) => (document.fullscreenElement !== null) === wanted, full);
    await page.locator('#menu').click();
    const button = page.getByRole('button', { name: 'Full screen' });
    const pressed = (state) => button.and(page.locator(`[aria-pressed=${state}]`)).waitFor();
    await button.click();
    await fills(true);
    await pressed(true);
    await page.locator('#stage:focus').waitFor();
    await button.click();
    await fills(false);
    await pressed(false);
    isContent(page);
  });

  test('an idle visitor who does not answer makes room', async () => {
    const { page } = await playing({ url: `${stand.url}?TimeoutIfIdle=true&AFKTimeout=1&AFKCountdown=4` });
    const stay = page.getByRole('button', { name: 'Stay' });
    await stay.waitFor();
    await isAccessible(page);
    await stay.click();
    await stay.waitFor({ state: 'hidden' });
    await sees(page, 'playing');
    await stay.waitFor();
    await sees(page, 'ended');
    match(await page.locator('#detail').textContent(), /You were away for a while/);
    ok(!(await stay.isVisible()));
    isContent(page);
  });

  test('Unreal hears of a gamepad before its buttons', async () => {
    const { page, unreal } = await playing({
      prepare: () => {
        const pad = { index: 0, id: 'pad', connected: true, mapping: 'standard', axes: [0, 0, 0, 0] };
        const buttons = Array.from({ length: 17 }, () => ({ pressed: false, touched: false, value: 0 }));
        navigator.getGamepads = () => [{ ...pad, buttons: [...buttons], timestamp: performance.now() }];
        globalThis.press = (button, pressed) => {
          buttons[button] = { pressed, touched: pressed, value: Number(pressed) };
        };
        // The browser's own takes nothing but a gamepad of flesh and blood.
        globalThis.GamepadEvent = class extends Event {
          constructor(type, { gamepad }) {
            super(type);
            this.gamepad = gamepad;
          }
        };
        globalThis.plugIn = () =>
          window.dispatchEvent(new GamepadEvent('gamepadconnected', { gamepad: navigator.getGamepads()[0] }));
      },
    });
    await page.evaluate(() => globalThis.plugIn());
    deepEqual(await unreal.input(GAMEPAD_CONNECTED), []);
    await unreal.adoptGamepad(7);
    await unreal.input(GAMEPAD_ANALOG, 7);
    await page.evaluate(() => globalThis.press(3, true));
    deepEqual(await unreal.input(GAMEPAD_BUTTON_PRESSED), [7, 3, 0]);
    await page.evaluate(() => globalThis.press(3, false));
    deepEqual(await unreal.input(GAMEPAD_BUTTON_RELEASED), [7, 3, 0]);
    isContent(page);
  });

  test('a warning of the end is shown over the picture', async () => {
    const { page, visitor } = await playing();
    visitor.send({ type: 'sigterm', message: 'Ends at <b>noon</b>.' });
    await page.getByText('Ends at <b>noon</b>.').waitFor();
    isContent(page);
  });

  test('the page comes back by itself after the server went away', async () => {
    const { page, visitor } = await playing();
    visitor.close(1001, 'restarting');
    await page.locator('body[data-view=reconnecting] #detail').getByText('restarting').waitFor();
    const again = await stand.visitor();
    const next = await Unreal.open(browser);
    again.send({ type: 'config', peerConnectionOptions: {} });
    again.send({ type: 'streamerList', ids: ['Pool'] });
    await next.playWith(again);
    await sees(page, 'playing');
    isContent(page);
  });

  test('a player whose streamer dropped plays on the next one', async () => {
    const { page, visitor, unreal } = await playing();
    await unreal.leave();
    visitor.send({ type: 'queuePosition', position: 1, length: 4 });
    await sees(page, 'queued');
    const next = await Unreal.open(browser);
    visitor.send({ type: 'streamerList', ids: ['Pool'] });
    await next.playWith(visitor);
    await sees(page, 'playing');
    isContent(page);
  });

  const lease = { type: 'session', visitor: 'v.1', resume: 'r.1', leaseSeconds: 30 };
  const query = ({ path }) => new URL(path, 'ws://stand').searchParams;
  const frames = (page) =>
    page.evaluate(() => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames);
  const morePictures = async (page) =>
    page.waitForFunction(
      (seen) => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > seen + 5,
      await frames(page),
    );

  test('a picture goes on while its socket is replaced', async () => {
    const { page, visitor, unreal } = await playing();
    visitor.send(lease);
    await page.evaluate(() => {
      document.querySelector('video').onemptied = () => document.body.setAttribute('data-flicker', '');
    });
    visitor.socket.terminate();
    const again = await stand.visitor();
    equal(query(again).get('resume'), 'r.1');
    equal(query(again).get('session'), 'v.1');
    await page.locator('#link').getByText('Connection lost, still playing.').waitFor();
    await isAccessible(page);
    await morePictures(page);
    again.send({ type: 'resumed' });
    await page.locator('#link').waitFor({ state: 'hidden' });
    await sees(page, 'playing');
    await page.mouse.click(600, 300);
    await unreal.input(MOUSE_DOWN);
    again.send({ type: 'sigterm', message: 'Over the new socket.' });
    await page.getByText('Over the new socket.').waitFor();
    equal(await page.locator('body[data-flicker]').count(), 0);
    deepEqual(again.received, []);
    isContent(page);
  });

  test('a socket is sought again and again until a server answers', async () => {
    const { page, visitor } = await playing();
    visitor.send(lease);
    visitor.socket.terminate();
    for (let attempt = 0; attempt < 3; attempt++) {
      (await stand.visitor()).close(1013, 'later');
    }
    (await stand.visitor()).send({ type: 'resumed' });
    await page.locator('#link').waitFor({ state: 'hidden' });
    await sees(page, 'playing');
    isContent(page);
  });

  test('a session that is over is followed by an ordinary connection', async () => {
    const { page, visitor } = await playing();
    visitor.send(lease);
    visitor.socket.terminate();
    (await stand.visitor()).close(4410, 'The session is over.');
    await sees(page, 'reconnecting');
    const again = await stand.visitor();
    equal(query(again).get('resume'), null);
    equal(query(again).get('session'), 'v.1');
    const next = await Unreal.open(browser);
    again.send({ type: 'config', peerConnectionOptions: {} });
    again.send({ type: 'streamerList', ids: ['Pool'] });
    await next.playWith(again);
    await sees(page, 'playing');
    isContent(page);
  });

  test('a page connects anew after its lease was counted down', async () => {
    const { page, visitor } = await playing();
    visitor.send({ ...lease, leaseSeconds: 3 });
    visitor.socket.terminate();
    await page
      .locator('#link')
      .getByText(/The stream ends in [0-3] s\./)
      .waitFor();
    for (let resumed = await stand.visitor(); query(resumed).has('resume'); resumed = await stand.visitor()) {
      resumed.close(1013, 'later');
    }
    await sees(page, 'reconnecting');
    isContent(page);
  });

  test('a server that stops hands its page to another socket before it closes', async () => {
    const { page, visitor } = await playing();
    visitor.send(lease);
    visitor.send({ type: 'moveSocket' });
    const next = await stand.visitor();
    equal(query(next).get('resume'), 'r.1');
    next.send({ type: 'resumed' });
    equal(await visitor.closed, 4408);
    await morePictures(page);
    ok(await page.locator('#link').isHidden());
    next.send({ type: 'ping', time: 7 });
    await next.receives('pong');
    isContent(page);
  });

  test('a page whose game runs in another tab can take it over', async () => {
    const page = await visit();
    (await stand.visitor()).close(4409, 'The game runs in another tab.');
    await sees(page, 'ended');
    await isAccessible(page);
    await page.getByRole('button', { name: 'Play here instead' }).click();
    equal(query(await stand.visitor()).get('takeover'), '1');
    isContent(page);
  });

  test('a media connection that fails is told by a close code of its own', async () => {
    const { page, visitor } = await playing({
      prepare: () => {
        const Peer = globalThis.RTCPeerConnection;
        globalThis.RTCPeerConnection = class extends Peer {
          constructor(...options) {
            super(...options);
            globalThis.peer = this;
          }
        };
      },
    });
    visitor.send(lease);
    await page.evaluate(() => {
      Object.defineProperty(globalThis.peer, 'connectionState', { value: 'failed' });
      globalThis.peer.dispatchEvent(new Event('connectionstatechange'));
    });
    equal(await visitor.closed, 4002);
    equal(query(await stand.visitor()).get('resume'), null);
    isContent(page);
  });

  test('a visitor who leaves frees the streamer at once, and may play again', async () => {
    const { page, visitor } = await playing();
    await page.getByRole('button', { name: 'Controls' }).click();
    await page.getByRole('button', { name: 'Leave' }).click();
    equal(await visitor.closed, 1000);
    await sees(page, 'ended');
    await page.getByRole('button', { name: 'Play again' }).click();
    await stand.visitor();
    isContent(page);
  });

  test('a picture that stops is called unstable until it goes on', async () => {
    const { page, unreal } = await playing();
    await unreal.pause();
    await page.getByText('Unstable connection').waitFor();
    equal(await page.locator('body').getAttribute('data-view'), 'playing');
    await isAccessible(page);
    await unreal.resume();
    await page.getByText('Unstable connection').waitFor({ state: 'hidden' });
    isContent(page);
  });

  test('an outage keeps the last picture behind the words, and is tried again at a press', async () => {
    const { page, visitor } = await playing();
    visitor.close(1012, 'The server restarts.');
    await sees(page, 'reconnecting');
    const light = await page.evaluate(() => {
      const pen = new OffscreenCanvas(8, 8).getContext('2d');
      pen.drawImage(document.querySelector('#last-picture'), 0, 0, 8, 8);
      return Math.max(...pen.getImageData(0, 0, 8, 8).data.filter((_, index) => index % 4 < 3));
    });
    ok(light > 40, `the brightest of the last picture is ${light}`);
    await isAccessible(page);
    await page.getByRole('button', { name: 'Try now' }).click();
    await stand.visitor();
    isContent(page);
  });

  test('a page without a network says so', async () => {
    const { page, visitor } = await playing();
    await page.context().setOffline(true);
    visitor.socket.terminate();
    await page.getByText('You are offline').first().waitFor();
    await page.context().setOffline(false);
    await stand.visitor();
  });

  test('a refusal is final until the visitor tries again', async () => {
    const page = await visit();
    const visitor = await stand.visitor();
    visitor.send({ type: 'subscribeFailed', message: 'Pool is full' });
    visitor.close(1013, 'Pool is full');
    await visitor.closed;
    await sees(page, 'ended');
    equal(await page.evaluate(() => document.activeElement.id), 'action');
    await page.keyboard.press('Enter');
    const again = await stand.visitor();
    again.send({ type: 'queuePosition', position: 1, length: 1 });
    await sees(page, 'queued');
    isContent(page);
  });

  test('a link cannot send the page to a stranger', async () => {
    const refused = await visit(`${stand.url}?_ws=wss://evil.example/ws`);
    await sees(refused, 'ended');
    match(await refused.locator('#detail').textContent(), /does not trust/);
    isContent(refused);

    const page = await visit(`${stand.url}?AutoConnect=true&ss=wss://evil.example/ws`);
    equal((await stand.visitor()).path, '/game/ws?resumable=1');
    isContent(page);
  });

  test('only an embedding page on the list hears and speaks', async () => {
    const parents = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<body><script>heard = []; onmessage = ({ data }) => heard.push(data)</script></body>`);
    });
    await new Promise((done) => parents.listen(0, '127.0.0.1', done));
    const { port } = parents.address();
    stand.settings.embedOrigins = [`http://127.0.0.1:${port}`];

    const embedIn = async (origin) => {
      const parent = await visit(origin);
      await parent.evaluate((url) => {
        const frame = document.createElement('iframe');
        frame.src = url;
        document.body.append(frame);
        globalThis.say = (message) => frame.contentWindow.postMessage(message, '*');
      }, stand.url);
      const visitor = await stand.visitor();
      visitor.send({ type: 'queuePosition', position: 2, length: 9 });
      await parent.frameLocator('iframe').locator('body[data-view=queued]').waitFor({ state: 'attached' });
      await parent.evaluate(() =>
        globalThis.say({ type: 'invoke', action: 'door/open', payload: { speed: 2 } }),
      );
      return { parent, visitor };
    };

    const friend = await embedIn(`http://127.0.0.1:${port}`);
    deepEqual(await friend.visitor.receives('control'), {
      type: 'control',
      action: 'door/open',
      payload: { speed: 2 },
    });
    friend.visitor.send({ type: 'response', action: 'door/open', response: { open: true } });
    await friend.parent.waitForFunction(() => globalThis.heard.some(({ type }) => type === 'response'));
    const heard = await friend.parent.evaluate(() => globalThis.heard);
    deepEqual(heard.at(-1), { type: 'response', action: 'door/open', response: { open: true } });
    deepEqual(heard.at(-2), { type: 'notice', notice: 'queued', position: 2, length: 9 });

    const stranger = await embedIn(`http://localhost:${port}`);
    stranger.visitor.send({ type: 'response', action: 'x', response: 1 });
    stranger.visitor.send({ type: 'queuePosition', position: 1, length: 9 });
    await stranger.parent
      .frameLocator('iframe')
      .getByText('You are next')
      .first()
      .waitFor({ state: 'attached' });
    deepEqual(await stranger.parent.evaluate(() => globalThis.heard), []);
    deepEqual(
      stranger.visitor.received.map(({ type }) => type),
      ['listStreamers'],
    );
    await new Promise((done) => parents.close(done));
  });
});
