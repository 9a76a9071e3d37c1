import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from '../bin/parts/folder.mjs';
import { connect } from '../dist/src/database/data-sources.js';
import { Database } from '../dist/src/database/database.js';
import { ask } from './jobs.mjs';
import { requestOf } from './requests.mjs';

/** As many bulk texts as the outbox has on their way at once. */
const atOnce = 24;
const samples = 150;

/**
 * A campaign to half the office, from the click until the carrier has the last text, with no limit of rate: a new
 * number, so that each text begins a thread. Beside it bare posts to the same carrier, and how long a reply takes from
 * the click to the carrier while nothing else happens, while the list is made, and while it is sent.
 */
export async function measureCampaign(url, parley, carrier) {
  const floor = await floorOf(carrier.url);
  const cookie = await parley.signIn('lead0@bench.example');
  const threads = await ask(
    url,
    `SELECT conversation.id FROM conversations conversation LEFT JOIN opt_outs opted ON opted.number = conversation.number
     WHERE conversation.program_id = 1 AND conversation.status = 'open' AND opted.id IS NULL ORDER BY conversation.id LIMIT 200`,
  );
  const replies = new Replies(parley, carrier, cookie, threads);
  const idle = await replies.take(samples);

  const campaign = await started(url);
  const begun = performance.now();
  const before = carrier.taken;
  const during = [];
  const progress = watch(url, campaign);
  while (!progress.isOver) during.push(await replies.one(progress));
  const last = carrier.lastAt;
  const preparing = during.filter(({ phase }) => phase === 'preparing').map(({ time }) => time);
  const sending = during.filter(({ phase }) => phase === 'sending').map(({ time }) => time);
  const sent = carrier.taken - before - during.length;
  return {
    sent,
    seconds: (last - begun) / 1000,
    preparedAfter: (progress.preparedAt - begun) / 1000,
    perSecond: (1000 * sent) / (last - begun),
    sendingPerSecond: (1000 * sent) / (last - progress.preparedAt),
    floor,
    replies: { idle: summary(idle), preparing: summary(preparing), sending: summary(sending) },
  };
}

export function printCampaign({ sent, seconds, preparedAfter, perSecond, sendingPerSecond, floor, replies }) {
  console.log(
    `campaign: ${sent} texts in ${seconds.toFixed(1)} s, ${perSecond.toFixed(0)}/s (list made after ${preparedAfter.toFixed(1)} s, ` +
      `then ${sendingPerSecond.toFixed(0)}/s); bare posts ${floor.toFixed(0)}/s × ${(perSecond / floor).toFixed(2)}`,
  );
  for (const [when, { count, median, p95, most }] of Object.entries(replies))
    console.log(
      `  a reply, ${when}: median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, at most ${most.toFixed(0)} ms (${count})`,
    );
}

/** The same as a table. */
export const campaignTable = ({ sent, seconds, preparedAfter, perSecond, floor, replies }) => [
  [`a campaign of ${sent.toLocaleString('en-US')} texts`, ''],
  ['from the click until the carrier has the last', `${seconds.toFixed(0)} s`],
  ['of these, until the list is made', `${preparedAfter.toFixed(1)} s`],
  ['texts a second', perSecond.toFixed(0)],
  ['bare posts a second, as many at once', floor.toFixed(0)],
  ...Object.entries(replies).map(([when, { median, p95 }]) => [
    `a reply from the click to the carrier, ${phases[when]}: median, p95`,
    `${median.toFixed(0)} ms, ${p95.toFixed(0)} ms`,
  ]),
];

const phases = { idle: 'idle', preparing: 'while the list is made', sending: 'while it is sent' };

/** Somebody who answers all the while, one text after the other. */
class Replies {
  constructor(parley, carrier, cookie, threads) {
    Object.assign(this, { parley, carrier, cookie, threads, next: 0 });
  }

