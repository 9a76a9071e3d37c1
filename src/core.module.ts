import { type DynamicModule, Global, Logger, Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { CONFIG } from './config-token.js';
import type { Config } from './config.js';
import { ErasedOptOuts } from './consent/erased-opt-outs.js';
import { Ledger } from './consent/ledger.js';
import { LedgerFile } from './consent/ledger-file.js';
import { OptOutWishes } from './consent/opt-out-wishes.js';
import { OptOuts } from './consent/opt-outs.js';
import type { DataSources } from './database/data-sources.js';
import { Database } from './database/database.js';
import { Happenings } from './events/happenings.js';
import { REDIS } from './people/sign-in-throttle.js';
import { Clock } from './programs/clock.js';
import { FoundTexts } from './search/found-texts.js';
import { Search } from './search/search.js';
import { Closing } from './web/closing.js';
import { HangingUp } from './web/hanging-up.js';
import { OwnAddress } from './web/own-address.js';
import { PublicAddress } from './web/public-address.js';

const log = new Logger('Redis');

/** What every noun may ask for: the settings, the database, the time, what happened. */
@Global()
@Module({})
export class CoreModule {
  static with(config: Config, sources: DataSources): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: Database, useFactory: () => new Database(sources) },
      { provide: REDIS, useFactory: () => redis(config.redisUrl) },
      Clock,
      Happenings,
      OptOuts,
      OptOutWishes,
      Ledger,
      LedgerFile,
      ErasedOptOuts,
      FoundTexts,
      Search,
      Closing,
      HangingUp,
      OwnAddress,
      PublicAddress,
    ];
    return { module: CoreModule, providers, exports: providers };
  }
}

// While Redis is away everything goes on in each process by itself, so a command fails at once rather than waits.
function redis(url: string | null): Redis | null {
  if (!url) return null;
  const client = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  let isAway = false;
  client.on('error', (error: Error) => {
    if (!isAway) log.warn(`Redis is away: open pages of other processes hear of news late. ${error.message}`);
    isAway = true;
  });
  client.on('ready', () => {
    if (isAway) log.log('Redis is back');
    isAway = false;
  });
  return client;
}
