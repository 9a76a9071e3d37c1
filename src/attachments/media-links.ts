import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { Clock } from '../programs/clock.js';
import { PublicAddress } from '../web/public-address.js';

const goodFor = 24 * 3600_000;

/**
 * Addresses under which the provider fetches a picture that goes out. Each holds for one picture and one day, and says so
 * itself, signed: nobody can make one up, or one for another picture.
 */
@Injectable()
export class MediaLinks {
  private readonly key: Buffer;

  constructor(
    @Inject(CONFIG) config: Pick<Config, 'sessionSecret'>,
    private readonly address: PublicAddress,
    private readonly clock: Clock,
  ) {
    // Not the secret itself: what signs cookies must sign nothing else.
    this.key = createHmac('sha256', config.sessionSecret).update('media links').digest();
  }

  /** The whole address of a picture, for the provider. */
  of(attachmentId: number): string {
    return this.address.of(this.pathOf(attachmentId));
  }

  pathOf(attachmentId: number): string {
    const until = Math.floor((this.clock.now().getTime() + goodFor) / 1000);
    const said = `${attachmentId}-${until}`;
    return `/media/${said}-${this.signed(said)}`;
  }

  /** Which picture an address is for, while it holds; null for any other. */
  read(token: string): number | null {
    const parts = /^((\d{1,9})-(\d{1,12}))-([\w-]{43})$/.exec(token);
    if (!parts) return null;
    const [, said, id, until, signature] = parts as unknown as [string, string, string, string, string];
    const [given, right] = [Buffer.from(signature), Buffer.from(this.signed(said))];
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    return Number(until) * 1000 > this.clock.now().getTime() ? Number(id) : null;
  }

  private signed(said: string) {
    return createHmac('sha256', this.key).update(said).digest('base64url');
  }
}
