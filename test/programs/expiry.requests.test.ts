import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OldBulkJobs } from '../../src/conversations/old-bulk-jobs.js';
import { OldPasswordResets } from '../../src/people/old-password-resets.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
const old = new Date(Date.now() - 31 * 86_400_000);
const young = new Date(Date.now() - 29 * 86_400_000);

beforeAll(async () => {
  parley = await Parley.start();
});
afterAll(() => parley?.close());

test('wishes for a new password are forgotten after a month', async () => {
  for (const [hash, at] of [
    ['a', old],
    ['b', young],
  ] as const)
    await parley.write(
      'INSERT INTO password_resets (user_id, token_hash, created_at, expires_at) VALUES (?, ?, ?, ?)',
      [parley.cast.dana.id, hash, at, at],
    );
  expect(await parley.app.get(OldPasswordResets).round()).toBe(false);
  expect(await parley.rows('SELECT token_hash FROM password_resets')).toEqual([{ token_hash: 'b' }]);
});

test('changes of many conversations are forgotten a month after they were done, and never before', async () => {
  for (const [status, at] of [
    ['done', old],
    ['running', old],
    ['done', young],
  ] as const)
    await parley.write(
      "INSERT INTO bulk_jobs (program_id, user_id, action, status, total, back_to, lease_until, created_at) VALUES (?, ?, 'resolve', ?, 0, '', ?, ?)",
      [parley.cast.program.id, parley.cast.dana.id, status, new Date(Date.now() + 60_000), at],
    );
  await parley.app.get(OldBulkJobs).round();
  const kept = await parley.rows<{ status: string }>('SELECT status FROM bulk_jobs ORDER BY id');
  expect(kept.map(({ status }) => status)).toEqual(['running', 'done']);
});
