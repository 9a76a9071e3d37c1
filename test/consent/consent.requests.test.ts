import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { Parley, Remembering } from '../support/parley.js';

const mayas = '+16175550111';
const leos = '+16175550112';

let parley: Parley;
let jordan: Client;
let dana: Client;
let maya: number;
const carrier = new Remembering();

beforeAll(async () => {
  parley = await Parley.start({ carrier });
  jordan = await parley.as('jordan');
  dana = await parley.as('dana');
  await parley.text(mayas, 'Hello');
  maya = await parley.conversationWith(mayas);
});
afterAll(() => parley.close());
beforeEach(async () => {
  for (const table of ['opt_out_wishes', 'opt_outs', 'consent_changes']) await parley.write(`DELETE FROM ${table}`);
  await parley.write('UPDATE conversations SET assignee_id = NULL');
});

const wishes = () =>
  parley.rows<{ status: string; rule: string; decided_by_id: number | null }>(
    'SELECT status, rule, decided_by_id FROM opt_out_wishes ORDER BY id',
  );
const ledger = () =>
  parley.rows<{ change: string; source: string; reason: string | null; by_user_id: number | null }>(
    'SELECT `change`, source, reason, by_user_id FROM consent_changes ORDER BY id',
  );
const isOptedOut = async () => (await parley.rows('SELECT id FROM opt_outs')).length > 0;
const queue = async (who: Client) => (await who.get('/consent/wishes')).text;

describe('A wish to opt out in free words', () => {
  test('opts nobody out by itself, is said in the thread and waits in the queue with the days left', async () => {
    await parley.text(mayas, 'please don’t text me anymore');
    expect(await isOptedOut()).toBe(false);
    expect(await wishes()).toEqual([{ status: 'open', rule: 'dont-text', decided_by_id: null }]);
    const thread = (await jordan.get(`/conversations/${maya}`)).text;
    expect(thread).toContain('This reads like a wish to opt out');
    expect(thread).toContain('10 business days left to decide');
    expect(await queue(jordan)).toContain('please don’t text me anymore');
    expect((await jordan.get('/live/counts')).text).toContain('"wishes":"1"');
  });

  test('is one, however often somebody says it, and however often the carrier repeats it', async () => {
    const id = { message_uuid: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' };
    for (let times = 0; times < 3; times++) await parley.text(mayas, 'take me off this list', id);
    await parley.text(mayas, 'no más mensajes');
    expect(await wishes()).toHaveLength(1);
  });

  test('is decided by one click: opted out, with a line in the ledger', async () => {
    await parley.text(mayas, 'lose my number');
    const { location } = await jordan.post(`/conversations/${maya}/opt-out`, { from: 'queue', reason: 'Asked for it' });
    expect(location).toBe('/consent/wishes');
    const { id } = parley.cast.jordan;
    expect(await wishes()).toEqual([{ status: 'opted-out', rule: 'lose-my-number', decided_by_id: id }]);
    expect(await ledger()).toEqual([{ change: 'opt-out', source: 'staff', reason: 'Asked for it', by_user_id: id }]);
    expect(await queue(jordan)).toContain('Nothing to decide');
    expect((await jordan.get(`/conversations/${maya}`)).text).toContain('Jordan Reyes opted this number out');
  });

  test('or it is none, and the next one is asked about again', async () => {
    await parley.text(mayas, 'stop texting me');
    await jordan.delete(`/conversations/${maya}/wish`);
    await jordan.delete(`/conversations/${maya}/wish`);
    expect((await wishes()).map(({ status }) => status)).toEqual(['dismissed']);
    const lines = await parley.rows(`SELECT id FROM events WHERE kind = 'wish-dismissed'`);
    expect(lines).toHaveLength(1);
    await parley.text(mayas, 'I said stop texting me');
    expect((await wishes()).map(({ status }) => status)).toEqual(['dismissed', 'open']);
  });

  test('is settled by STOP', async () => {
    await parley.text(mayas, 'take me off your list');
    await parley.text(mayas, 'STOP');
    expect((await wishes()).map(({ status }) => status)).toEqual(['opted-out']);
    await parley.text(mayas, 'I said take me off your list');
    expect(await wishes()).toHaveLength(1);
  });

  test('is seen only in conversations that one may see', async () => {
    await parley.text(mayas, 'unsubscribe me please');
    expect(await queue(dana)).not.toContain('unsubscribe me please');
    expect((await dana.delete(`/conversations/${maya}/wish`)).status).toBe(404);
    expect((await dana.post(`/conversations/${maya}/opt-out`)).status).toBe(404);
    await parley.write('UPDATE conversations SET assignee_id = ?', [parley.cast.dana.id]);
    expect(await queue(dana)).toContain('unsubscribe me please');
    expect(await queue(await parley.as('olive'))).not.toContain('unsubscribe me please');
    expect((await dana.post(`/conversations/${maya}/opt-out`)).status).toBe(303);
    expect(await isOptedOut()).toBe(true);
  });

  describe('of an unknown sender', () => {
    const number = '+16175550177';
    let sender: number;
    beforeEach(async () => {
      await parley.text(number, 'wrong number');
      [sender] = (await parley.rows<{ id: number }>('SELECT id FROM conversations WHERE number = ?', [number])).map(
        ({ id }) => id,
      ) as [number];
    });

    test('is in the queue and on the card of whoever looks after unknown senders, and counts', async () => {
      expect(await queue(jordan)).toMatch(/Unknown sender[^]*wrong number/);
      expect((await jordan.get('/unknown-senders')).text).toMatch(/A wish to opt out\?[^]*10 business days left/);
      expect((await jordan.get('/live/counts')).text).toContain('"wishes":"1"');
      expect(await queue(dana)).not.toContain('wrong number');
      expect((await dana.get('/live/counts')).text).toContain('"wishes":""');
    });

    test('is decided there: opted out, as the card says from then on', async () => {
      expect((await dana.post(`/unknown-senders/${sender}/opt-out`)).status).toBe(403);
      expect((await (await parley.as('olive')).post(`/unknown-senders/${sender}/opt-out`)).status).not.toBe(303);
      expect(await isOptedOut()).toBe(false);
      expect((await jordan.post(`/unknown-senders/${sender}/opt-out`, { from: 'queue' })).location).toBe(
        '/consent/wishes',
      );
      expect(await isOptedOut()).toBe(true);
      expect((await wishes()).map(({ status }) => status)).toEqual(['opted-out']);
      expect((await jordan.get('/unknown-senders')).text).toContain('Opted out: nothing is sent to this number.');
      const lines = await parley.rows(`SELECT id FROM events WHERE kind = 'opted-out' AND conversation_id = ?`, [
        sender,
      ]);
      expect(lines).toHaveLength(1);
    });

    test('or it is none', async () => {
      await jordan.delete(`/unknown-senders/${sender}/wish`);
      expect((await wishes()).map(({ status }) => status)).toEqual(['dismissed']);
      expect(await queue(jordan)).toContain('Nothing to decide');
    });

    test('goes along when somebody says whose number it is', async () => {
      await jordan.post(`/unknown-senders/${sender}/link`, { contact: parley.cast.leo.id });
      expect(await queue(jordan)).toMatch(/Leo Marchetti[^]*617\) 555-0177/);
    });
  });
});

