// SPDX-License-Identifier: Apache-2.0
import type { PixelStreaming } from '@epicgames-ps/lib-pixelstreamingfrontend-ue5.7';

/**
 * Who gets a key: the stream, which the library feeds from `document`, or the page's own controls. The stream gets
 * everything while it plays and the focus is not in a control; Tab too, so there must be another way out:
 * Ctrl + Alt + Shift, which remote desktops have made a habit.
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

  /** Keys that are down when the window loses the focus never come up: without this, Unreal walks on for ever. */
  function release(): void {
    for (const keyCode of held.values()) {
      streaming.toStreamerHandlers.get('KeyUp')?.([keyCode]);
    }
    held.clear();
  }
}
