// `bin/dev`: runs Parley and restarts it whenever a source has changed. Templates and styles need no restart.
import './set-up.mjs';
import { spawn } from 'node:child_process';
import { root } from './parts/folder.mjs';
import { node24, settled } from './parts/node24.mjs';
import { program } from './parts/program.mjs';

const env = { NODE_ENV: 'development', ...process.env };
const onNode24 = (...args) => spawn(node24(), args, { cwd: root, stdio: 'inherit', env });

const compiler = onNode24('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--watch', '--preserveWatchOutput');
const server = onNode24('--watch', '--watch-preserve-output', ...program('main.js', ...process.argv.slice(2)));
process.exitCode = await Promise.race([settled(compiler), settled(server)]);
for (const child of [compiler, server]) child.kill();
