import { ECDH } from 'node:crypto';
import { Refusal } from '../refusal.js';

/** What a browser says of itself, so that things can be sent to it. */
export interface Subscription {
  endpoint: string;
  p256dh: string;
  auth: string;
}

export type TypedSubscription = Partial<Record<keyof Subscription, unknown>>;

const longestEndpoint = 1000;

/** Reads what a browser said: an address that may be followed, and keys that are some. Refuses anything else. */
export function subscriptionIn(typed: TypedSubscription, mayFollow: (endpoint: string) => boolean): Subscription {
  const { endpoint, p256dh, auth } = typed;
  if (typeof endpoint !== 'string' || endpoint.length > longestEndpoint || !mayFollow(endpoint)) throw unclear();
  if (!isPoint(p256dh) || !isSecret(auth)) throw unclear();
  return { endpoint, p256dh, auth };
}

const unclear = () =>
  new Refusal('The browser did not say where it can be notified. Load this page again, and turn it on once more.');

const base64url = /^[\w-]{1,100}$/;

function isPoint(said: unknown): said is string {
  if (typeof said !== 'string' || !base64url.test(said)) return false;
  try {
    // Refuses what is no point of the curve, to which nothing could be encrypted.
    const point = ECDH.convertKey(said, 'prime256v1', 'base64url', 'base64url', 'uncompressed');
    return point === said;
  } catch {
    return false;
  }
}

const isSecret = (said: unknown): said is string =>
  typeof said === 'string' && base64url.test(said) && Buffer.from(said, 'base64url').length === 16;
