import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Threads } from '../../src/conversations/threads.js';
import { Feeding } from '../../src/marketing/feeding.js';
import { MergeValues } from '../../src/marketing/merge-values.js';
import { Preparing } from '../../src/marketing/preparing.js';
import { Turns } from '../../src/marketing/turns.js';
import { MergedRecord } from '../../src/merging/merged-record.js';
import { Merging } from '../../src/merging/merging.js';
import { Campaigning, Scripted } from '../support/campaigning.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';
import { doneOrStanding, stopped } from '../support/standing.js';

const carrier = new Scripted();
const clock = new SetClock(new Date('2026-11-20T18:00:00Z'));
let parley: Parley;
let marketing: Campaigning;

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  marketing = await (await Campaigning.of(parley, clock)).byHand();
});
afterAll(() => parley?.close());
beforeEach(() => {
  carrier.given = [];
  carrier.does = async () => crypto.randomUUID();
});

const optedOut = (number: string) =>
  parley.write('INSERT INTO opt_outs (program_id, number, since) VALUES (?, ?, ?)', [
    parley.cast.program.id,
    number,
    clock.now(),
  ]);

describe('who does not get a text, and why', () => {
  test('each is skipped with a reason, counted, and sent nothing', async () => {
    await optedOut('+16175551003');
    await optedOut('+16175551008');
    const [fine, shares, none, stopped, toll, abroad, second, nameless, stoppedFirst] = await marketing.people([
      { first: 'Bea', numbers: ['+16175551001'] },
      { first: 'Bob', numbers: ['+16175551001'] },
      { first: 'Cal' },
      { first: 'Deb', numbers: ['+16175551003'] },
      { first: 'Eve', numbers: ['+18005550111'] },
      { first: 'Fay', numbers: ['+442079460018'] },
      { first: 'Gus', numbers: ['+442079460018', '+16175551006'] },
      { first: '', numbers: ['+16175551007'] },
      { first: 'Hal', numbers: ['+16175551008', '+16175551009'] },
    ] as const);
    const long = await marketing.people([{ first: 'L'.repeat(60), numbers: ['+16175551010'] }]);
    const gone = 999_999;
    const all = [fine, shares, none, stopped, toll, abroad, second, nameless, stoppedFirst, fine, ...long, gone];
    const id = await marketing.quickMessage(all as number[], `Hi {{First Name}}${'.'.repeat(950)}`);
    await marketing.settle();

    const reason = async (contact: number | undefined) =>
      (await marketing.fates(id, contact!)).map(({ reason: why, outcome }) => why ?? outcome);
    expect(await reason(fine)).toEqual(['submitted', 'twice']);
    expect(await reason(shares)).toEqual(['same-number']);
    expect(await reason(none)).toEqual(['no-number']);
    expect(await reason(stopped)).toEqual(['opted-out']);
    expect(await reason(toll)).toEqual(['not-mobile']);
    expect(await reason(abroad)).toEqual(['not-mobile']);
    expect(await reason(second)).toEqual(['submitted']);
    expect(await reason(nameless)).toEqual(['no-value']);
    expect((await marketing.fates(id, nameless!))[0]!.detail).toBe('First Name');
    expect(await reason(stoppedFirst)).toEqual(['submitted']);
    expect(await reason(long[0])).toEqual(['too-long']);
    expect((await marketing.fates(id, long[0]!))[0]!.detail).toBe('1013 characters');
    expect(await reason(gone)).toEqual([]);

    expect(carrier.given.map(({ to }) => to).sort()).toEqual(['+16175551001', '+16175551006', '+16175551009']);
    expect(await marketing.tally(id)).toMatchObject({
      total: 11,
      left: 3,
      waiting: 0,
      queued: 0,
      skipped: {
        ...{ twice: 1, 'same-number': 1, 'no-number': 1, 'opted-out': 1, 'not-mobile': 2, 'no-value': 1 },
        'too-long': 1,
      },
    });
    expect(await marketing.sumsUp(id)).toBe(true);
    expect(await marketing.status(id)).toBe('sent');
  });

  test('who is listed twice far apart is still there twice, and texted once', async () => {
    const many = await marketing.many(500, '617', 2000);
    const id = await marketing.quickMessage([...many, many[0]!, many[450]!], 'Once');
    await marketing.settle();
    expect(carrier.given.length).toBe(500);
    expect((await marketing.tally(id)).skipped).toEqual({ twice: 2 });
  });

  test('with a default nobody is skipped for want of a value, unless nothing is left to say', async () => {
    const [nameless] = await marketing.people([{ first: '', numbers: ['+16175551020'] }]);
    const greeting = await marketing.quickMessage([nameless!], 'Hi {{First Name|there}}');
    const silence = await marketing.quickMessage([nameless!], '{{First Name| }}');
    await marketing.settle();
    expect(carrier.bodies).toEqual(['Hi there']);
    expect((await marketing.tally(greeting)).left).toBe(1);
    expect((await marketing.tally(silence)).skipped).toEqual({ 'no-value': 1 });
  });

  test('who opts out, or loses the number, after the list was made gets nothing either', async () => {
    const [stops, changes] = await marketing.people([
      { numbers: ['+12125551031'], zone: 'Asia/Tokyo' },
      { numbers: ['+12125551032'], zone: 'Asia/Tokyo' },
    ]);
    const id = await marketing.quickMessage([stops!, changes!]);
    await marketing.settle();
    expect(await marketing.tally(id)).toMatchObject({ waiting: 2, queued: 0 });
    await optedOut('+12125551031');
    await parley.write('DELETE FROM phone_numbers WHERE contact_id = ?', [changes!]);
    clock.pass(6 * 3600_000);
    await marketing.settle();
    expect(carrier.given).toEqual([]);
    expect((await marketing.tally(id)).skipped).toEqual({ 'opted-out': 1, 'number-gone': 1 });
    clock.pass(-6 * 3600_000);
  });

  test('whom another one texted today, if it says so; not whom only a canceled one would have', async () => {
    const [ann, bob, cy] = await marketing.many(3, '617', 1040);
    await marketing.quickMessage([ann!]);
    await marketing.settle();
    const canceled = await marketing.quickMessage([bob!]);
    await marketing.feed();
    await marketing.cancel(canceled);
    expect((await marketing.tally(canceled)).failed).toEqual({ canceled: 1 });
    carrier.given = [];
    const id = await marketing.campaign([ann!, bob!, cy!], ['News'], { skipsTextedToday: true });
    await marketing.settle();
    expect(carrier.given.length).toBe(2);
    expect((await marketing.tally(id)).skipped).toEqual({ 'texted-today': 1 });

    clock.pass(24 * 3600_000);
    const tomorrow = await marketing.campaign([ann!], ['More'], { skipsTextedToday: true });
    await marketing.settle();
    expect(await marketing.tally(tomorrow)).toMatchObject({ left: 1, skipped: {} });
  });
});

