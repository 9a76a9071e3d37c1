import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Conversation } from '../../src/conversations/conversation.js';
import { Conversations } from '../../src/conversations/conversations.js';
import { Message } from '../../src/conversations/message.js';
import { Threads } from '../../src/conversations/threads.js';
import type { Member } from '../../src/people/member.js';
import { Members } from '../../src/people/members.js';
import { ProgramNumber } from '../../src/programs/program-number.js';
import { CountedEvents } from '../../src/reports/counted-events.js';
import { CountedOptOuts } from '../../src/reports/counted-opt-outs.js';
import { Counting } from '../../src/reports/counting.js';
import { Keeping } from '../../src/reports/keeping.js';
import { KeptFigures } from '../../src/reports/kept-figures.js';
import { Waits } from '../../src/reports/waits.js';
import { Deliveries } from '../../src/sending/deliveries.js';
import { Outbox } from '../../src/sending/outbox.js';
import { isOnMysql } from '../support/database.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

const clock = new SetClock(new Date('2026-01-05T05:00:00Z'));
const minute = 60_000;
let parley: Parley;
let staff: Member[];
let line: ProgramNumber;
let counters: Counting[];

beforeAll(async () => {
  parley = await Parley.start({ clock });
  await parley.app.get(Outbox).stop();
  const programId = parley.cast.program.id;
  line = await parley.database.manager.findOneByOrFail(ProgramNumber, { programId });
  const { jordan, avery } = parley.cast;
  const members = parley.app.get(Members);
  staff = [(await members.find(jordan.id, programId))!, (await members.find(avery.id, programId))!];
  // Two processes count at the same time.
  const [events, optOuts, keeping] = [CountedEvents, CountedOptOuts, Keeping].map((part) => parley.app.get(part)) as [
    ...[CountedEvents, CountedOptOuts, Keeping],
  ];
  counters = [1, 2].map(() => new Counting(parley.database, events, optOuts, keeping, clock));
});
afterAll(() => parley?.close());

type What = 'text' | 'reply' | 'resolve' | 'reopen' | 'assign' | 'campaign' | 'answer' | 'fail' | 'arrive' | 'count';

interface Action {
  what: What;
  /** Which of two conversations, which of two people, after how many minutes. */
  where: number;
  who: number;
  after: number;
}

const actions = fc.array(
  fc.record({
    what: fc.constantFrom<What>(
      ...(['text', 'text', 'text', 'reply', 'reply', 'reply', 'resolve', 'resolve', 'reopen'] as const),
      ...(['assign', 'campaign', 'answer', 'fail', 'fail', 'arrive', 'arrive', 'count', 'count', 'count'] as const),
    ),
    where: fc.nat({ max: 1 }),
    who: fc.nat({ max: 1 }),
    after: fc.nat({ max: 400 }),
  }),
  { minLength: 30, maxLength: 60 },
);

let threads = 0;

/** A new thread of Maya’s, from a number of its own. */
const thread = () =>
  parley.database.transaction(() =>
    parley.app.get(Threads).between(line, parley.cast.maya, `+1617556${String(1000 + ++threads)}`, clock.now()),
  );

/** Has it happen, by the verbs that everybody uses; whether it could. */
async function happen(conversation: Conversation, { what, who }: Action): Promise<boolean> {
  const [by, now] = [staff[who]!, clock.now()];
  if (what === 'fail' || what === 'arrive') return settle(conversation, what);
  if (what === 'text') conversation.receive(Message.receive('Hello', null, now, now), now);
  if (what === 'campaign') conversation.send('News', 'campaign', now, by.userId);
  if (what === 'answer') conversation.answer('Thank you', 'answer', now);
  if (what === 'assign') conversation.assignTo(by, by, now);
  if (what === 'resolve') conversation.resolve(by, now);
  if (what === 'reopen' && conversation.isListed) conversation.reopen(by, now);
  if (what === 'reply' && conversation.isOpen) conversation.reply('Welcome', by, now);
  const { events, messages } = conversation.made;
  const happened = events.length + messages.length > 0;
  await parley.database.transaction(() => parley.app.get(Conversations).save(conversation));
  return happened;
}

