// SPDX-License-Identifier: Apache-2.0

/** A request of an embedding page: `{type:'invoke', action, payload?}` becomes a `control` message to the server. */
export interface Invocation {
  readonly action: string;
  readonly payload?: unknown;
}

/** The messages to an embedding page. */
export type ToParent =
  | { readonly type: 'notice'; readonly [field: string]: unknown }
  | {
      readonly type: 'response';
      readonly action: string;
      readonly response?: unknown;
      readonly error?: string;
    };

/** The invocation in a message from another window, or nothing when it is none or makes no sense. */
export function readInvocation(data: unknown): Invocation | undefined {
  if (typeof data !== 'object' || data === null) {
    return undefined;
  }
  const { type, action, payload } = data as Record<string, unknown>;
  if (type !== 'invoke' || typeof action !== 'string' || action === '') {
    return undefined;
  }
  return payload === undefined ? { action } : { action, payload };
}

/** Which of the allowed origins the embedding page can have, given what the browser tells of it. */
export function parentOrigins(allowed: readonly string[], hint: string | undefined): readonly string[] {
  if (hint === undefined) {
    return allowed;
  }
  return allowed.includes(hint) ? [hint] : [];
}

/**
 * The `postMessage` conversation with the page that embeds this one. It speaks to the parent window only, and only if
 * the parent's origin is on the server's list or is our own. It ignores all other windows.
 */
export class Embedding {
  private readonly allowed: readonly string[];
  private readonly targets: readonly string[];

  constructor(
    private readonly window: Window,
    embedOrigins: readonly string[],
  ) {
    this.allowed = [window.location.origin, ...embedOrigins];
    this.targets = parentOrigins(this.allowed, originOfParent(window));
  }

  tell(message: ToParent): void {
    if (this.window.parent === this.window) {
      return;
    }
    for (const origin of this.targets) {
      this.window.parent.postMessage(message, origin);
    }
  }

  onInvoke(invoke: (invocation: Invocation) => void): void {
    this.window.addEventListener('message', (event) => {
      const fromParent = event.source === this.window.parent && this.window.parent !== this.window;
      const invocation =
        fromParent && this.allowed.includes(event.origin) ? readInvocation(event.data) : undefined;
      if (invocation !== undefined) {
        invoke(invocation);
      }
    });
  }
}

function originOfParent(window: Window): string | undefined {
  const ancestors = window.location.ancestorOrigins;
  if (ancestors !== undefined && ancestors[0] !== undefined) {
    return ancestors[0];
  }
  const referrer = window.document.referrer;
  return URL.canParse(referrer) ? new URL(referrer).origin : undefined;
}