describe('while something else is under way', () => {
  const evening = 6 * 3600_000;
  afterEach(() => clock.pass(-evening));

  const halfTexted = async (own: string) => {
    const [had, waits] = await marketing.people([
      { numbers: [`+1617555${own}1`] },
      { numbers: [`+1617555${own}2`], zone: 'Asia/Tokyo' },
    ]);
    const id = await marketing.quickMessage([had!, waits!], 'Once each');
    await marketing.settle();
    expect(await marketing.tally(id)).toMatchObject({ waiting: 1, left: 1 });
    clock.pass(evening);
    return { id, had: had!, waits: waits! };
  };

  test('who is being merged with somebody that has the text gets it once', async () => {
    const { id, had, waits } = await halfTexted('120');
    const reading = stopped(parley.app.get(MergedRecord), 'fields');
    const merge = parley.app.get(Merging).merge(waits, had, {}, marketing.by);
    await reading.reached;
    const step = parley.app.get(Feeding).step(id);
    await doneOrStanding(parley, step);
    reading.goOn();
    await Promise.all([merge, step]);
    await marketing.settle();
    expect(carrier.bodies).toEqual(['Once each']);
    expect(await marketing.tally(id)).toMatchObject({ waiting: 0, left: 1, skipped: { twice: 1 } });
  });

  test('a merge waits while its people are being texted, and neither begins anew', async () => {
    const { id, had, waits } = await halfTexted('121');
    const queued = jest.spyOn(parley.app.get(Turns), 'next');
    const merged = jest.spyOn(parley.app.get(MergedRecord), 'fields');
    const filling = stopped(parley.app.get(MergeValues), 'of');
    const step = parley.app.get(Feeding).step(id);
    await filling.reached;
    const merge = parley.app.get(Merging).merge(waits, had, {}, marketing.by);
    await doneOrStanding(parley, merge);
    filling.goOn();
    await Promise.all([merge, step]);
    expect([queued.mock.calls.length, merged.mock.calls.length]).toEqual([1, 1]);
    expect(await marketing.tally(id)).toMatchObject({ waiting: 0, queued: 1, left: 1 });
    jest.restoreAllMocks();
    await marketing.settle();
  });

  test.each([
    ['the same contact', 1],
    ['another contact with that number', 2],
  ])('who is being texted by another one is not texted a second time that day: %s', async (_, count) => {
    clock.pass(evening);
    const number = `+1617555122${count}`;
    const people = await marketing.people(Array.from({ length: count }, () => ({ numbers: [number] })));
    const ids = [
      await marketing.quickMessage([people[0]!], 'First'),
      await marketing.campaign([people.at(-1)!], ['Second'], { skipsTextedToday: true }),
    ];
    const preparing = parley.app.get(Preparing);
    for (const id of ids) while (await preparing.step(id));
    const saving = stopped(parley.app.get(Threads), 'save');
    const first = parley.app.get(Feeding).step(ids[0]!);
    await saving.reached;
    const second = parley.app.get(Feeding).step(ids[1]!);
    await doneOrStanding(parley, second);
    saving.goOn();
    await Promise.all([first, second]);
    await marketing.settle();
    expect(carrier.bodies).toEqual(['First']);
    expect((await marketing.tally(ids[1]!)).skipped).toEqual({ 'texted-today': 1 });
  });
});

test('one text that can’t be queued holds up no other, is tried again, and is then given up', async () => {
  const people = await marketing.many(60, '617', 1100);
  const broken = people[7]!;
  // A thread whose row breaks a rule of the database can't be written.
  const threads = parley.app.get<{ between(...said: unknown[]): Promise<unknown> }>(Threads as never);
  const between = threads.between.bind(threads);
  threads.between = (...said: unknown[]) =>
    (said[1] as { id: number }).id === broken ? Promise.reject(new TypeError('broken')) : between(...said);
  try {
    const id = await marketing.quickMessage(people, 'Hello');
    await marketing.settle();
    expect(carrier.given.length).toBe(59);
    expect(await marketing.tally(id)).toMatchObject({ waiting: 1, left: 59 });
    expect(await marketing.status(id)).toBe('sending');
    clock.pass(5 * 60_000);
    await marketing.settle();
    expect(await marketing.tally(id)).toMatchObject({ waiting: 0, left: 59, skipped: { fault: 1 } });
    expect(await marketing.status(id)).toBe('sent');
  } finally {
    threads.between = between;
  }
});
