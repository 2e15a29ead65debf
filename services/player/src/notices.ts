// SPDX-License-Identifier: Apache-2.0

/** The platform's own messages to a page, beyond Epic's protocol. */
export type Notice =
  | {
      readonly type: 'queuePosition';
      readonly position: number;
      readonly length: number;
      readonly etaSeconds?: number;
    }
  | {
      readonly type: 'matchmaker';
      readonly queued: boolean;
      readonly matched: boolean;
      readonly detail: string;
      /** Names the visitor to any matchmaker, also where there are no cookies. */
      readonly visitor?: string;
    }
  | {
      readonly type: 'session';
      readonly visitor: string;
      readonly resume: string;
      readonly leaseSeconds: number;
    }
  | { readonly type: 'moveSocket' }
  | { readonly type: 'sigterm'; readonly message: string }
  | {
      readonly type: 'response';
      readonly action: string;
      readonly response?: unknown;
      readonly error?: string;
    };

export const NOTICE_TYPES: readonly Notice['type'][] = [
  'queuePosition',
  'matchmaker',
  'session',
  'moveSocket',
  'sigterm',
  'response',
];

const LONGEST_TEXT = 300;
const LONGEST_TOKEN = 400;

/** The notice in a message from the server, or nothing when it is none or makes no sense. */
export function readNotice(message: unknown): Notice | undefined {
  if (typeof message !== 'object' || message === null) {
    return undefined;
  }
  const fields = message as Record<string, unknown>;
  switch (fields.type) {
    case 'queuePosition':
      return readPosition(fields);
    case 'matchmaker':
      return {
        type: 'matchmaker',
        queued: fields.queued === true,
        matched: fields.matched === true,
        detail: shortText(fields.detail),
        ...(isToken(fields.session) ? { visitor: fields.session } : {}),
      };
    case 'session':
      return readSession(fields);
    case 'moveSocket':
      return { type: 'moveSocket' };
    case 'sigterm':
      return { type: 'sigterm', message: shortText(fields.message) };
    case 'response':
      return readResponse(fields);
    default:
      return undefined;
  }
}

function readPosition(fields: Record<string, unknown>): Notice | undefined {
  const { position, length, etaSeconds } = fields;
  if (!isCount(position) || !isCount(length) || position === 0) {
    return undefined;
  }
  const place = { type: 'queuePosition', position, length: Math.max(position, length) } as const;
  return typeof etaSeconds === 'number' && etaSeconds >= 0 && Number.isFinite(etaSeconds)
    ? { ...place, etaSeconds }
    : place;
}

function readSession({ visitor, resume, leaseSeconds }: Record<string, unknown>): Notice | undefined {
  return isToken(visitor) && isToken(resume) && isCount(leaseSeconds)
    ? { type: 'session', visitor, resume, leaseSeconds }
    : undefined;
}

function readResponse(fields: Record<string, unknown>): Notice | undefined {
  const { action, response, error } = fields;
  if (typeof action !== 'string') {
    return undefined;
  }
  return error === undefined
    ? { type: 'response', action, response }
    : { type: 'response', action, error: typeof error === 'string' ? error : JSON.stringify(error) };
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TOKEN && /^[\w.~-]+$/.test(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Makes a server's or a streamer's text fit to be shown: short, and never markup (it only becomes `textContent`). */
export function shortText(value: unknown): string {
  if (typeof value !== 'string') {
    return '';
  }
  const text = value.trim();
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}
