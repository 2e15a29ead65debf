// SPDX-License-Identifier: Apache-2.0
import type { PixelStreaming } from '@epicgames-ps/lib-pixelstreamingfrontend-ue5.7';
import { element } from './screen.ts';

/** Asks an idle visitor whether they are still there (`?TimeoutIfIdle=true`). */
export function attend(streaming: PixelStreaming): void {
  const dialog = element('away', HTMLDialogElement);
  const seconds = element('away-seconds', HTMLSpanElement);
  let stay = () => {};

  streaming.addEventListener('afkWarningActivate', ({ data }) => {
    stay = data.dismissAfk;
    dialog.showModal();
  });
  streaming.addEventListener('afkWarningUpdate', ({ data }) => {
    seconds.textContent = String(data.countDown);
  });
  streaming.addEventListener('afkWarningDeactivate', () => dialog.close());
  streaming.addEventListener('afkTimedOut', () => dialog.close());
  streaming.addEventListener('webRtcDisconnected', () => dialog.close());
  element('away-stay', HTMLButtonElement).addEventListener('click', () => stay());
  dialog.addEventListener('cancel', () => stay());
}
