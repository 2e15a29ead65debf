// SPDX-License-Identifier: Apache-2.0
import type { PixelStreaming } from '@epicgames-ps/lib-pixelstreamingfrontend-ue5.7';

/**
 * Gives each key either to the stream, which the library feeds from `document`, or to the page's own controls. While it
 * plays and no control has the focus, the stream gets every key. It gets Tab too, so Ctrl + Alt + Shift is the way out,
 * as in remote desktops.
 */
export function routeKeys(streaming: PixelStreaming, stage: HTMLElement, leaveStage: () => void): void {
  const held = new Map<string, number>();
  const toStream = () =>
    !stage.inert && (document.activeElement === document.body || stage.contains(document.activeElement));

  document.body.addEventListener('keydown', (event) => {
    if (!toStream()) {
      event.stopPropagation();
      return;
    }
    held.set(event.code, event.keyCode);
    if (event.ctrlKey && event.altKey && event.shiftKey) {
      release();
      leaveStage();
    }
  });
  document.body.addEventListener('keypress', (event) => {
    if (!toStream()) {
      event.stopPropagation();
    }
  });
  document.body.addEventListener('keyup', (event) => held.delete(event.code));
  stage.addEventListener('pointerdown', () => stage.focus({ preventScroll: true }));
  window.addEventListener('blur', release);

  /** Releases keys that are down when the window loses the focus. They never come up otherwise, and Unreal walks on. */
  function release(): void {
    for (const keyCode of held.values()) {
      streaming.toStreamerHandlers.get('KeyUp')?.([keyCode]);
    }
    held.clear();
  }
}