// The newest text of ours fails, or arrives; also one after the other.
async function settle({ id }: Conversation, what: 'fail' | 'arrive'): Promise<boolean> {
  const rows = await parley.rows<{ id: number }>(
    `SELECT MAX(id) AS id FROM messages WHERE conversation_id = ? AND direction = 'outbound'`,
    [id],
  );
  const newest = rows[0]!.id;
  if (!newest) return false;
  const news =
    what === 'fail'
      ? { status: 'undeliverable' as const, failure: { code: '1170' } }
      : { status: 'delivered' as const };
  await parley.app.get(Deliveries).report(newest, news);
  return true;
}

/** The figures as somebody would count them who sees everything at once. */
function recount(done: (Action & { at: Date })[]) {
  const totals = { received: 0, replied: 0, bulk: 0, automatic: 0, opened: 0, resolved: 0, failed: 0, stopped: 0 };
  const own = staff.map(() => ({ assigned: 0, replied: 0, resolved: 0 }));
  const waits: number[][] = staff.map(() => []);
  for (const where of [0, 1]) {
    let [isOpen, since, assignee] = [false, null as Date | null, -1];
    const sent: ('under way' | 'failed' | 'arrived')[] = [];
    for (const { what, who, at } of done.filter((action) => action.where === where)) {
      if (what === 'text') {
        totals.received += 1;
        if (!isOpen) [totals.opened, isOpen, since] = [totals.opened + 1, true, at];
      } else if (what === 'reply') {
        totals.replied += 1;
        own[who]!.replied += 1;
        if (since) waits[who]!.push((at.getTime() - since.getTime()) / 1000);
        since = null;
      } else if (what === 'resolve') {
        totals.resolved += 1;
        own[who]!.resolved += 1;
        [isOpen, since] = [false, null];
      } else if (what === 'reopen') [totals.opened, isOpen, since] = [totals.opened + 1, true, null];
      else if (what === 'assign' && assignee !== who) [own[who]!.assigned, assignee] = [own[who]!.assigned + 1, who];
      else if (what === 'campaign') totals.bulk += 1;
      else if (what === 'answer') totals.automatic += 1;
      else if (what === 'fail' && sent.at(-1) === 'under way') sent[sent.length - 1] = 'failed';
      else if (what === 'arrive') sent[sent.length - 1] = 'arrived';
      if (what === 'reply' || what === 'campaign' || what === 'answer') sent.push('under way');
    }
    totals.failed += sent.filter((fate) => fate === 'failed').length;
  }
  return { totals, own, waits: [waits.flat(), ...waits].map((seconds) => new Waits(seconds)) };
}

async function countAll() {
  const round = (counting: Counting) => counting.round();
  while ((await Promise.all(counters.map(round))).some(Boolean));
}

async function counted(start: Date) {
  const figures = parley.app.get(KeptFigures);
  const [programId, time] = [parley.cast.program.id, { start, end: new Date(clock.now().getTime() + 15 * minute) }];
  const [totals, people, waits] = await Promise.all([
    figures.totals(programId, time),
    figures.people(programId, time),
    figures.waits(programId, time),
  ]);
  return {
    totals,
    own: staff.map(({ userId }) => people.get(userId) ?? { assigned: 0, replied: 0, resolved: 0 }),
    waits: [waits.all, ...staff.map(({ userId }) => waits.of.get(userId) ?? new Waits([]))],
  };
}

test('whatever happens, and whoever counts when: the figures are those of a plain recount', () =>
  fc.assert(
    fc.asyncProperty(actions, async (planned) => {
      clock.pass(60 * minute);
      const start = clock.now();
      const both = [await thread(), await thread()];
      const done: (Action & { at: Date })[] = [];
      for (const action of planned) {
        clock.pass(action.after * minute);
        if (action.what === 'count') await counters[action.who]!.round();
        else if (await happen(both[action.where]!, action)) done.push({ ...action, at: clock.now() });
      }
      await countAll();
      expect(await counted(start)).toEqual(recount(done));
    }),
    { numRuns: isOnMysql ? 6 : 20 },
  ));
