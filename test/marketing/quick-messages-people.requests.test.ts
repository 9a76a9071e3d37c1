import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Campaigning, Scripted } from '../support/campaigning.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
let acts: Campaigning;
let avery: Client;
let jordan: Client;
let dana: Client;
let sam: Client;
let riley: Client;
let olive: Client;
const clock = new SetClock();
const carrier = new Scripted();
const url = '/quick-messages';
let both: string[];

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  acts = await (await Campaigning.of(parley, clock)).byHand();
  [avery, jordan, dana] = [await parley.as('avery'), await parley.as('jordan'), await parley.as('dana')];
  [sam, riley, olive] = [await parley.as('sam'), await parley.as('riley'), await parley.as('olive')];
  both = [String(parley.cast.maya.id), String(parley.cast.leo.id)];
});
afterAll(() => parley?.close());

const send = async (who: Client, body: string) => (await who.post(url, { contacts: both, body })).location!;
const idOf = (location: string) => Number(location.split('/').at(-1));

describe('Who may what', () => {
  test('a Viewer may not, and is not offered it', async () => {
    for (const path of [url, `${url}/new`, `${url}/1`]) expect((await riley.get(path)).status).toBe(403);
    for (const path of [url, `${url}/preview`]) expect((await riley.post(path, { contacts: both })).status).toBe(403);
    const { text } = await riley.get('/contacts');
    expect(text).not.toContain('quick-messages');
    expect((await riley.get(`/contacts/${both[0]}`)).text).not.toContain('quick-messages');
  });

  test('a Counselor is offered Quick Messages, a Lead Campaigns too', async () => {
    const danas = (await dana.get('/contacts')).text;
    expect(danas).toContain('href="/quick-messages"');
    expect(danas).not.toContain('href="/campaigns');
    const jordans = (await jordan.get('/contacts')).text;
    expect(jordans).toContain('href="/quick-messages"');
    expect(jordans).toContain('href="/campaigns"');
    expect((await dana.get(url)).text).not.toContain('aria-label="Marketing"');
    expect((await jordan.get(url)).text).toContain('aria-label="Marketing"');
  });

  test('one’s own are for oneself and for those who see every conversation', async () => {
    const location = await send(dana, 'From Dana');
    const statuses = await Promise.all(
      [dana, sam, jordan, avery, olive].map(async (who) => (await who.get(location)).status),
    );
    expect(statuses).toEqual([200, 404, 200, 200, 404]);
    const lists = await Promise.all(
      [dana, sam, jordan, olive].map(async (who) => (await who.get(url)).text.includes('From Dana')),
    );
    expect(lists).toEqual([true, false, true, false]);
    expect((await sam.get(url)).text).toContain('No Quick Message yet');
    expect((await jordan.get(url)).text).toContain('Dana Whitfield</td>');
    await acts.settle();
  });

  test('who sees one without managing Campaigns can’t stop it', async () => {
    const location = await send(dana, 'Not for Riley to stop');
    await parley.write(
      `UPDATE roles SET permissions = 'view-all-conversations,send-quick-messages' WHERE program_id = ? AND name = 'Viewer'`,
      [parley.cast.program.id],
    );
    const { status, text } = await riley.get(location);
    expect([status, text.includes(`${location}/pause`)]).toEqual([200, false]);
    expect((await riley.post(`${location}/pause`)).status).toBe(403);
    expect((await sam.post(`${location}/cancel`)).status).toBe(404);
    expect((await olive.post(`${location}/cancel`)).status).toBe(404);
    await parley.write(
      `UPDATE roles SET permissions = 'view-all-conversations' WHERE program_id = ? AND name = 'Viewer'`,
      [parley.cast.program.id],
    );
    expect(await acts.status(idOf(location))).toBe('sending');
    await acts.settle();
  });
});

describe('One that is under way', () => {
  test('is paused, goes on, and is canceled; what it can’t is said', async () => {
    const location = await send(dana, 'Wait for it');
    expect((await dana.post(`${location}/pause`)).location).toBe(location);
    await acts.settle();
    expect(carrier.bodies).not.toContain('Wait for it');
    expect((await dana.get(location)).text).toContain('You paused it.');
    expect((await jordan.get(location)).text).toContain('Dana Whitfield paused it.');
    expect((await jordan.post(`${location}/pause`)).status).toBe(303);
    expect((await dana.get(location)).text).toContain('You paused it.');
    expect((await jordan.post(`${location}/resume`)).status).toBe(303);
    await acts.settle();
    expect(carrier.bodies.filter((body) => body === 'Wait for it')).toHaveLength(2);
    const late = await dana.post(`${location}/cancel`);
    expect([late.status, late.text.includes('It has already ended.')]).toEqual([422, true]);

    const other = await send(dana, 'Never');
    await dana.post(`${other}/cancel`);
    await acts.settle();
    expect([await acts.status(idOf(other)), carrier.bodies.includes('Never')]).toEqual(['canceled', false]);
    expect((await dana.get(other)).text).not.toContain(`${other}/cancel`);
  });
});

test('The list goes on page by page, newest first, and skips none', async () => {
  for (let number = 1; number <= 33; number += 1) await send(sam, `Number ${number}.`);
  const numbersOf = (text: string) => [...text.matchAll(/Number (\d+)\./g)].map(([, number]) => Number(number));
  const first = (await sam.get(url)).text;
  const next = /href="(\/quick-messages\?before=\d+)"/.exec(first.replaceAll('&#x3D;', '='))?.[1];
  const second = (await sam.get(next!)).text;
  expect([...numbersOf(first), ...numbersOf(second)]).toEqual(Array.from({ length: 33 }, (_, place) => 33 - place));
  expect(second).not.toContain('?before');
  expect((await sam.get(`${url}?before=1`)).text).toContain('No older ones');
  expect(first).toMatch(/2<span class="narrow-only"> recipients/);
  await parley.write('DELETE FROM campaigns WHERE created_by_id = ?', [parley.cast.sam.id]);
});

describe('In Contacts', () => {
  test('rows are selected and texted with a plain form', async () => {
    const { text } = await dana.get('/contacts');
    expect(text).toMatch(/<form [^>]*method="get" action="\/quick-messages\/new">/);
    expect(text).toContain(
      `<input type="checkbox" name="contacts" value="${both[0]}" aria-label="Select Maya Lindqvist">`,
    );
    expect(text).not.toContain('Campaign to all that match');
  });

  test('a Lead takes all that match into a Campaign, as the grid shows them', async () => {
    const { text } = await jordan.get(
      `/contacts?q=Maya&type=${parley.cast.maya.contactTypeId}&f=last-name.is.Lindqvist`,
    );
    const href = /href="\/campaigns\/new\?([^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
    expect(Object.fromEntries(new URLSearchParams(href))).toEqual({
      ...{ q: 'Maya', type: String(parley.cast.maya.contactTypeId) },
      f: 'last-name.is.Lindqvist',
    });
    expect((await jordan.get('/contacts')).text).toContain('href="/campaigns/new"');
  });

  test('the record of a contact leads to a text to them', async () => {
    const { text } = await dana.get(`/contacts/${both[0]}`);
    expect(text).toContain(`href="/quick-messages/new?contacts=${both[0]}"`);
    const [bare] = await acts.people([{ first: 'Bare' }]);
    expect((await dana.get(`/contacts/${bare}`)).text).not.toContain(`contacts=${bare}`);
  });
});
