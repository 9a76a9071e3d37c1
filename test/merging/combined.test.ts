import { expect, test } from '@jest/globals';
import { combined } from '../../src/merging/combined.js';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
const thread = (own: object = {}) => ({
  status: 'open' as const,
  isListed: true,
  assigneeId: 1,
  lastActivityAt: at(1),
  waitingSince: null,
  unassignedSince: null,
  awaitsRoutingSince: null,
  isEscalated: false,
  createdAt: at(0),
  ...own,
});

test('An open thread wins over a resolved one, however old it is', () => {
  const resolved = thread({ status: 'resolved', assigneeId: 2, lastActivityAt: at(9) });
  expect(combined(resolved, thread())).toMatchObject({ status: 'open', assigneeId: 1, lastActivityAt: at(9) });
  expect(combined(thread(), resolved)).toEqual(combined(resolved, thread()));
});

test('Of two open ones the newer says whose it is, and both go on waiting since the earlier moment', () => {
  const older = thread({ assigneeId: 1, waitingSince: at(1), isEscalated: true });
  const newer = thread({ assigneeId: 2, waitingSince: at(3), lastActivityAt: at(3) });
  expect(combined(older, newer)).toMatchObject({ assigneeId: 2, waitingSince: at(1), isEscalated: true });
});

test('Somebody rather than nobody; and nobody’s stays nobody’s beside a resolved one', () => {
  const nobodys = thread({
    assigneeId: null,
    unassignedSince: at(2),
    awaitsRoutingSince: at(2),
    lastActivityAt: at(2),
  });
  expect(combined(nobodys, thread())).toMatchObject({ assigneeId: 1, unassignedSince: null, awaitsRoutingSince: null });
  const resolved = thread({ status: 'resolved', lastActivityAt: at(5) });
  expect(combined(nobodys, resolved)).toMatchObject({
    assigneeId: null,
    unassignedSince: at(2),
    awaitsRoutingSince: at(2),
  });
});

test('A thread that was never opened opens nothing', () => {
  const quiet = thread({ status: 'unopened', isListed: false, assigneeId: null, createdAt: at(-1) });
  expect(combined(quiet, thread({ status: 'resolved' }))).toMatchObject({ status: 'resolved', isListed: true });
  expect(combined(quiet, quiet)).toMatchObject({ status: 'unopened', isListed: false, createdAt: at(-1) });
});
