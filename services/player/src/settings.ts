// SPDX-License-Identifier: Apache-2.0

/** The settings of this page, which its server puts into `config.json` beside it. */
export interface Settings {
  readonly title: string;
  /** Origins that may embed this page and talk to it. */
  readonly embedOrigins: readonly string[];
  /** Hosts that `?_ws=` may name besides the page's own. */
  readonly webSocketHosts: readonly string[];
}

const NOTHING_ALLOWED: Settings = { title: 'Pixel Streaming', embedOrigins: [], webSocketHosts: [] };
const PATIENCE_MS = 5_000;

/** Never fails: a page without a readable `config.json` still plays, and trusts no other host. */
export async function loadSettings(page: URL): Promise<Settings> {
  try {
    const response = await fetch(new URL('./config.json', page), {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.ok ? readSettings(await response.json()) : NOTHING_ALLOWED;
  } catch {
    return NOTHING_ALLOWED;
  }
}

export function readSettings(json: unknown): Settings {
  if (typeof json !== 'object' || json === null) {
    return NOTHING_ALLOWED;
  }
  const { title, embedOrigins, webSocketHosts } = json as Record<string, unknown>;
  return {
    title: typeof title === 'string' && title !== '' ? title : NOTHING_ALLOWED.title,
    embedOrigins: texts(embedOrigins).filter((origin) => origin !== 'null' && origin !== '*'),
    webSocketHosts: texts(webSocketHosts),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
