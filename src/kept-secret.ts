import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnFolder } from './database/own-file.js';
import { root } from './root.js';

/** A secret for demos, made once and kept beside the database, so that a restart signs nobody out. */
export function keptSecret(databaseUrl: string): string {
  const database = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : 'data/parley';
  const file = `${database.startsWith('/') ? database : join(root, database)}.secret`;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const secret = randomBytes(32).toString('hex');
  makeOwnFolder(file);
  writeFileSync(file, secret, { mode: 0o600 });
  return secret;
}
