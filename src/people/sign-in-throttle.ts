import { Inject, Injectable, Optional } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Redis } from 'ioredis';
import { Refusal } from '../refusal.js';
import { duration } from '../web/moments.js';

export const REDIS = 'redis';

/** Slows down guessing: ten tries for an account, fifty for an address, in a quarter of an hour. */
@Injectable()
export class SignInThrottle {
  private readonly byAccount: RateLimiterAbstract;
  private readonly byAddress: RateLimiterAbstract;

  constructor(@Optional() @Inject(REDIS) redis: Redis | null) {
    this.byAccount = limiter(redis, 'sign-in-account', 10);
    this.byAddress = limiter(redis, 'sign-in-address', 50);
  }

  /** Counts a try; refuses when there were too many. */
  async admit(account: string, address: string) {
    try {
      await Promise.all([this.byAccount.consume(`${account}`), this.byAddress.consume(address)]);
    } catch (full) {
      if (!(full instanceof RateLimiterRes)) throw full;
      throw new Refusal(`Too many tries. Try again in ${duration(full.msBeforeNext)}.`, 'form');
    }
  }

  /** Forgets the tries of somebody who then got in. */
  async forgive(account: string, address: string) {
    await Promise.all([this.byAccount.delete(account), this.byAddress.reward(address)]);
  }
}

/** Counts in Redis, so that all processes count together; in this one alone where there is none, or it is away. */
export function limiter(
  redis: Redis | null,
  keyPrefix: string,
  points: number,
  seconds = 15 * 60,
): RateLimiterAbstract {
  const limits = { keyPrefix, points, duration: seconds };
  const insurance = new RateLimiterMemory(limits);
  return redis ? new RateLimiterRedis({ ...limits, storeClient: redis, insuranceLimiter: insurance }) : insurance;
}
