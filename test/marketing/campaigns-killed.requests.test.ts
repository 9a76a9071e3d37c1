import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { Campaign } from '../../src/marketing/campaign.js';
import { CampaignStep } from '../../src/marketing/campaign-step.js';
import { countOf, Tallies, type Tally } from '../../src/marketing/tallies.js';
import { connect, type DataSources } from '../../src/database/data-sources.js';
import { Database } from '../../src/database/database.js';
import { crowd } from '../support/crowd.js';
import { assemble, type Cast } from '../support/cast.js';
import { freshDatabase, isOnMysql, type TestDatabase } from '../support/database.js';
import { MortalServer } from '../support/mortal-server.js';
import { type Asked, StandInVonage } from '../support/stand-in-vonage.js';

/** CAMPAIGN_RECIPIENTS=50000 takes many minutes. */
const recipients = Number(process.env['CAMPAIGN_RECIPIENTS'] ?? 600);
const kills = process.env['CAMPAIGN_RECIPIENTS'] ? 10 : 4;
const processes = isOnMysql ? 3 : 1;
/** The longest that anything is waited for. */
const patience = 60_000 + recipients * 30;
/** So many have one number together. */
const shared = 7;

let own: TestDatabase;
let sources: DataSources;
let database: Database;
let cast: Cast;
let vonage: StandInVonage;
let servers: MortalServer[];
let id: number;
const receipts = new Set<string>();
const figures: Record<string, unknown> = { recipients, processes };

beforeAll(async () => {
  own = await freshDatabase();
  sources = await connect(own.url);
  database = new Database(sources);
  cast = await assemble(database);
  await crowd(database, cast, recipients, shared);
  vonage = await StandInVonage.start();
  servers = await Promise.all(Array.from({ length: processes }, () => MortalServer.on(own.url, vonage.environment())));
  await Promise.all(servers.map((server) => server.live()));
}, patience);

afterAll(async () => {
  await Promise.all((servers ?? []).map((server) => server.stop()));
  await vonage?.stop();
  for (const source of new Set([sources.reading, sources.writing])) await source.destroy();
  await own.drop();
  if (process.env['CAMPAIGN_RECIPIENTS']) process.stdout.write(`${JSON.stringify(figures)}\n`);
}, 60_000);

/** As the click leaves it. */
async function sent(): Promise<number> {
  const [number] = await database.query<{ id: number }>('SELECT id FROM program_numbers WHERE program_id = ?', [
    cast.program.id,
  ]);
  const { id: programId } = cast.program;
  const now = new Date();
  const by = { programId, userId: cast.jordan.id } as never;
  const audience = { q: '', typeId: cast.maya.contactTypeId, filters: [] };
  const made = Campaign.draft('campaign', by, now, { name: 'Open day', programNumberId: number!.id, audience });
  Object.assign(made, { status: 'scheduled', startsAt: now, failureLimit: 100 });
  return database.transaction(async () => {
    const { id: campaignId } = await database.manager.save(made);
    const step = { campaignId, position: 1, body: 'Hi {{First Name}}', waitDays: 0, onlyIfNoReply: false };
    await database.manager.insert(CampaignStep, step);
    return campaignId;
  });
}

/** Waits until something is so; whether it was, in time. */
async function until(isSo: () => boolean | Promise<boolean>, within = patience): Promise<boolean> {
  for (const end = Date.now() + within; Date.now() < end; await wait(20)) if (await isSo()) return true;
  return false;
}

const alive = () => servers.filter((server) => server.isAlive);
const deliver = async (asked: Asked) => {
  const [server] = alive();
  const status = server && (await vonage.deliver(server.url, 'status', vonage.receipt(asked, { status: 'delivered' })));
  if (status === 200) receipts.add(asked.clientRef);
};

/** Kills a server at each part of the way, at random, and starts it again. */
async function killThem() {
  const starting: Promise<void>[] = [];
  for (let kill = 0; kill < kills; kill++) {
    // The first while the list is made.
    const goal = Math.floor(((kill + Math.random() * 0.8) * recipients) / (kills + 1));
    if (!(await until(() => vonage.sent.length >= goal && alive().length > 0))) throw new Error('Nothing goes on.');
    await wait(Math.random() * 60);
    const some = alive();
    const server = some[Math.floor(Math.random() * some.length)]!;
    server.kill();
    const start = server.live();
    starting.push(start);
    if (processes === 1) await start;
  }
  await Promise.all(starting);
}

