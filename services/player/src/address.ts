// SPDX-License-Identifier: Apache-2.0

/** A signalling address that this page will not connect to; the message is a sentence for the visitor. */
export class AddressRefused extends Error {}

/**
 * Returns the address of the signalling socket: `./ws` beside the page, or the one in `?_ws=` if its host is trusted.
 *
 * <p>Trusted are the page's own host on any port, the hosts below it (`ws.play.example.com` for `play.example.com`),
 * and those that the server's `config.json` lists. Otherwise a link could show a stranger's content under our name.
 */
export function signallingUrl(page: URL, trustedHosts: readonly string[]): string {
  const override = page.searchParams.get('_ws');
  return override === null ? besidePage(page) : trusted(override, page, trustedHosts).href;
}

/** The parameters of a socket's address: they tell the matchmaker which page opens it. */
export interface Introduction {
  /** The token that the matchmaker told this visitor last; else the one of the page's own address. */
  readonly visitor: string | undefined;
  /** The session that the page wants back, with its peer connection. */
  readonly resume?: string;
  /** The game shall move here from another tab. */
  readonly takeover?: boolean;
}

/** The address with an introduction; `resumable` promises that this page understands the messages about sessions. */
export function introduced(address: string, { visitor, resume, takeover }: Introduction): string {
  const url = new URL(address);
  url.searchParams.set('resumable', '1');
  if (visitor !== undefined) {
    url.searchParams.set('session', visitor);
  }
  if (resume !== undefined) {
    url.searchParams.set('resume', resume);
  }
  if (takeover === true) {
    url.searchParams.set('takeover', '1');
  }
  return url.href;
}

function besidePage(page: URL): string {
  const url = new URL('./ws', page);
  url.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function trusted(override: string, page: URL, trustedHosts: readonly string[]): URL {
  const url = parsed(override);
  if (url.protocol !== 'wss:' && url.protocol !== 'ws:') {
    throw new AddressRefused('The link names a signalling address that is not a WebSocket (wss://…).');
  }
  if (page.protocol === 'https:' && url.protocol === 'ws:') {
    throw new AddressRefused('The link names an unencrypted signalling address, but this page is encrypted.');
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new AddressRefused('The link names a signalling address with a password or a fragment in it.');
  }
  if (!isSameSite(url.hostname, page.hostname) && !trustedHosts.some((host) => matches(host, url))) {
    throw new AddressRefused('The link names a signalling server that this page does not trust.');
  }
  return url;
}

function parsed(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new AddressRefused('The link names a signalling address that cannot be read.');
  }
}

function isSameSite(host: string, pageHost: string): boolean {
  return host === pageHost || (!isAddress(pageHost) && host.endsWith(`.${pageHost}`));
}

function isAddress(host: string): boolean {
  return host.startsWith('[') || /^[\d.]+$/.test(host);
}

/** A host as a Content-Security-Policy writes it: `host` (default port), `host:port`, `host:*`, each also `*.host`. */
function matches(pattern: string, url: URL): boolean {
  const [, host = '', port] = /^(.+?)(?::(\d+|\*))?$/.exec(pattern) ?? [];
  const portFits =
    port === '*' || (port ?? '') === url.port || (port === defaultPort(url) && url.port === '');
  const hostFits = host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
  return portFits && hostFits;
}

function defaultPort(url: URL): string {
  return url.protocol === 'wss:' ? '443' : '80';
}
