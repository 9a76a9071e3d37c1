import { Controller, Get, Header, HttpStatus, Inject, Optional, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Redis } from 'ioredis';
import { Database } from '../database/database.js';
import { Public } from '../people/guards.js';
import { REDIS } from '../people/sign-in-throttle.js';
import { metrics } from '../web/metrics.js';

/** For whoever watches over the process. */
@Controller()
@Public(true)
export class HealthController {
  constructor(
    private readonly database: Database,
    @Optional() @Inject(REDIS) private readonly redis: Redis | null,
  ) {}

  @Get('healthz')
  alive() {
    return { status: 'alive' };
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) response: Response) {
    const [database, redis] = await Promise.all([this.database.answers(), this.redisAnswers()]);
    const answers = { database: said(database), ...(this.redis ? { redis: said(redis) } : {}) };
    if (database && redis) return { status: 'ready', ...answers };
    response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'not ready', ...answers };
  }

  @Get('metrics')
  @Header('Content-Type', metrics.contentType)
  measured() {
    return metrics.metrics();
  }

  private async redisAnswers(): Promise<boolean> {
    return this.redis
      ? this.redis.ping().then(
          () => true,
          () => false,
        )
      : true;
  }
}

const said = (answers: boolean) => (answers ? 'answers' : 'does not answer');
