// `npm start`: sets up, then runs Parley until it is told to stop.
import './set-up.mjs';
import { runOnNode24 } from './parts/node24.mjs';
import { program } from './parts/program.mjs';

process.exitCode = await runOnNode24(program('main.js', ...process.argv.slice(2)));
