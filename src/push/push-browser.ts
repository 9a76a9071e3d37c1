import { createHash } from 'node:crypto';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalMoment, optionalString, string } from '../database/columns.js';
import type { Subscription } from './subscription.js';

/** Why the newest push to a browser did not arrive. */
export type Trouble = 'refused' | 'unreachable' | 'busy';

/** A browser that shows somebody’s notifications even while Parley is closed there: one row for each, whoever uses it. */
@Entity('push_browsers')
export class PushBrowser {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) userId: number;
  /** Whoever signs out there is told nothing there any more; empty until they sign in again. */
  @Column(optionalString) sessionId: string | null;
  /** “Chrome on Windows” */
  @Column(string) name: string;
  /** Where its push service takes what it is to show. Whoever knows the address, and no one else, can send it something. */
  @Column(string) endpoint: string;
  /** SHA-256 of the address, in hex: what is unique, because the address itself is too long to be. */
  @Column(string) endpointHash: string;
  /** What only the browser can open (RFC 8291): its public key, and a secret that we share, in base64url. */
  @Column(string) p256dh: string;
  @Column(string) auth: string;
  @Column(moment) createdAt: Date;
  @Column(optionalMoment) lastUsedAt: Date | null;
  @Column(optionalString) trouble: Trouble | null;

  /** Takes over what the browser says of itself, and who uses it now. */
  placed(subscription: Subscription, userId: number, sessionId: string, name: string): this {
    const { endpoint } = subscription;
    return Object.assign(this, subscription, {
      endpointHash: hashOf(endpoint),
      userId,
      sessionId,
      name,
      trouble: null,
    });
  }

  static of(subscription: Subscription, userId: number, sessionId: string, name: string, now: Date): PushBrowser {
    const fresh = Object.assign(new PushBrowser(), { createdAt: now, lastUsedAt: null });
    return fresh.placed(subscription, userId, sessionId, name);
  }
}

export const hashOf = (endpoint: string) => createHash('sha256').update(endpoint).digest('hex');
