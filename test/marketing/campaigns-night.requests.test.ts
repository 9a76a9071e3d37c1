import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { asDate } from '../../src/database/columns.js';
import { Campaigning, Scripted } from '../support/campaigning.js';
import { numberOf } from '../support/crowd.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

const carrier = new Scripted();
const clock = new SetClock();
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
let parley: Parley;
let marketing: Campaigning;

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  marketing = await (await Campaigning.of(parley, clock)).byHand();
});
afterAll(() => parley?.close());
beforeEach(() => {
  carrier.given = [];
  carrier.does = async () => randomUUID();
});

/** Sets the clock. */
const at = (moment: string) => clock.pass(Date.parse(moment) - clock.now().getTime());
const queued = async (id: number) => (await marketing.tally(id)).queued;
const dueAt = async (id: number, contact: number) => {
  const [fate] = await marketing.fates(id, contact);
  return asDate(fate!.due_at).toISOString();
};

test('20:05 in New York: Los Angeles gets it at once, New Yorkers at 8 the next morning, and nothing is queued before', async () => {
  at('2026-11-21T01:05:00Z');
  const [east, west] = [await marketing.many(30, '212'), await marketing.many(3, '213')];
  const id = await marketing.campaign([...east, ...west]);
  await marketing.settle();
  expect(carrier.given.map(({ to }) => to)).toEqual([0, 1, 2].map((place) => numberOf('213', place)));
  expect(await marketing.tally(id)).toMatchObject({ left: 3, waiting: 30, queued: 0 });
  expect(await dueAt(id, east[0]!)).toBe('2026-11-21T13:00:00.000Z');
  at('2026-11-21T12:59:59Z');
  await marketing.settle();
  expect(await queued(id)).toBe(0);
  expect(carrier.given.length).toBe(3);
  at('2026-11-21T13:00:00Z');
  await marketing.settle();
  expect(carrier.given.length).toBe(33);
  expect(await marketing.status(id)).toBe('sent');
});

test('the contact’s own time zone counts more than the area code; an area code of two zones waits for both', async () => {
  at('2026-11-21T01:05:00Z');
  const [moved, stayed] = await marketing.people([
    { numbers: ['+12125557001'], zone: 'America/Los_Angeles' },
    { numbers: ['+12135557002'], zone: 'America/New_York' },
  ]);
  const [tennessee] = await marketing.people([{ numbers: ['+14235557003'] }]);
  const id = await marketing.campaign([moved!, stayed!, tennessee!]);
  await marketing.settle();
  expect(carrier.given.map(({ to }) => to)).toEqual(['+12125557001']);
  expect(await dueAt(id, stayed!)).toBe('2026-11-21T13:00:00.000Z');
  expect(await dueAt(id, tennessee!)).toBe('2026-11-21T14:00:00.000Z');
  at('2026-11-21T13:30:00Z');
  await marketing.settle();
  expect(carrier.given.length).toBe(2);
  at('2026-11-21T14:00:00Z');
  await marketing.settle();
  expect(carrier.given.length).toBe(3);
});

describe('when the clocks change', () => {
  let used = 7100;

  test.each([
    ['forward, in March', '2026-03-08T02:00:00Z', '2026-03-08T12:00:00.000Z'],
    ['back, in November', '2026-11-01T02:00:00Z', '2026-11-01T13:00:00.000Z'],
  ])('%s: at 8 by the clocks there, not a moment before', async (_, evening, morning) => {
    at(evening);
    const [ann] = await marketing.many(1, '212', used++);
    const id = await marketing.campaign([ann!]);
    await marketing.settle();
    expect(await dueAt(id, ann!)).toBe(morning);
    at(morning);
    clock.pass(-1000);
    await marketing.settle();
    expect(carrier.given).toEqual([]);
    at(morning);
    await marketing.settle();
    expect(carrier.given.length).toBe(1);
  });
});

test('a text that is still in the queue at 8 PM does not leave; it leaves at 8 AM, once', async () => {
  at('2026-11-23T00:59:59Z');
  const people = await marketing.many(5, '212', 7200);
  const id = await marketing.campaign(people);
  await marketing.feed();
  expect(await queued(id)).toBe(5);
  clock.pass(2 * minute);
  await marketing.settle();
  expect(carrier.given).toEqual([]);
  expect(await marketing.status(id)).toBe('sending');
  at('2026-11-23T13:00:00Z');
  await marketing.settle();
  expect(carrier.given.length).toBe(5);
  expect(await marketing.tally(id)).toMatchObject({ left: 5, queued: 0 });
});

test('a second step that falls into the night waits for the morning, too', async () => {
  at('2026-11-24T18:00:00Z');
  const [ann] = await marketing.many(1, '212', 7300);
  const id = await marketing.campaign([ann!], ['One', { body: 'Two', waitDays: 1 }]);
  await marketing.settle();
  await parley.write(`UPDATE contacts SET time_zone = 'Asia/Tokyo' WHERE id = ?`, [ann!]);
  clock.pass(day + hour);
  await marketing.settle();
  expect(carrier.bodies).toEqual(['One']);
  at('2026-11-25T23:00:00Z');
  await marketing.settle();
  expect(carrier.bodies).toEqual(['One', 'Two']);
  expect(await marketing.status(id)).toBe('sent');
});