/** Looks at the tally all the while. */
function watch(tallies: Tallies) {
  const seen = { most: 0, looks: 0, isOver: false, faults: [] as string[] };
  const looking = (async () => {
    for (; !seen.isOver; await wait(50)) {
      const [campaign, tally] = [await database.manager.findOneByOrFail(Campaign, { id }), await tallies.of(id)];
      const done = doneIn(tally);
      seen.looks += 1;
      if (done < seen.most) seen.faults.push(`${done} after ${seen.most}`);
      seen.most = Math.max(seen.most, done);
      if (done + tally.waiting + tally.queued !== tally.total) seen.faults.push('does not sum up');
      if (campaign.preparedAt && tally.total !== recipients) seen.faults.push(`${tally.total} in all`);
    }
  })();
  return { seen, stop: () => ((seen.isOver = true), looking) };
}
const doneIn = (tally: Tally) => tally.left + countOf(tally.failed) + countOf(tally.skipped);

/** Leases of killed servers are over at once, to save half a minute. */
const endLeases = () =>
  database.transaction(() =>
    database.run(
      `UPDATE messages SET lease_until = '2026-01-01 00:00:00' WHERE status = 'sending' AND lease_until IS NOT NULL`,
    ),
  );

describe(`servers are killed ${kills} times while they send to ${recipients}`, () => {
  test(
    'the campaign comes to its end, and its tally sums up all the while',
    async () => {
      const begun = Date.now();
      id = await sent();
      const watching = watch(new Tallies(database));
      vonage.onAccepted = (asked) => {
        if (vonage.sent.length % 4 === 0) setTimeout(() => void deliver(asked), 30);
      };
      await killThem();
      const isStill = async () => {
        const before = vonage.sent.length;
        await wait(1500);
        return vonage.sent.length === before;
      };
      expect(await until(isStill)).toBe(true);
      for (let tries = 0; tries < 5; tries++) {
        await endLeases();
        const status = async () => (await database.manager.findOneByOrFail(Campaign, { id })).status;
        if (await until(async () => (await status()) === 'sent', patience / 5)) break;
      }
      await watching.stop();
      figures['seconds'] = (Date.now() - begun) / 1000;
      figures['kills'] = servers.reduce((sum, server) => sum + server.kills, 0);
      figures['looks'] = watching.seen.looks;
      expect(watching.seen.faults).toEqual([]);
      expect(figures['kills']).toBe(kills);
      expect((await database.manager.findOneByOrFail(Campaign, { id })).status).toBe('sent');
    },
    2 * patience,
  );

  test('everybody eligible has got the text once, or it is said to be unconfirmed', async () => {
    const to = vonage.sent.map((asked) => asked.to);
    expect(to.length - new Set(to).size).toBe(0);
    const tally = await new Tallies(database).of(id);
    expect(tally).toMatchObject({ total: recipients, waiting: 0, queued: 0 });
    expect(Object.fromEntries(tally.skipped)).toEqual({ 'same-number': shared - 1 });
    expect(Object.fromEntries(tally.failed)).toEqual({});
    expect(tally.left).toBe(recipients - shared + 1);
    const rows = await database.query<{ number: string; outcome: string; status: string }>(
      `SELECT recipient.number, recipient.outcome, message.status FROM campaign_recipients recipient
       JOIN messages message ON message.id = recipient.message_id WHERE recipient.campaign_id = ?`,
      [id],
    );
    const got = new Set(to);
    expect(rows.filter(({ number, status }) => !got.has(number.slice(1)) && status !== 'unconfirmed')).toEqual([]);
    expect(rows.filter(({ outcome, status }) => outcome !== status)).toEqual([]);
    Object.assign(figures, { left: to.length, unconfirmed: tally.unconfirmed, duplicates: to.length - got.size });
    expect(tally.unconfirmed).toBeLessThanOrEqual(kills * 30);
  }, 60_000);

  test('and receipts settle what really left', async () => {
    const refs = new Map(vonage.sent.map((asked) => [asked.clientRef, asked]));
    const open = await database.query<{ client_ref: string }>(
      `SELECT client_ref FROM messages WHERE status = 'unconfirmed'`,
    );
    const late = open.flatMap(({ client_ref: ref }) => refs.get(ref) ?? []);
    for (const asked of late) await deliver(asked);
    const rows = await database.query<{ client_ref: string; outcome: string }>(
      `SELECT message.client_ref, recipient.outcome FROM campaign_recipients recipient
       JOIN messages message ON message.id = recipient.message_id WHERE recipient.campaign_id = ?`,
      [id],
    );
    const outcomes = new Map(rows.map(({ client_ref: ref, outcome }) => [ref, outcome]));
    expect([...receipts].filter((ref) => outcomes.get(ref) !== 'delivered')).toEqual([]);
    expect(receipts.size).toBeGreaterThan(0);
    const unknown = [...outcomes].filter(([, outcome]) => outcome === 'unconfirmed').map(([ref]) => ref);
    expect(unknown.filter((ref) => refs.has(ref))).toEqual([]);
    Object.assign(figures, { receipts: receipts.size, neverLeft: unknown.length });
  }, 60_000);
});
