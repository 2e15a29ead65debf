// SPDX-License-Identifier: Apache-2.0
import type { PixelStreaming } from '@epicgames-ps/lib-pixelstreamingfrontend-ue5.7';
import { element } from './screen.ts';

/**
 * Text for a text box of the Unreal application. A phone shows its keyboard only for a text field of the page. One
 * appears when Unreal reports that a touch has put the focus into a text box.
 */
export function offerTextEntry(streaming: PixelStreaming, stage: HTMLElement): void {
  const form = element('text-entry', HTMLFormElement);
  const field = element('text-entry-field', HTMLInputElement);

  let touched = false;

  stage.addEventListener('pointerdown', ({ pointerType }) => {
    touched = pointerType === 'touch';
  });
  streaming.addEventListener('showOnScreenKeyboard', ({ data }) => {
    const wanted = data.showOnScreenKeyboard && touched;
    form.hidden = !wanted;
    if (wanted) {
      field.value = data.contents;
      field.focus();
    }
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    streaming.sendTextboxEntry(field.value);
    form.hidden = true;
    stage.focus({ preventScroll: true });
  });
}
