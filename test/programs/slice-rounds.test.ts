import { Logger } from '@nestjs/common';
import { beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import { SliceRounds } from '../../src/programs/slice-rounds.js';

beforeAll(() => Logger.overrideLogger(false));

/** Work that fails with one code, then with the next. */
class Failing extends SliceRounds {
  readonly asked: string[] = [];

  constructor(...codes: string[]) {
    const database = { query: async () => [{ id: 1 }], patiently: <T>(work: () => Promise<T>) => work() };
    const sliced = {
      step: async (_: number, size: number) => {
        this.asked.push(`step of ${size}`);
        throw Object.assign(new Error(), { code: codes.shift() });
      },
      refuse: async () => {
        this.asked.push('refuse');
        return false;
      },
    };
    super(database as unknown as Database, sliced, { what: 'work', finding: '', slice: 100, slices: 1 });
  }
}

const odd = 'ER_DATA_TOO_LONG';

test.each([
  ['itself', [odd, odd], ['step of 100', 'step of 1', 'refuse']],
  ['others who are in the way', ['ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_WAIT_TIMEOUT'], ['step of 100', 'step of 1']],
  ['another process that writes', ['SQLITE_BUSY', 'SQLITE_BUSY'], ['step of 100', 'step of 1']],
  ['a database that is away', ['ECONNRESET'], ['step of 100']],
  ['a database that goes away', [odd, 'PROTOCOL_CONNECTION_LOST'], ['step of 100', 'step of 1']],
])('What can’t be saved because of %s is refused only if it is its own fault', async (_, codes, asked) => {
  const work = new Failing(...codes);
  expect(await work.round()).toBe(false);
  expect(work.asked).toEqual(asked);
});
