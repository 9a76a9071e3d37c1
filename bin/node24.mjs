// Runs its arguments on Node 24: `node bin/node24.mjs node_modules/eslint/bin/eslint.js .`
import { orExplain } from './parts/failure.mjs';
import { runOnNode24 } from './parts/node24.mjs';

process.exitCode = await orExplain(() => runOnNode24(process.argv.slice(2), { cwd: process.cwd() }));
