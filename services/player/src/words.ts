// SPDX-License-Identifier: Apache-2.0
import type { View } from './view.ts';

/** A view in words. `number` is the part of the title that is shown large. */
export interface Words {
  readonly title: string;
  readonly number?: string;
  readonly detail: string;
  readonly action?: string;
  /** The tab's title, for a visitor who waits in another tab. */
  readonly tab: string;
}

export function inWords(view: View): Words {
  switch (view.at) {
    case 'connecting':
      return { title: 'Connecting', detail: 'This takes a moment.', tab: 'Connecting' };
    case 'waiting':
      return {
        title: 'Waiting for a free stream',
        detail: 'It starts by itself. You can leave this page open.',
        tab: 'Waiting',
      };
    case 'queued':
      return {
        title: `You are number ${view.position} of ${view.length}`,
        number: String(view.position),
        detail: [wait(view.etaSeconds), expectation(view.position)].filter((part) => part !== '').join(' '),
        tab: `${view.position} of ${view.length}`,
      };
    case 'choosing':
      return { title: 'Choose a stream', detail: 'Several are running.', tab: 'Choose' };
    case 'starting':
      return { title: 'Starting your stream', detail: 'The picture is on its way.', tab: 'Starting' };
    case 'ready':
      return { title: 'Ready when you are', detail: 'Your stream is running.', action: 'Play', tab: 'Ready' };
    case 'playing':
      return view.lostUntil === undefined
        ? { title: 'Playing', detail: '', tab: 'Playing' }
        : { title: STILL_PLAYING, detail: '', tab: 'Playing' };
    case 'reconnecting':
      return view.offline
        ? {
            title: 'You are offline',
            detail: 'The page connects again as soon as your network is back.',
            tab: 'Offline',
          }
        : {
            title: 'Connection lost',
            detail: sentences(view.reason, 'The page tries again by itself.'),
            action: 'Try now',
            tab: 'Reconnecting',
          };
    case 'ended':
      if (view.elsewhere) {
        return {
          title: 'You play in another tab',
          detail: view.reason,
          action: 'Play here instead',
          tab: 'Elsewhere',
        };
      }
      return view.played
        ? { title: 'The stream has ended', detail: view.reason, action: 'Play again', tab: 'Ended' }
        : { title: 'The stream did not start', detail: view.reason, action: 'Try again', tab: 'Not started' };
  }
}

const STILL_PLAYING = 'Connection lost, still playing';
/** Before, a countdown would worry a visitor whose connection comes back by itself. */
const COUNTDOWN_SECONDS = 10;

/** The text over a picture that has stopped. */
export const FROZEN = 'Unstable connection. The picture goes on by itself.';

/** The text over the picture while the signalling socket is lost. */
export function lostLink(secondsLeft: number): string {
  return secondsLeft > COUNTDOWN_SECONDS
    ? `${STILL_PLAYING}.`
    : `Connection lost. The stream ends in ${Math.max(0, secondsLeft)} s.`;
}

function expectation(position: number): string {
  return position === 1
    ? 'You are next; the stream starts by itself.'
    : 'The stream starts by itself when it is your turn.';
}

/** An estimate as people say it: never exact, since it never is. */
function wait(etaSeconds: number | undefined): string {
  if (etaSeconds === undefined) {
    return '';
  }
  if (etaSeconds < 60) {
    return 'Less than a minute.';
  }
  const minutes = Math.round(etaSeconds / 60);
  if (minutes === 1) {
    return 'About a minute.';
  }
  return minutes <= 90 ? `About ${minutes} minutes.` : 'More than an hour.';
}

function sentences(...parts: string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
    .join(' ');
}
