import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Campaigning, Scripted } from '../support/campaigning.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

const carrier = new Scripted();
const clock = new SetClock(new Date('2026-11-20T18:00:00Z'));
let parley: Parley;
let marketing: Campaigning;
let jordan: Client;

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  marketing = await (await Campaigning.of(parley, clock)).byHand();
  jordan = await parley.as('jordan');
});
afterAll(() => parley?.close());
beforeEach(() => {
  carrier.given = [];
  carrier.does = async () => randomUUID();
});

const days = (count: number) => clock.pass(count * 86_400_000);
const says = (from: string, body: string) => marketing.text(from, body, clock.now());
const thread = async (number: string) =>
  (
    await parley.rows<{ id: number; status: string; is_listed: number }>(
      'SELECT id, status, is_listed FROM conversations WHERE number = ?',
      [number],
    )
  )[0]!;

test('a Quick Message opens no conversation; an answer opens it, with the text that provoked it', async () => {
  const number = '+16175552001';
  const [ann] = await marketing.people([{ first: 'Annika', numbers: [number] }]);
  const id = await marketing.quickMessage([ann!], 'Are you coming to the open day, {{First Name}}?');
  await marketing.settle();
  expect(carrier.to(number)).toEqual(['Are you coming to the open day, Annika?']);
  const { id: conversation, status, is_listed: isListed } = await thread(number);
  expect([status, Boolean(isListed)]).toEqual(['unopened', false]);
  expect((await jordan.get('/conversations?status=any')).text).not.toContain('Annika');
  expect((await jordan.get(`/conversations/${conversation}`)).status).toBe(404);
  expect(await marketing.tally(id)).toMatchObject({ left: 1, replied: 0 });

  expect(await says(number, 'Yes, with my mother')).toBe(200);
  expect(await thread(number)).toMatchObject({ id: conversation, status: 'open' });
  expect((await jordan.get('/conversations')).text).toContain('Annika');
  const { text } = await jordan.get(`/conversations/${conversation}`);
  expect(text.indexOf('Are you coming to the open day, Annika?')).toBeGreaterThan(0);
  expect(text.indexOf('Yes, with my mother')).toBeGreaterThan(text.indexOf('Are you coming'));
  expect(await marketing.tally(id)).toMatchObject({ left: 1, replied: 1 });
  await says(number, 'And my father');
  expect((await marketing.tally(id)).replied).toBe(1);
});

test('an open conversation stays as it is: a text to many ends no waiting', async () => {
  const number = '+16175552002';
  const [bob] = await marketing.people([{ numbers: [number] }]);
  await says(number, 'Hello?');
  const before = await parley.rows('SELECT status, waiting_since FROM conversations WHERE number = ?', [number]);
  await marketing.quickMessage([bob!], 'News');
  await marketing.settle();
  expect(carrier.to(number)).toEqual(['News']);
  expect(await parley.rows('SELECT status, waiting_since FROM conversations WHERE number = ?', [number])).toEqual(
    before,
  );
});

test('a reply counts for the newest text that has left, and for no other', async () => {
  const number = '+16175552003';
  const [cy] = await marketing.people([{ numbers: [number], zone: 'Asia/Tokyo' }]);
  // The list of the first is made first, but its text leaves last.
  const late = await marketing.campaign([cy!], ['Late']);
  const queued = await marketing.campaign([cy!], ['Queued']);
  await marketing.settle();
  await parley.write('UPDATE contacts SET time_zone = NULL WHERE id = ?', [cy!]);
  const early = await marketing.quickMessage([cy!], 'Early');
  await marketing.settle();
  const replied = () => Promise.all([late, early, queued].map(async (id) => (await marketing.tally(id)).replied));
  await says(number, 'I got one');
  expect([carrier.to(number), await replied()]).toEqual([['Early'], [0, 1, 0]]);
  await marketing.pause(queued);
  clock.pass(5 * 3_600_000);
  await marketing.settle();
  await marketing.resume(queued);
  await marketing.feed();
  await says(number, 'Now two');
  expect([carrier.to(number), await replied()]).toEqual([
    ['Early', 'Late'],
    [1, 1, 0],
  ]);
  await marketing.settle();
});

test('a reply that is here before we know that its text has left counts too, and ends the steps', async () => {
  const number = '+16175552005';
  const [dee] = await marketing.people([{ numbers: [number] }]);
  carrier.does = async () => {
    clock.pass(1000);
    await says(number, 'So quick!');
    clock.pass(1000);
    return randomUUID();
  };
  const id = await marketing.campaign([dee!], ['One', 'Two']);
  await marketing.settle();
  expect((await marketing.tally(id)).replied).toBe(1);
  days(3);
  await marketing.settle();
  expect(carrier.to(number)).toEqual(['One']);
  expect((await marketing.fates(id, dee!)).map(({ reason }) => reason)).toEqual([null, 'replied']);
});

test('STOP counts as an opt-out; nothing more leaves, not the next step and not what is queued', async () => {
  const [number, other] = ['+16175552006', '+16175552007'];
  const people = await marketing.people([{ numbers: [number] }, { numbers: [other] }]);
  const id = await marketing.campaign(people, ['One', { body: 'Two', onlyIfNoReply: false }]);
  await marketing.settle();
  await says(number, 'Stop.');
  const queued = await marketing.quickMessage(people, 'Queued');
  expect(await marketing.tally(id)).toMatchObject({ left: 2, optedOut: 1, replied: 0 });
  await marketing.feed();
  await says(other, 'STOP');
  await marketing.settle();
  days(3);
  await marketing.settle();
  const mine = (bodies: string[]) => bodies.filter((body) => /^(One|Two|Queued)$/.test(body));
  expect([mine(carrier.to(number)), mine(carrier.to(other))]).toEqual([['One'], ['One']]);
  expect(await marketing.tally(queued)).toMatchObject({
    left: 0,
    skipped: { 'opted-out': 1 },
    failed: { 'opted-out': 1 },
  });
  expect(await marketing.tally(id)).toMatchObject({ optedOut: 2, skipped: { 'opted-out': 2 } });
  expect(await marketing.status(id)).toBe('sent');
  expect(await thread(number)).toMatchObject({ status: 'unopened' });
});

test('who opted out with the carrier counts as an opt-out, not as our failure', async () => {
  const number = '+16175552008';
  const [eve] = await marketing.people([{ numbers: [number] }]);
  const id = await marketing.campaign([eve!], ['One', { body: 'Two', onlyIfNoReply: false }]);
  await marketing.settle();
  const [{ client_ref: clientRef }] = (await parley.rows<{ client_ref: string }>(
    `SELECT client_ref FROM messages WHERE body = 'One' ORDER BY id DESC LIMIT 1`,
  )) as [{ client_ref: string }];
  const receipt = {
    ...{ channel: 'sms', message_uuid: randomUUID(), client_ref: clientRef, status: 'undeliverable' },
    ...{ to: number.slice(1), from: '12025550100', timestamp: clock.now().toISOString(), error: { title: 1240 } },
  };
  const [row] = await parley.rows<{ provider_id: string }>('SELECT provider_id FROM messages WHERE client_ref = ?', [
    clientRef,
  ]);
  const iat = Math.floor(clock.now().getTime() / 1000);
  await parley.webhook('status', { ...receipt, message_uuid: row!.provider_id }, { iat });
  expect(await marketing.tally(id)).toMatchObject({ left: 0, failed: { 1240: 1 }, optedOut: 1 });
  days(3);
  await marketing.settle();
  expect(carrier.to(number)).toEqual(['One']);
  expect((await marketing.tally(id)).skipped).toEqual({ 'opted-out': 1 });
});
