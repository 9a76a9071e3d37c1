import { isIP } from 'node:net';

/** How an address may be fetched: only by what it is on the public internet, or as it stands, because the settings say so. */
export type Reach = { url: URL; how: 'publicly' | 'as set' };

/** Which addresses are the provider's. */
export class MediaHosts {
  private readonly names: string[];
  private readonly origins: Set<string>;

  /** Names such as *.nexmo.com; and whole addresses, such as that of a stand-in, which are believed as they stand. */
  constructor(entries: readonly string[]) {
    const isAddress = (entry: string) => /^https?:/.test(entry);
    this.names = entries.filter((entry) => !isAddress(entry)).map((name) => name.toLowerCase());
    this.origins = new Set(entries.filter(isAddress).map((address) => new URL(address).origin));
  }

  /** The address, if it is one of the provider's; null for everything else. */
  reach(said: string): Reach | null {
    if (!URL.canParse(said)) return null;
    const url = new URL(said);
    if (url.username || url.password) return null;
    if (url.protocol === 'https:' && !url.port && this.isNamed(url.hostname)) return { url, how: 'publicly' };
    return this.origins.has(url.origin) ? { url, how: 'as set' } : null;
  }

  // A number is no name, however it is written: URL has made 0x7f.1 and 017700000001 into 127.0.0.1 by now.
  private isNamed(hostname: string): boolean {
    if (isIP(hostname.replace(/^\[|\]$/g, ''))) return false;
    return this.names.some((name) =>
      name.startsWith('*.') ? hostname.endsWith(name.slice(1)) && hostname.length > name.length - 1 : hostname === name,
    );
  }
}
