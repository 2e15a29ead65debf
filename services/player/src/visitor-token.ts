// SPDX-License-Identifier: Apache-2.0

const KEY = 'pixel-visitor';

/**
 * Names this visitor to any matchmaker: the token that a matchmaker told last, else the one of the page's address. It
 * survives a reload, also in another site's frame, where the browser may keep no cookie.
 */
export class VisitorToken {
  private last: string | undefined;

  constructor(
    page: URL,
    private readonly storage: Storage | undefined,
  ) {
    this.last = storage?.getItem(KEY) ?? page.searchParams.get('session') ?? undefined;
  }

  get(): string | undefined {
    return this.last;
  }

  set(token: string): void {
    this.last = token;
    try {
      this.storage?.setItem(KEY, token);
    } catch {
      // A full storage keeps nothing; this page still knows the token until it is reloaded.
    }
  }
}

/** Nothing where the browser denies it: a frame without third-party storage throws at the mere access. */
export function sessionStorageOf(window: Window): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}
