import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { Refusal } from '../refusal.js';
import { duration } from '../web/moments.js';
import { limiter, REDIS } from './sign-in-throttle.js';

/** Nobody's letter box is filled by others: three e-mails to an account, twenty from an address, in a quarter of an hour. */
@Injectable()
export class ForgottenThrottle {
  private readonly byAccount: RateLimiterAbstract;
  private readonly byAddress: RateLimiterAbstract;

  constructor(@Optional() @Inject(REDIS) redis: Redis | null) {
    this.byAccount = limiter(redis, 'forgotten-account', 3);
    this.byAddress = limiter(redis, 'forgotten-address', 20);
  }

  /** Counts a wish; refuses when there were too many, also for accounts that don't exist. */
  async admit(account: string, address: string) {
    try {
      await this.byAddress.consume(address);
      await this.byAccount.consume(account);
    } catch (full) {
      if (!(full instanceof RateLimiterRes)) throw full;
      throw new Refusal(`That was asked for too often. Try again in ${duration(full.msBeforeNext)}.`, 'email');
    }
  }
}
