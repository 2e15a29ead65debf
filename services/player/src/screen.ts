// SPDX-License-Identifier: Apache-2.0
import type { View } from './view.ts';
import { FROZEN, inWords, lostLink, type Words } from './words.ts';

/** More dots than this say nothing more to the eye. */
const MOST_DOTS = 15;
const TOAST_MS = 12_000;

/** Draws a view. Whatever text comes from elsewhere goes in as `textContent`, never as markup. */
export class Screen {
  private readonly title = element('title', HTMLHeadingElement);
  private readonly detail = element('detail', HTMLParagraphElement);
  private readonly queue = element('queue', HTMLDivElement);
  private readonly choices = element('choices', HTMLUListElement);
  private readonly action = element('action', HTMLButtonElement);
  private readonly announcer = element('announcer', HTMLParagraphElement);
  private readonly toast = element('toast', HTMLParagraphElement);
  private readonly link = element('link', HTMLParagraphElement);
  private toastTimer: ReturnType<typeof setTimeout> | undefined;
  private linkTimer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly name: string,
    onAction: () => void,
    private readonly onChoice: (streamerId: string) => void,
  ) {
    this.action.addEventListener('click', onAction);
  }

  show(view: View): void {
    const words = inWords(view);
    const playing = view.at === 'playing';
    document.body.dataset.view = view.at;
    document.body.toggleAttribute('data-frozen', playing && view.frozen === true);
    document.body.toggleAttribute('data-played', view.at === 'reconnecting' && view.played);
    document.title = playing ? this.name : `${words.tab} · ${this.name}`;
    for (const part of document.querySelectorAll<HTMLElement>('[data-when-playing]')) {
      part.inert = !playing;
    }
    element('panel', HTMLElement).inert = playing;
    this.showTitle(words);
    this.detail.textContent = words.detail;
    this.showQueue(view);
    this.showChoices(view);
    this.showAction(words);
    this.toast.hidden ||= !playing;
    this.showLink(playing ? view : {});
    this.announce(words);
  }

  /** Says something for a while without taking the picture away. */
  say(text: string): void {
    this.toast.textContent = text;
    this.toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      this.toast.hidden = true;
    }, TOAST_MS);
  }

  private showLink({ lostUntil, frozen = false }: { lostUntil?: number; frozen?: boolean }): void {
    clearInterval(this.linkTimer);
    this.link.hidden = lostUntil === undefined && !frozen;
    this.link.textContent = frozen ? FROZEN : '';
    if (lostUntil !== undefined) {
      const draw = () => {
        this.link.textContent = lostLink(Math.ceil((lostUntil - Date.now()) / 1_000));
      };
      draw();
      this.linkTimer = setInterval(draw, 1_000);
    }
  }

  private showTitle({ title, number }: Words): void {
    const [before, ...after] = number === undefined ? [title] : title.split(number);
    if (number === undefined || before === undefined) {
      this.title.textContent = title;
      return;
    }
    const large = document.createElement('span');
    large.className = 'number';
    large.textContent = number;
    this.title.replaceChildren(before, large, after.join(number));
  }

  private showQueue(view: View): void {
    const queued = view.at === 'queued';
    const length = queued ? Math.min(view.length, MOST_DOTS) : 0;
    const mine = queued ? Math.ceil((view.position / view.length) * length) : 0;
    const dots = Array.from({ length }, (_, index) => {
      const dot = document.createElement('span');
      dot.className = index + 1 < mine ? 'ahead' : index + 1 === mine ? 'mine' : 'behind';
      return dot;
    });
    this.queue.replaceChildren(...dots);
  }

  private showChoices(view: View): void {
    const ids = view.at === 'choosing' ? view.streamerIds : [];
    this.choices.hidden = ids.length === 0;
    this.choices.replaceChildren(
      ...ids.map((id) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = id;
        button.addEventListener('click', () => this.onChoice(id));
        const item = document.createElement('li');
        item.append(button);
        return item;
      }),
    );
  }

  private showAction({ action }: Words): void {
    const appears = this.action.hidden && action !== undefined;
    this.action.hidden = action === undefined;
    this.action.textContent = action ?? '';
    if (appears) {
      this.action.focus({ preventScroll: true });
    }
  }

  private announce({ title, detail }: Words): void {
    const sentence = `${title}. ${detail}`;
    if (this.announcer.textContent !== sentence) {
      this.announcer.textContent = sentence;
    }
  }
}

/** The element with that id, which `index.html` promises. */
export function element<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new Error(`index.html has no ${kind.name} with the id ${id}`);
  }
  return found;
}
