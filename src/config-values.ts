import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** What DATABASE_URL may be. */
export const databaseUrls = /^(sqlite:.+|(mysql|mariadb):\/\/.+)/;
export const notADatabaseUrl = 'DATABASE_URL must be sqlite:PATH or mysql://user:password@host/database.';

/** The database that is meant, where nothing is said the file of its own. */
export const databaseUrlIn = (said: string | undefined) => said?.trim() || 'sqlite:data/parley.sqlite';

/** A private key as PEM text, or the path of its file: the text; “not a key” for anything else. */
export function pem(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    const text = existsSync(value) ? readFileSync(value, 'utf8') : value.replaceAll('\\n', '\n');
    // Vonage's tokens are signed with RSA: any other key would fail with the first text.
    return createPublicKey(text).asymmetricKeyType === 'rsa' ? text : 'not a key';
  } catch {
    return 'not a key';
  }
}

/** What Express is told of the proxies before it. */
export const trusted = (value = 'loopback') =>
  /^\d+$/.test(value) ? Number(value) : value === 'loopback' ? value : value === 'true';

const isHost = (entry: string) =>
  /^(\*\.)?[a-z\d-]+(\.[a-z\d-]+)+$/i.test(entry) || (/^https?:\/\//i.test(entry) && URL.canParse(entry));

/** Names and addresses with commas between, as a list; “not hosts” when one is neither. */
export function hostsIn(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const entries = value.split(',').map((entry) => entry.trim());
  return entries.every(isHost) ? entries : 'not hosts';
}
