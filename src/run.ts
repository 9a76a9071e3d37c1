import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { announcement } from './announcement.js';
import { AppModule } from './app.module.js';
import { CannotStart, connected, listeningFault } from './cannot-start.js';
import type { Config } from './config.js';
import { configure } from './configure.js';
import type { DataSources } from './database/data-sources.js';
import { Database } from './database/database.js';
import { DemoOffice } from './demo/demo-office.js';
import { OwnAddress } from './web/own-address.js';

/** Connects, migrates, seeds the demo where it is wanted, listens, and says where. */
export async function run(config: Config): Promise<NestExpressApplication> {
  const sources = await connected(config.databaseUrl);
  const isDemo = await prepareDemo(config, sources);
  const app = configure(
    await NestFactory.create<NestExpressApplication>(AppModule.with(config, sources), {
      logger: ['error', 'warn', 'fatal'],
      bodyParser: false,
      abortOnError: false,
    }),
  );
  // For the pages of those who are not signed in, also when the database is away.
  app.setLocal('isDemo', isDemo);
  await listen(app, config);
  app.useLogger(app.get(Logger));
  console.log(announcement(app.get(OwnAddress).base, config, isDemo));
  return app;
}

async function prepareDemo(config: Config, sources: DataSources): Promise<boolean> {
  const database = new Database(sources);
  try {
    const office = new DemoOffice(database);
    const { hasReal, hasDemo } = await office.programs();
    const fault = faultOf(config.demo, hasReal, hasDemo);
    if (fault) throw new CannotStart(fault);
    if (config.demo !== 'no' && !hasReal && !hasDemo) await office.furnish();
    return config.demo !== 'no' && !hasReal;
  } catch (error) {
    // An open connection would keep the process from ending.
    await database.onApplicationShutdown();
    throw error;
  }
}

// Everybody knows the password of the demo’s Administrator: it must never run as if it were real, nor beside what is.
function faultOf(demo: Config['demo'], hasReal: boolean, hasDemo: boolean): string | null {
  if (hasReal && hasDemo)
    return 'This database holds the demo beside a real program. Set DATABASE_URL to one without the demo.';
  if (hasReal && demo === 'asked')
    return 'DEMO=1, but this database holds a real program. Set DEMO=0, or another DATABASE_URL.';
  if (hasDemo && demo === 'no')
    return 'This database holds the demo, whose passwords everybody knows. Set DATABASE_URL to another one for a real program, or DEMO=1 to go on with the demo.';
  return null;
}

async function listen(app: NestExpressApplication, { port, host }: Config) {
  try {
    // Nest would print the error too; it is thrown, and told in a sentence.
    app.useLogger(['fatal']);
    await app.listen(port, host);
    app.get(OwnAddress).of(app.getHttpServer());
  } catch (error) {
    await app.close();
    const fault = listeningFault(error as Error, { port, host });
    if (fault) throw new CannotStart(fault);
    throw error;
  }
}
