// SPDX-License-Identifier: Apache-2.0
import { AddressRefused, signallingUrl } from './address.ts';
import { attend } from './attendance.ts';
import { Awake } from './awake.ts';
import { Controls } from './controls.ts';
import { Embedding } from './embedding.ts';
import { routeKeys } from './keys.ts';
import { keepPicture, watchPicture } from './picture.ts';
import { element, Screen } from './screen.ts';
import { Session } from './session.ts';
import { loadSettings, type Settings } from './settings.ts';
import { Sound } from './sound.ts';
import { offerTextEntry } from './text-entry.ts';
import { FIRST_VIEW, type Happening, next, type View } from './view.ts';
import { sessionStorageOf, VisitorToken } from './visitor-token.ts';

const page = new URL(location.href);
const stage = element('stage', HTMLDivElement);
const settings = await loadSettings(page);

try {
  play(settings, signallingUrl(page, settings.webSocketHosts));
} catch (failure) {
  if (!(failure instanceof AddressRefused)) {
    throw failure;
  }
  new Screen(
    settings.title,
    () => location.assign(location.pathname),
    () => {},
  ).show({ at: 'ended', reason: failure.message, played: false });
}

function play({ title, embedOrigins }: Settings, url: string): void {
  let view: View = FIRST_VIEW;
  const embedding = new Embedding(window, embedOrigins);
  const visitor = new VisitorToken(page, sessionStorageOf(window));
  const session = new Session(stage, url, visitor, happened);
  const { streaming } = session;
  const sound = new Sound(streaming, () => happened({ type: 'playRefused' }));
  const controls = new Controls(streaming, stage);
  const awake = new Awake();
  const screen = new Screen(title, acted, (id) => session.choose(id));

  routeKeys(streaming, stage, () => {
    controls.open(true);
    element('menu', HTMLButtonElement).focus();
  });
  offerTextEntry(streaming, stage);
  attend(streaming);
  const video = streaming.webRtcController.videoPlayer.getVideoElement();
  video.addEventListener('playing', () => happened({ type: 'playing' }));
  watchPicture(
    video,
    () => session.isShaky(),
    (frozen) => happened({ type: 'picture', frozen }),
  );
  element('leave', HTMLButtonElement).addEventListener('click', () => session.leave());
  embedding.onInvoke((invocation) => {
    if (!session.control(invocation)) {
      embedding.tell({ type: 'response', action: invocation.action, error: 'The page is not connected.' });
    }
  });
  window.addEventListener('offline', () => happened({ type: 'network', online: false }));
  window.addEventListener('online', () => {
    happened({ type: 'network', online: true });
    session.connectNow();
  });
  screen.show(view);
  session.connect();

  /** The visitor pressed the panel's button. */
  function acted(): void {
    if (view.at === 'ready') {
      sound.play();
    } else if (view.at === 'reconnecting') {
      session.connectNow();
    } else {
      session.connect(view.at === 'ended' && view.elsewhere);
    }
  }

  function happened(happening: Happening): void {
    const before = view;
    view = next(view, happening);
    if (happening.type === 'lost') {
      if (before.at === 'playing') {
        keepPicture(video, element('last-picture', HTMLCanvasElement));
      }
      view = next(view, { type: 'network', online: navigator.onLine });
    }
    if (happening.type === 'response') {
      embedding.tell(happening);
    } else if (happening.type === 'sigterm') {
      screen.say(happening.message === '' ? 'This stream will end soon.' : happening.message);
      embedding.tell({ type: 'notice', notice: 'sigterm', message: happening.message });
    }
    if (view !== before) {
      show(before);
    }
  }

  function show(before: View): void {
    screen.show(view);
    awake.show(view);
    const { at, ...facts } = view;
    embedding.tell({ type: 'notice', notice: at, ...facts });
    if (view.at === 'playing' && before.at !== 'playing') {
      stage.focus({ preventScroll: true });
    }
  }
}
