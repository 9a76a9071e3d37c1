import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** What a genuine webhook of ours must show. */
export interface Expectations {
  /** Any of these may have signed it, so that a secret can be changed without losing texts. */
  secrets: readonly string[];
  apiKey?: string | null;
  applicationId?: string | null;
}

/** Why a webhook is not believed. */
export type Doubt =
  | 'no-token'
  | 'malformed'
  | 'algorithm'
  | 'signature'
  | 'issuer'
  | 'account'
  | 'application'
  | 'too-old'
  | 'too-new'
  | 'body';

/** `rehashed`: the token matched the body only after it was written anew as compact JSON. */
export type Verdict = { isGenuine: true; rehashed: boolean } | { isGenuine: false; doubt: Doubt };

interface Claims {
  iss?: unknown;
  iat?: unknown;
  api_key?: unknown;
  application_id?: unknown;
  payload_hash?: unknown;
}

// The provider repeats for 24 hours, and nothing promises that it signs anew. A replay within that time is harmless:
// the token holds for this very body only, and the same body is taken once.
const oldest = 25 * 3600;
const newest = 5 * 60;

/** Checks the `Authorization` header of a webhook against its body, byte for byte. */
export function verify(authorization: string | undefined, body: Buffer, expected: Expectations, now: Date): Verdict {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  if (!token) return doubt('no-token');
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token.length > 4096 ? '' : token);
  if (!parts) return doubt('malformed');
  const [, head, payload, signature] = parts as unknown as [string, string, string, string];
  const header = decoded<{ alg?: unknown }>(head);
  const claims = decoded<Claims>(payload);
  if (!header || !claims) return doubt('malformed');
  if (header.alg !== 'HS256') return doubt('algorithm');
  if (!isSigned(`${head}.${payload}`, signature, expected.secrets)) return doubt('signature');
  return judged(claims, body, expected, now);
}

/** Signs a webhook as Vonage does. The simulator's telephones need it, and so does the stand-in of the tests. */
export function sign(body: string | Buffer, secret: string, claims: object, now: Date): string {
  const payload = {
    iat: Math.floor(now.getTime() / 1000),
    jti: randomUUID(),
    iss: 'Vonage',
    payload_hash: sha256(body).toString('hex'),
    ...claims,
  };
  const unsigned = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(payload)}`;
  return `${unsigned}.${hmac(unsigned, secret).toString('base64url')}`;
}

function judged(claims: Claims, body: Buffer, { apiKey, applicationId }: Expectations, now: Date): Verdict {
  const age = typeof claims.iat === 'number' ? now.getTime() / 1000 - claims.iat : NaN;
  if (claims.iss !== 'Vonage') return doubt('issuer');
  if (apiKey && claims.api_key !== apiKey) return doubt('account');
  // This claim is optional; but when it is there it must be ours.
  if (applicationId && (claims.application_id ?? applicationId) !== applicationId) return doubt('application');
  if (!(age <= oldest)) return doubt('too-old');
  if (age < -newest) return doubt('too-new');
  if (equal(hashIn(claims), sha256(body))) return { isGenuine: true, rehashed: false };
  const anew = compact(body);
  return anew !== null && equal(hashIn(claims), sha256(anew)) ? { isGenuine: true, rehashed: true } : doubt('body');
}

const doubt = (reason: Doubt): Verdict => ({ isGenuine: false, doubt: reason });

function isSigned(signed: string, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature, 'base64url');
  return secrets.some((secret) => secret !== '' && equal(given, hmac(signed, secret)));
}

const hmac = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest();
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();
const equal = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other);

const hashIn = ({ payload_hash: hash }: Claims) =>
  typeof hash === 'string' && /^[0-9a-f]{64}$/i.test(hash) ? Buffer.from(hash, 'hex') : Buffer.alloc(0);

// Vonage's voice documentation hashes the JSON as written anew; this finds out whether messages ever do.
function compact(body: Buffer): string | null {
  try {
    return JSON.stringify(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function decoded<T extends object>(part: string): T | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as T) : null;
  } catch {
    return null;
  }
}
