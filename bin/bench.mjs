// `npm run bench`: sets up, then measures (see docs/performance.md). `npm run bench -- --only=sqlite --small` is quick.
import './set-up.mjs';
import { runOnNode24 } from './parts/node24.mjs';

process.exitCode = await runOnNode24(['bench/bench.mjs', ...process.argv.slice(2)]);
