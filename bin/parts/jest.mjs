import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './folder.mjs';
import { node24, settled } from './node24.mjs';

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const limit = 10 * 60_000;

/**
 * Runs test files under Jest and counts: `{ passed, failed, skipped }`. A step that breaks counts as a failure. Unless they
 * are `isolated`, files share what they load (see test/support/one-world.mjs).
 */
export async function runTests(files, env, { isolated = false } = {}) {
  if (files.length === 0) return broken('there is no test file for it');
  const folder = mkdtempSync(join(tmpdir(), 'parley-results-'));
  const results = join(folder, 'results.json');
  const runner = isolated ? [] : ['--testRunner=./test/support/one-world.mjs'];
  const options = [...runner, '--maxWorkers=2', '--json', `--outputFile=${results}`, '--runTestsByPath', ...files];
  const child = spawn(node24(), [...jest, ...options], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env });
  let tookTooLong = false;
  const clock = setTimeout(() => {
    tookTooLong = true;
    child.kill('SIGKILL');
  }, limit);
  try {
    const code = await settled(child);
    if (tookTooLong) return broken(`it had not ended after ${limit / 60_000} minutes`);
    return counted(results, code);
  } finally {
    clearTimeout(clock);
    rmSync(folder, { recursive: true, force: true });
  }
}

function counted(results, code) {
  let said;
  try {
    said = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    return broken(`Jest ended with code ${code} before it had any results`);
  }
  const passed = said.numPassedTests;
  const failed = said.numFailedTests + said.numRuntimeErrorTestSuites;
  const skipped = said.numPendingTests + said.numTodoTests;
  if (passed + failed === 0) return broken('no test ran');
  return { passed, failed: failed || (code === 0 ? 0 : 1), skipped };
}

function broken(reason) {
  console.log(`This step failed: ${reason}.`);
  return { passed: 0, failed: 1, skipped: 0 };
}