  async take(count) {
    for (let warm = 0; warm < 30; warm++) await this.one();
    const times = [];
    for (let number = 0; number < count; number++) times.push((await this.one()).time);
    return times;
  }

  async one(progress) {
    const number = this.next++;
    const thread = this.threads[number % this.threads.length].id;
    const words = `reply ${number} ${process.pid}`;
    const { method, path, headers, body } = requestOf({ kind: 'send', cookie: this.cookie }, thread);
    const said = new URLSearchParams(body);
    said.set('body', words);
    const arrived = this.carrier.hears(words);
    const phase = progress?.phase;
    const begun = performance.now();
    const posted = fetch(this.parley.url + path, { method, headers, body: said.toString(), redirect: 'manual' });
    const [{ status }, at] = await Promise.all([posted, arrived]);
    if (status !== 303) throw new Error(`A reply was answered ${status}.`);
    await wait(30);
    return { time: at - begun, phase };
  }
}

function watch(url, id) {
  const progress = { phase: 'preparing', isOver: false, preparedAt: NaN };
  void (async () => {
    while (!progress.isOver) {
      const [row] = await ask(url, `SELECT status, prepared_at FROM campaigns WHERE id = ${id}`);
      if (row.prepared_at && progress.phase === 'preparing') {
        progress.preparedAt = performance.now();
        progress.phase = 'sending';
      }
      if (!['sending', 'scheduled'].includes(row.status)) progress.isOver = true;
      await wait(100);
    }
  })();
  return progress;
}

/** As the click leaves it: a campaign that is due, to everybody of the first Contact Type, from a new number. */
async function started(url) {
  const sources = await connect(url);
  const database = new Database(sources);
  // Somewhere it is always day.
  const hour = new Date().getUTCHours();
  const zone = `Etc/GMT${hour >= 12 ? '+' : '-'}${Math.abs(hour - 12)}`;
  const now = new Date();
  const id = await database.transaction(async () => {
    await database.run('UPDATE contacts SET time_zone = ? WHERE program_id = 1', [zone]);
    const [{ type }] = await database.query(
      'SELECT contact_type_id AS type FROM contacts WHERE program_id = 1 GROUP BY contact_type_id ORDER BY COUNT(*) DESC LIMIT 1',
    );
    await database.run(
      `INSERT INTO program_numbers (program_id, number, label, is_default, segments_per_minute) VALUES (1, ?, 'Bench', 0, 6000000)`,
      [`+1202555${String(Date.now()).slice(-4)}`],
    );
    const [{ number }] = await database.query('SELECT MAX(id) AS number FROM program_numbers');
    await database.run(
      `INSERT INTO campaigns (program_id, kind, name, status, program_number_id, audience, skips_texted_today, failure_limit,
         opt_out_limit, starts_at, version, created_at, changed_at, prepared_up_to)
       VALUES (1, 'campaign', 'Bench', 'scheduled', ?, ?, 0, 5, 5, ?, 1, ?, ?, 0)`,
      [number, JSON.stringify({ q: '', typeId: type, filters: [] }), now, now, now],
    );
    const [{ campaign }] = await database.query('SELECT MAX(id) AS campaign FROM campaigns');
    await database.run(
      `INSERT INTO campaign_steps (campaign_id, position, body, wait_days, only_if_no_reply) VALUES (?, 1, ?, 0, 0)`,
      [
        campaign,
        'Hi {{First Name|there}}, applications close on Friday. Reply with any question, {{Program}} is here.',
      ],
    );
    return campaign;
  });
  await database.onApplicationShutdown();
  return id;
}

async function floorOf(url) {
  const child = fork(inRoot('bench/posting.mjs'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send({ url, count: 3000, atOnce });
  await once(child, 'message');
  child.send({ url, count: 20_000, atOnce });
  const [{ perSecond }] = await once(child, 'message');
  child.kill();
  return perSecond;
}

function summary(times) {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { count: times.length, median: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? NaN };
}
