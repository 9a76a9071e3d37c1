import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart } from './cannot-start.js';
import { Misconfigured, readConfig } from './config.js';
import { root } from './root.js';
import { run } from './run.js';

const env = join(root, '.env');
if (existsSync(env)) process.loadEnvFile(env);

try {
  await run(readConfig(process.env));
} catch (error) {
  if (!(error instanceof Misconfigured || error instanceof CannotStart)) throw error;
  console.error(`Parley can’t start:\n${error.message.replace(/^/gm, '  ')}`);
  process.exitCode = 1;
}
