// SPDX-License-Identifier: Apache-2.0
import type { Notice } from './notices.ts';
import type { Link } from './resumption.ts';

/**
 * The visitor's view. One of these is on the screen at any time:
 *
 *     connecting → waiting ⇄ queued → starting → playing
 *          ↑          ↘ choosing ↗       ↘ ready ↗
 *     reconnecting ← (socket lost, from anywhere but ended)      ended ← (refused, asked to leave)
 */
export type View =
  | { readonly at: 'connecting' }
  | { readonly at: 'waiting'; readonly detail: string }
  | {
      readonly at: 'queued';
      readonly position: number;
      readonly length: number;
      readonly etaSeconds?: number;
    }
  | { readonly at: 'choosing'; readonly streamerIds: readonly string[] }
  | { readonly at: 'starting' }
  | { readonly at: 'ready' }
  /**
   * `lostUntil`: the signalling socket is gone and the session is kept until then, in milliseconds since 1970.
   * `frozen`: no picture has come for a while.
   */
  | { readonly at: 'playing'; readonly lostUntil?: number; readonly frozen?: true }
  /** `played`: the last picture is still there. */
  | {
      readonly at: 'reconnecting';
      readonly reason: string;
      readonly played: boolean;
      readonly offline?: true;
    }
  | { readonly at: 'ended'; readonly reason: string; readonly played: boolean; readonly elsewhere?: true };

/** The events of a session that can change the view. */
export type Happening =
  | Notice
  | Link
  | { readonly type: 'connecting' }
  | { readonly type: 'streamers'; readonly ids: readonly string[]; readonly selected: string }
  | { readonly type: 'negotiated' }
  | { readonly type: 'playing' }
  | { readonly type: 'playRefused' }
  | { readonly type: 'picture'; readonly frozen: boolean }
  | { readonly type: 'lost'; readonly reason: string }
  | { readonly type: 'network'; readonly online: boolean }
  /** `elsewhere`: the game runs in another tab of this visitor. */
  | { readonly type: 'ended'; readonly reason: string; readonly elsewhere?: true };

export const FIRST_VIEW: View = { at: 'connecting' };

/** The view after something happened; the same object when it changes nothing. */
export function next(view: View, happening: Happening): View {
  switch (happening.type) {
    case 'connecting':
      return view.at === 'reconnecting' ? view : FIRST_VIEW;
    case 'queuePosition': {
      const { type: _, ...place } = happening;
      return { at: 'queued', ...place };
    }
    case 'matchmaker':
      return afterMatchmaker(view, happening.queued, happening.matched, happening.detail);
    case 'streamers':
      return afterStreamers(view, happening.ids, happening.selected);
    case 'negotiated':
      return view.at === 'playing' || view.at === 'ready' ? view : { at: 'starting' };
    case 'playing':
      return view.at === 'playing' ? view : { at: 'playing' };
    case 'link':
      return afterLink(view, happening);
    case 'playRefused':
      return { at: 'ready' };
    case 'lost':
      return view.at === 'ended'
        ? view
        : { at: 'reconnecting', reason: happening.reason, played: hasPicture(view) };
    case 'picture':
      return afterPicture(view, happening.frozen);
    case 'network':
      return afterNetwork(view, happening.online);
    case 'ended':
      return view.at === 'ended'
        ? view
        : {
            at: 'ended',
            reason: happening.reason,
            played: view.at === 'playing',
            ...(happening.elsewhere ? { elsewhere: true } : {}),
          };
    case 'session':
    case 'moveSocket':
    case 'sigterm':
    case 'response':
      return view;
  }
}

/** The picture goes on without a socket; only a picture that plays can say so. */
function afterLink(view: View, link: Link): View {
  if (view.at !== 'playing') {
    return view;
  }
  const { lostUntil: _, ...rest } = view;
  return link.lost ? { ...rest, lostUntil: link.until } : rest;
}

function afterPicture(view: View, frozen: boolean): View {
  if (view.at !== 'playing' || (view.frozen ?? false) === frozen) {
    return view;
  }
  const { frozen: _, ...rest } = view;
  return frozen ? { ...rest, frozen } : rest;
}

function afterNetwork(view: View, online: boolean): View {
  if (view.at !== 'reconnecting' || (view.offline ?? false) !== online) {
    return view;
  }
  const { offline: _, ...rest } = view;
  return online ? rest : { ...rest, offline: true };
}

function hasPicture(view: View): boolean {
  return view.at === 'playing' || (view.at === 'reconnecting' && view.played);
}

function afterMatchmaker(view: View, queued: boolean, matched: boolean, detail: string): View {
  if (matched) {
    return { at: 'starting' };
  }
  return queued && view.at !== 'queued' ? { at: 'waiting', detail } : view;
}

function afterStreamers(view: View, ids: readonly string[], selected: string): View {
  if (selected !== '') {
    return { at: 'starting' };
  }
  if (ids.length > 1) {
    return { at: 'choosing', streamerIds: ids };
  }
  return view.at === 'queued' ? view : { at: 'waiting', detail: '' };
}
