import { createPrivateKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';

/** By what push services know that it is this Parley which sends: the same for ever, or every browser would have to be asked anew. */
export interface VapidKeys {
  /** The point of the curve, in base64url, as browsers want it. */
  publicKey: string;
  privateKey: string;
}

/** Half of the longest that the standard allows, for clocks that are wrong. */
const validFor = 12 * 3600;

export function newVapidKeys(): VapidKeys {
  const { d, x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
  return { publicKey: point.toString('base64url'), privateKey: d! };
}

/** The `Authorization` of a push (RFC 8292): who sends it, and whom its push service can write to about it. */
export function authorization(endpoint: string, { publicKey, privateKey }: VapidKeys, subject: string, now: Date) {
  const expires = Math.floor(now.getTime() / 1000) + validFor;
  const claims = { aud: new URL(endpoint).origin, exp: expires, sub: subject };
  const said = `${encoded({ typ: 'JWT', alg: 'ES256' })}.${encoded(claims)}`;
  const key = createPrivateKey({ format: 'jwk', key: jwk(publicKey, privateKey) });
  const signature = sign('sha256', Buffer.from(said), { key, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${said}.${signature.toString('base64url')}, k=${publicKey}`;
}

/** Whom a push service can write to when something is wrong with us: what the standard wants is https: or mailto:. */
export function subjectOf(publicUrl: string | null, mailFrom: string | null): string {
  if (publicUrl?.startsWith('https:')) return publicUrl;
  const address = /<(.+)>/.exec(mailFrom ?? '')?.[1] ?? mailFrom;
  return `mailto:${address ?? `parley@${publicUrl ? new URL(publicUrl).hostname : 'localhost'}`}`;
}

function jwk(publicKey: string, d: string): JsonWebKey {
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  return { kty: 'EC', crv: 'P-256', x: x!, y: y!, d };
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
