// Makes the first real program and its Administrator; asks for what the options don't say.
import './set-up.mjs';
import { runOnNode24 } from './parts/node24.mjs';
import { program } from './parts/program.mjs';

process.exitCode = await runOnNode24(program('create-program.js', ...process.argv.slice(2)));
