import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Campaigning, numberOf, Scripted } from '../support/campaigning.js';
import { Listener } from '../support/listener.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';
import { StandInVonage } from '../support/stand-in-vonage.js';

const count = 300;
const clock = new SetClock(new Date('2026-11-20T17:00:00Z'));
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let parley: Parley;
let office: Campaigning;
let vonage: StandInVonage;
let people: number[];

// With the settings of a real carrier: there are no telephones of the simulator that want to hear of every text.
beforeAll(async () => {
  vonage = await StandInVonage.start();
  parley = await Parley.start({ carrier: new Scripted(), clock, env: vonage.environment() });
  office = await (await Campaigning.of(parley, clock)).byHand();
  people = await office.many(count);
});
afterAll(async () => {
  await parley?.close();
  await vonage?.stop();
});

const latest = async () => Number((await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM events'))[0]?.id ?? 0);

test('texts to people who have never answered make no open page look anew, neither at once nor after a gap', async () => {
  const jordan = await parley.as('jordan');
  const since = await latest();
  const [here, there] = [await Listener.of(jordan), await Listener.of(await parley.as('avery'))];
  const id = await office.quickMessage(people);
  await office.settle();
  expect(await office.tally(id)).toMatchObject({ left: count });
  expect(await here.hears('counts')).toBe(true);
  await pause(100);
  // Each was queued and submitted, and one event says that it is over.
  expect((await latest()) - since).toBe(2 * count + 1);
  expect([here.signals, there.signals]).toEqual([['counts'], []]);
  const missed = JSON.parse((await jordan.get(`/live/changes?since=${since}`)).text) as {
    signals: string[];
    reset?: true;
  };
  expect(missed).toMatchObject({ signals: ['texts', 'counts'] });
  expect(missed.reset).toBeUndefined();
  here.close();
  there.close();
});

test('a text to many that belongs to a conversation of the module is told to those who see it', async () => {
  const number = numberOf('617', 3);
  const id = await parley.conversationWith(number);
  await parley.write(`UPDATE conversations SET is_listed = 1, status = 'open' WHERE id = ?`, [id]);
  const here = await Listener.of(await parley.as('jordan'));
  await office.quickMessage([people[3]!]);
  await office.settle();
  expect(await here.hears(`conversation-${id}`)).toBe(true);
  expect(here.signals).toContain('conversations');
  here.close();
});

test('a gap with more than can be told is told as: look at everything again', async () => {
  const since = await latest();
  await office.campaign(people, Array(4).fill('Hello') as string[]);
  await parley.database.transaction(async () => {
    for (let some = 0; some < 2100; some += 300)
      await parley.database.run(
        `INSERT INTO events (program_id, conversation_id, kind, is_line, at) VALUES ${Array(300).fill(`(?, NULL, 'delivery', 0, ?)`).join()}`,
        Array.from({ length: 300 }, () => [parley.cast.program.id, clock.now()]).flat(),
      );
  });
  const { text } = await (await parley.as('jordan')).get(`/live/changes?since=${since + 1}`);
  expect(JSON.parse(text)).toMatchObject({ reset: true, signals: [] });
});