describe('Texts that come in another order than they were written in', () => {
  const second = 1000;
  const texts = (body: string, secondsAgo: number) =>
    parley.text(mayas, body, { timestamp: new Date(Date.now() - secondsAgo * second).toISOString() });

  test('a START from before the STOP, which the provider delivers again, lifts nothing and is answered by nothing', async () => {
    await texts('STOP', 60);
    await parley.flush();
    const before = carrier.to(mayas).length;
    await texts('START', 120);
    await parley.flush();
    expect(await isOptedOut()).toBe(true);
    expect((await ledger()).map(({ change }) => change)).toEqual(['opt-out']);
    expect(carrier.to(mayas)).toHaveLength(before);
    expect((await jordan.get(`/conversations/${maya}`)).text).toContain(
      'Texted “START” before opting out; it came late, and the opt-out stays',
    );
  });

  test('a STOP that came late gives way to a START that was written after it', async () => {
    await texts('STOP', 120);
    await texts('START', 60);
    expect(await isOptedOut()).toBe(false);
  });

  test('nor does one from before the last of several STOPs', async () => {
    await texts('STOP', 180);
    await texts('STOP', 60);
    await texts('START', 120);
    expect(await isOptedOut()).toBe(true);
  });

  test('within the same second the last to come counts', async () => {
    await texts('STOP', 60);
    await texts('START', 60);
    expect(await isOptedOut()).toBe(false);
    await texts('STOP', 60);
    expect(await isOptedOut()).toBe(true);
  });

  test('nor does an old START lift what staff wrote down since', async () => {
    await jordan.post(`/conversations/${maya}/opt-out`, { reason: 'Said so on the telephone' });
    await texts('START', 60);
    expect(await isOptedOut()).toBe(true);
  });
});

