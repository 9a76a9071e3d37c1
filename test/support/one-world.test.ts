import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

test('two files of one worker share what they load, but nothing of each other’s tests', async () => {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const chosen = ['--runInBand', '--testRegex=/one-world/(first|second)\\.ts$'];
  const options = ['--json', '--testRunner=./test/support/one-world.mjs', ...chosen];
  const jest = [...flags, 'node_modules/jest/bin/jest.js', ...options];

  const { stdout } = await promisify(execFile)(process.execPath, jest, { cwd: root, maxBuffer: 1e7 });

  expect(JSON.parse(stdout)).toMatchObject({ success: true, numPassedTests: 2, numRuntimeErrorTestSuites: 0 });
});
