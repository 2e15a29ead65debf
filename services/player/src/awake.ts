// SPDX-License-Identifier: Apache-2.0
import type { View } from './view.ts';

/**
 * Keeps a phone's screen on while its owner waits. A phone that sleeps loses its place, and its owner misses the start.
 */
export class Awake {
  private wanted = false;
  private lock: WakeLockSentinel | undefined;

  constructor() {
    // The browser lets go whenever the page is hidden.
    document.addEventListener('visibilitychange', () => this.settle());
  }

  show(view: View): void {
    this.wanted = view.at === 'waiting' || view.at === 'queued' || view.at === 'starting';
    this.settle();
  }

  private async settle(): Promise<void> {
    if (!this.wanted) {
      await this.lock?.release();
      this.lock = undefined;
    } else if (document.visibilityState === 'visible' && this.lock?.released !== false) {
      // Refused on a low battery, and absent without https: then the screen sleeps as it always did.
      this.lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
    }
  }
}