describe('Staff', () => {
  test('opt out at once: what is queued is not sent', async () => {
    await jordan.post(`/conversations/${maya}/messages`, { body: 'See you on Friday', token: 'one' });
    await jordan.post(`/conversations/${maya}/opt-out`, { reason: 'On the telephone' });
    await parley.flush();
    const [text] = await parley.rows<{ status: string }>(
      `SELECT status FROM messages WHERE body = 'See you on Friday'`,
    );
    // It may have left before the click; if it had not, it never does.
    expect(text!.status === 'failed' || carrier.to(mayas).includes('See you on Friday')).toBe(true);
    const page = (await jordan.get(`/conversations/${maya}`)).text;
    expect(page).toContain('Maya opted out through Jordan Reyes');
    expect(page).not.toContain('name="body" rows="2" dir="auto"');
  });

  test('find what they wrote again when it is too long', async () => {
    const { status, text } = await jordan.post(`/conversations/${maya}/opt-out`, { reason: 'x'.repeat(501) });
    expect([status, text.includes(`name="reason" value="${'x'.repeat(501)}"`)]).toEqual([422, true]);
    expect(await isOptedOut()).toBe(false);
  });

  test('opt back in with a reason, and only for who asked for it', async () => {
    await jordan.post(`/conversations/${maya}/opt-out`);
    const path = `/conversations/${maya}/opt-out?_method=DELETE`;
    const without = await jordan.post(path, { agreed: '1' });
    expect([without.status, without.text.includes('Say how and when they asked')]).toEqual([422, true]);
    expect(without.text).toMatch(/name="agreed" value="1" checked/);
    const unasked = await jordan.post(path, { reason: 'By e-mail today' });
    expect([unasked.status, unasked.text.includes('Only somebody who asked for it')]).toEqual([422, true]);
    expect(unasked.text).toContain('value="By e-mail today"');
    expect(await isOptedOut()).toBe(true);
    expect((await jordan.post(path, { reason: 'By e-mail today', agreed: '1' })).status).toBe(303);
    expect(await isOptedOut()).toBe(false);
    expect((await ledger()).map(({ change, reason }) => [change, reason])).toEqual([
      ['opt-out', null],
      ['opt-in', 'By e-mail today'],
    ]);
  });

  test('can’t opt back in without looking after contacts', async () => {
    await parley.write('UPDATE conversations SET assignee_id = ?', [parley.cast.dana.id]);
    await dana.post(`/conversations/${maya}/opt-out`);
    const { text } = await dana.get(`/conversations/${maya}`);
    expect(text).not.toContain('Opt back in');
    const form = { reason: 'x', agreed: '1' };
    expect((await dana.post(`/conversations/${maya}/opt-out?_method=DELETE`, form)).status).toBe(403);
    expect((await dana.post(`/contacts/${parley.cast.maya.id}/consent`, form)).status).toBe(403);
  });

  test('do the same on the record of a contact, number by number; a number of somebody else is none of theirs', async () => {
    const path = `/contacts/${parley.cast.leo.id}/consent`;
    const said = { change: 'opt-out', reason: 'His mother called' };
    expect((await jordan.post(path, { ...said, number: mayas })).status).toBe(422);
    expect((await jordan.post(path, { ...said, number: leos })).status).toBe(303);
    expect((await jordan.get(path)).text).toMatch(/Opted out by Jordan Reyes[^]*His mother called/);
    const unasked = await jordan.post(path, { number: leos, change: 'opt-in', reason: 'He wrote' });
    expect([unasked.status, /name="agreed" value="1" +aria-invalid="true"/.test(unasked.text)]).toEqual([422, true]);
    const unsaid = await jordan.post(path, { number: leos, change: 'opt-in', agreed: '1' });
    expect([unsaid.status, /name="agreed" value="1" checked/.test(unsaid.text)]).toEqual([422, true]);
    expect((await (await parley.as('olive')).get(path)).status).toBe(404);
  });
});

