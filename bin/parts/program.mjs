import { existsSync } from 'node:fs';
import { inRoot } from './folder.mjs';

/**
 * How Node runs a compiled program of ours. Pages are much short-lived text: with more room for what is new, less of it
 * is copied before it is garbage. Settings of an `.env` file count where the environment is silent.
 */
export const program = (file, ...args) => [
  '--enable-source-maps',
  '--max-semi-space-size=32',
  // Not --env-file-if-exists, which announces a missing file as if something were wrong.
  ...(existsSync(inRoot('.env')) ? ['--env-file=.env'] : []),
  `dist/src/${file}`,
  ...args,
];
