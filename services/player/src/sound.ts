// SPDX-License-Identifier: Apache-2.0
import { Flags, type PixelStreaming } from '@epicgames-ps/lib-pixelstreamingfrontend-ue5.7';
import { element } from './screen.ts';

/**
 * Sound, within the limits of browsers. A page may not play sound before the visitor has touched it. The picture then
 * starts silent, and a button offers the sound. The visitor must press Play only if the browser refuses the silent
 * picture too.
 */
export class Sound {
  private readonly mute = element('mute', HTMLButtonElement);
  private readonly offer = element('sound-offer', HTMLButtonElement);
  private triedSilent = false;

  constructor(
    private readonly streaming: PixelStreaming,
    private readonly playRefused: () => void,
  ) {
    streaming.addEventListener('playStreamRejected', () => this.refused());
    this.mute.addEventListener('click', () => this.silence(!this.silent));
    this.offer.addEventListener('click', () => this.silence(false));
    streaming.webRtcController.videoPlayer.getVideoElement().addEventListener('playing', () => this.draw());
    this.draw();
  }

  /** Plays again, with sound, from within a click. */
  play(): void {
    this.silence(false);
    this.streaming.play();
  }

  private get silent(): boolean {
    return this.streaming.config.isFlagEnabled(Flags.StartVideoMuted);
  }

  private refused(): void {
    if (this.silent) {
      this.playRefused();
      return;
    }
    this.triedSilent = true;
    this.silence(true);
    this.streaming.play();
  }

  private silence(silent: boolean): void {
    const { videoPlayer, streamController } = this.streaming.webRtcController;
    this.streaming.config.setFlagEnabled(Flags.StartVideoMuted, silent);
    videoPlayer.getVideoElement().muted = silent;
    streamController.audioElement.muted = silent;
    if (!silent) {
      this.triedSilent = false;
      if (streamController.audioElement.srcObject !== null) {
        streamController.audioElement.play().catch(() => this.silence(true));
      }
    }
    this.draw();
  }

  private hasSound(): boolean {
    const { videoPlayer, streamController } = this.streaming.webRtcController;
    const stream = videoPlayer.getVideoElement().srcObject;
    return (
      streamController.audioElement.srcObject !== null ||
      (stream instanceof MediaStream && stream.getAudioTracks().length > 0)
    );
  }

  private draw(): void {
    this.mute.setAttribute('aria-pressed', String(this.silent));
    this.offer.hidden = !(this.silent && this.triedSilent && this.hasSound());
  }
}