describe('The ledger', () => {
  beforeEach(async () => {
    await parley.text(mayas, 'Stop.');
    await parley.text(mayas, 'START');
    await jordan.post(`/contacts/${parley.cast.leo.id}/consent`, { number: leos, change: 'opt-out', reason: '=1+1' });
  });

  test('of a contact says what happened, newest first, and leads only to what one may see', async () => {
    const path = `/contacts/${parley.cast.maya.id}/consent`;
    const { text } = await jordan.get(path);
    expect(text).toMatch(/Opted back in by texting “START”[^]*Opted out by texting “Stop.”/);
    expect(text).toContain(`href="/conversations/${maya}"`);
    expect((await dana.get(path)).text).not.toContain(`href="/conversations/${maya}"`);
  });

  test('is a file that proves it, in which no cell is a formula, and numbers stay whole', async () => {
    const { text, headers } = await jordan.get(`/contacts/${parley.cast.leo.id}/consent.csv`);
    expect(headers.get('content-disposition')).toContain('consent-');
    expect(text).toContain(`'=1+1`);
    expect(text).toContain(`'${leos}`);
    expect(text).toContain('Leo Marchetti');
    expect(text).not.toContain(mayas);
  });

  test('of a program is a file for a time, for those who may change settings', async () => {
    const avery = await parley.as('avery');
    const today = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 10);
    const days = (from: string, to: string) => `/settings/consent/ledger.csv?from=${from}&to=${to}`;
    const file = (await avery.get(days('2020-01-01', '2099-01-01'))).text;
    expect(file.trim().split('\r\n')).toHaveLength(4);
    expect((await avery.get(days('2020-01-01', '2020-02-01'))).text.trim().split('\r\n')).toHaveLength(1);
    expect((await avery.get(days(today, '2020-02-01'))).status).toBe(422);
    const { text } = await avery.get('/settings/consent');
    expect(text).toContain('Opted out by texting “Stop.”');
    expect(text).toContain(`<a href="/contacts/${parley.cast.maya.id}/consent"><bdi>Maya Lindqvist</bdi></a>`);
    expect((await jordan.get(days(today, today))).status).toBe(403);
    const olives = await (await parley.as('olive')).get(days('2020-01-01', '2099-01-01'));
    expect(olives.text.trim().split('\r\n')).toHaveLength(1);
  });
});

describe('The words of a program', () => {
  const answers = { optOutConfirmation: 'Bye.', optInConfirmation: 'Hello again.', helpAnswer: 'Text us.' };
  const save = async (own: Record<string, string>) =>
    (await parley.as('avery')).post('/settings/conversations/keywords', {
      ...{ stop: 'END', start: '', help: 'HELP', ...answers },
      ...own,
    });

  test('are added and taken away, but the six always work', async () => {
    expect((await save({ stop: 'Halt\nbasta, END', start: 'yes please' })).status).toBe(303);
    await parley.text(mayas, 'basta');
    expect(await isOptedOut()).toBe(true);
    await parley.text(mayas, 'Yes please!');
    expect(await isOptedOut()).toBe(false);
    await parley.text(mayas, 'QUIT');
    expect(await isOptedOut()).toBe(false);
    await parley.text(mayas, 'cancel');
    expect(await isOptedOut()).toBe(true);
    await parley.text(mayas, 'unstop');
    await parley.flush();
    expect(carrier.to(mayas).slice(-2)).toEqual(['Bye.', 'Hello again.']);
  });

  test.each([
    ['a word in two lists', { help: 'END' }, 'is already in another list'],
    ['one of the six in the wrong list', { help: 'stop' }, 'is already in another list'],
    ['a word that people answer with', { stop: 'yes' }, 'how people answer questions'],
    ['signs alone', { stop: '!!!' }, 'has no letters or digits'],
    ['no answer', { helpAnswer: ' ' }, 'Write the answer'],
    ['a novel for an answer', { helpAnswer: 'x'.repeat(321) }, 'can have 320 characters'],
  ])('%s is refused beside the field, and nothing is lost', async (_, own, sentence) => {
    const { status, text } = await save({ start: 'AGAIN', ...own });
    expect([status, text.includes(sentence)]).toEqual([422, true]);
    expect(text).toContain('>AGAIN</textarea>');
  });

  test('a list that did not come is refused, and shows what holds', async () => {
    expect((await save({ stop: 'HALT\nBASTA' })).status).toBe(303);
    const path = '/settings/conversations/keywords';
    const { status, text } = await (await parley.as('avery')).post(path, { start: 'AGAIN', helpAnswer: '' });
    expect(status).toBe(422);
    for (const shown of ['HALT\nBASTA', 'AGAIN', 'HELP', 'Bye.']) expect(text).toContain(`>${shown}</textarea>`);
  });
});
