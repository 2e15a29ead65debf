// SPDX-License-Identifier: Apache-2.0
import { Flags, type PixelStreaming } from '@epicgames-ps/lib-pixelstreamingfrontend-ue5.7';
import { element } from './screen.ts';
import { rows } from './stats.ts';

/** The controls over the picture: a menu that is one dim button until it is needed. */
export class Controls {
  private readonly menu = element('menu', HTMLButtonElement);
  private readonly toolbar = element('toolbar', HTMLDivElement);
  private readonly stats = element('stats', HTMLElement);
  private readonly statsList = element('stats-list', HTMLDListElement);
  private readonly fullScreen = element('full-screen', HTMLButtonElement);
  private readonly mouse = element('mouse', HTMLButtonElement);
  private readonly statsButton = element('stats-button', HTMLButtonElement);

  constructor(
    private readonly streaming: PixelStreaming,
    private readonly stage: HTMLElement,
  ) {
    this.menu.addEventListener('click', () => this.open(this.toolbar.hidden !== false));
    this.statsButton.addEventListener('click', () => this.showStats(this.stats.hidden !== false));
    this.startFullScreen();
    this.startMouse();
    streaming.addEventListener('statsReceived', ({ data }) => {
      if (!this.stats.hidden) {
        this.statsList.replaceChildren(
          ...rows(data.aggregatedStats).flatMap(([label, value]) => [term('dt', label), term('dd', value)]),
        );
      }
    });
  }

  open(open: boolean): void {
    this.toolbar.hidden = !open;
    this.menu.setAttribute('aria-expanded', String(open));
  }

  private showStats(show: boolean): void {
    this.stats.hidden = !show;
    this.statsButton.setAttribute('aria-pressed', String(show));
  }

  /** Absent where the browser cannot (an iPhone, or an iframe without `allow="fullscreen"`). */
  private startFullScreen(): void {
    this.fullScreen.hidden = !document.fullscreenEnabled;
    this.fullScreen.addEventListener('click', async () => {
      if (document.fullscreenElement === null) {
        await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
        this.stage.focus();
      } else {
        await document.exitFullscreen();
      }
    });
    document.addEventListener('fullscreenchange', () => {
      const on = document.fullscreenElement !== null;
      this.fullScreen.setAttribute('aria-pressed', String(on));
    });
  }

  /** Captured, the mouse moves a camera without end; free, it points. Only where there is a mouse to capture. */
  private startMouse(): void {
    const { config } = this.streaming;
    this.mouse.hidden = !matchMedia('(pointer: fine)').matches;
    const draw = () =>
      this.mouse.setAttribute('aria-pressed', String(!config.isFlagEnabled(Flags.HoveringMouseMode)));
    draw();
    this.streaming.addEventListener('settingsChanged', draw);
    this.mouse.addEventListener('click', () => {
      const capture = config.isFlagEnabled(Flags.HoveringMouseMode);
      config.setFlagEnabled(Flags.HoveringMouseMode, !capture);
      if (capture) {
        this.open(false);
        this.stage.focus();
        this.stage.requestPointerLock();
      }
    });
  }
}

function term(tag: 'dt' | 'dd', text: string): HTMLElement {
  const created = document.createElement(tag);
  created.textContent = text;
  return created;
}
