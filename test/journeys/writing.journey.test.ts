import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Desk, eventually, Office } from '../support/browser.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;
let maya: number;
let leo: number;

beforeAll(async () => {
  parley = await Parley.start({ carrier: 'simulator' });
  office = await Office.open(parley);
  await parley.text('+16175550111', 'Is my transcript there?');
  await parley.text('+16175550112', 'When is the open day?');
  maya = await parley.conversationWith('+16175550111');
  leo = await parley.conversationWith('+16175550112');
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

test('Send pressed twice, or its keys held down, sends one text', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${maya}`);
  await jordan.page.locator('.reply textarea').fill('Pressed twice');
  await jordan.page.getByRole('button', { name: 'Send', exact: true }).dblclick();
  await jordan.sees(bubble(jordan, 'Pressed twice'));

  await jordan.page.locator('.reply textarea').fill('Keys held down');
  await jordan.page.keyboard.down('Control');
  for (let times = 0; times < 30; times += 1) await jordan.page.keyboard.down('Enter');
  await jordan.page.keyboard.up('Enter');
  await jordan.page.keyboard.up('Control');
  await jordan.sees(bubble(jordan, 'Keys held down'));

  const plain = await (await office.desk('jordan', { scripted: false })).opens(`/conversations/${maya}`);
  await plain.page.locator('.reply textarea').fill('Pressed twice without script');
  await plain.page.getByRole('button', { name: 'Send', exact: true }).dblclick();
  await plain.sees(bubble(plain, 'Pressed twice without script'));

  await (await parley.as('jordan')).post('/preferences', { enterSends: '1' });
  await jordan.page.reload();
  await jordan.page.locator('.reply textarea').pressSequentially('Enter held down');
  // Safari tells the Enter of an input method, which takes a suggestion, by its number only.
  await jordan.page.locator('.reply textarea').evaluate((field) => {
    const key = { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent('keydown', key));
  });
  await jordan.page.keyboard.press('Shift+Enter');
  await jordan.page.keyboard.type('on two lines');
  for (let times = 0; times < 30; times += 1) await jordan.page.keyboard.down('Enter');
  await jordan.page.keyboard.up('Enter');
  await jordan.sees(bubble(jordan, 'Enter held down'));
  await (await parley.as('jordan')).post('/preferences', { enterSends: '' });

  await parley.flush();
  expect(await sentTo('+16175550111')).toEqual([
    'Pressed twice',
    'Keys held down',
    'Pressed twice without script',
    'Enter held down\non two lines',
  ]);
});

test('What Jordan began to write is there when he comes back, and nobody else’s business', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${leo}`);
  await jordan.page.locator('.reply textarea').pressSequentially('Dear Leo, the open day');
  await jordan.clicks('link', 'Contacts');
  await jordan.sees(jordan.page.getByRole('heading', { name: 'Contacts' }));
  await jordan.opens(`/conversations/${leo}`);
  expect(await jordan.page.locator('.reply textarea').inputValue()).toBe('Dear Leo, the open day');

  const avery = await (await office.desk('avery')).opens(`/conversations/${leo}`);
  expect(await avery.page.locator('.reply textarea').inputValue()).toBe('');

  await jordan.page.locator('.reply textarea').press('Control+Enter');
  await jordan.sees(bubble(jordan, 'Dear Leo, the open day'));
  await jordan.page.reload();
  expect(await jordan.page.locator('.reply textarea').inputValue()).toBe('');
});

test('News that arrives while Jordan writes takes neither his words nor his place', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${leo}`);
  const avery = await parley.as('avery');
  const field = jordan.page.locator('.reply textarea');
  await field.pressSequentially('I am wri');
  await parley.text('+16175550112', 'Sorry, one more question');
  await jordan.sees('Sorry, one more question');
  await jordan.page.keyboard.type('ti');
  await avery.post(`/conversations/${leo}/assignment`, { assignee: parley.cast.jordan.id });
  await avery.post(`/conversations/${leo}/notes`, { body: 'He called, too' });
  await jordan.sees('He called, too');
  await jordan.sees(jordan.page.locator('.assigned', { hasText: 'Jordan Reyes' }));
  await jordan.page.keyboard.type('ng');
  expect(await field.inputValue()).toBe('I am writing');

  await jordan.page.locator('summary', { hasText: 'Internal note' }).click();
  await jordan.page.getByLabel('Only staff see this').fill('He asks a lot');
  await jordan.page.getByLabel('Only staff see this').focus();
  await parley.text('+16175550112', 'And another one');
  await jordan.sees('And another one');
  expect(await jordan.page.getByLabel('Only staff see this').inputValue()).toBe('He asks a lot');
  await avery.post(`/conversations/${leo}/resolution`);
  await jordan.sees('This conversation is resolved. Reopen it to answer.');
  await jordan.page.keyboard.type(', really');
  expect(await jordan.page.getByLabel('Only staff see this').inputValue()).toBe('He asks a lot, really');
  await jordan.clicks('button', 'Reopen');
  await jordan.sees(field);
  expect(await jordan.page.getByLabel('Only staff see this').inputValue()).toBe('He asks a lot, really');
  await jordan.clicks('button', 'Save note');
  await jordan.sees(jordan.page.locator('.note', { hasText: 'He asks a lot, really' }));
  expect(await field.inputValue()).toBe('I am writing');
});

test('News that comes while an answer is being shown takes no words, and what was sent does not come back', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${leo}`);
  const page = jordan.page;
  const reply = page.locator('.reply textarea');
  const note = page.getByLabel('Only staff see this');
  await reply.fill('A reply half typed');
  await page.locator('summary', { hasText: 'Internal note' }).click();
  await note.fill('A note half typed');
  // The pane is brought anew; before that swap has settled, its composer is brought anew as well.
  await page.evaluate(async () => {
    const fresh = await (await fetch(location.pathname)).text();
    const part = (id: string) => new DOMParser().parseFromString(fresh, 'text/html').getElementById(id)!.outerHTML;
    const { htmx } = window as unknown as { htmx: { swap(ctx: object): Promise<void> } };
    const bring = (id: string) => {
      const target = document.getElementById(id)!;
      return htmx.swap({ text: part(id), target, sourceElement: target, swap: 'outerHTML' });
    };
    await Promise.all([bring('conversation-main'), bring('composer')]);
  });
  expect(await reply.inputValue()).toBe('A reply half typed');
  expect(await note.inputValue()).toBe('A note half typed');

  // The answer to a send comes when the form that sent is no more; and Jordan has gone on typing.
  await reply.fill('Sent once');
  const answer = await jordan.holds(`**/conversations/${leo}/messages`);
  await reply.press('Control+Enter');
  await reply.pressSequentially(' and more');
  await page.evaluate(async () => {
    const target = document.getElementById('composer')!;
    const { htmx } = window as unknown as { htmx: { swap(ctx: object): Promise<void> } };
    await htmx.swap({ text: target.outerHTML, target, sourceElement: target, swap: 'outerHTML' });
  });
  expect(await reply.inputValue()).toBe('Sent once and more');
  answer.comes();
  await jordan.sees(bubble(jordan, 'Sent once'));
  await eventually(async () => (await reply.inputValue()) === ' and more');
  expect(await note.inputValue()).toBe('A note half typed');
  await reply.fill('');
});

test('Whatever comes first, a text is sent once, and its words are neither kept as a draft nor lost', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${leo}`);
  const page = jordan.page;
  const reply = page.locator('.reply textarea');
  const note = page.getByLabel('Only staff see this');
  // A note is saved while the text is on its way: its answer brings the pane anew before the text is answered.
  const answer = await jordan.holds(`**/conversations/${leo}/messages`);
  await page.locator('summary', { hasText: 'Internal note' }).click();
  await note.fill('A note on the side');
  await reply.fill('Answered late');
  await reply.press('Control+Enter');
  await answer.isAsked;
  await jordan.clicks('button', 'Save note');
  await jordan.sees(page.locator('.note', { hasText: 'A note on the side' }));
  await reply.pressSequentially('!');
  await reply.press('Control+Enter');
  answer.comes();
  await jordan.sees(bubble(jordan, 'Answered late'));
  await eventually(async () => (await reply.inputValue()) === '!');
  await reply.fill('');

  // Who goes on to a note while the text is on its way, writes a note.
  const other = await jordan.holds(`**/conversations/${leo}/messages`);
  await reply.fill('And then a note');
  await reply.press('Control+Enter');
  await other.isAsked;
  await page.locator('summary', { hasText: 'Internal note' }).click();
  await note.fill('For st');
  other.comes();
  await jordan.sees(bubble(jordan, 'And then a note'));
  await page.keyboard.type('aff');
  expect(await note.inputValue()).toBe('For staff');
  expect(await reply.inputValue()).toBe('');

  // A draft can come after the text itself.
  const draft = await jordan.holds(/draft$/);
  await reply.fill('Sent and kept');
  await draft.isAsked;
  await reply.press('Control+Enter');
  await jordan.sees(bubble(jordan, 'Sent and kept'));
  const kept = page.waitForResponse(/draft$/);
  draft.comes();
  expect((await kept).status()).toBe(204);
  await page.reload();
  expect(await reply.inputValue()).toBe('');
  await parley.flush();
  expect((await sentTo('+16175550112')).slice(-3)).toEqual(['Answered late', 'And then a note', 'Sent and kept']);
});

test('An answer of a proxy in between takes the place of nothing, and news closes no menu', async () => {
  const jordan = (await (await office.desk('jordan')).opens(`/conversations/${leo}`)).foresee(/413/);
  const page = jordan.page;
  const reply = page.locator('.reply textarea');
  await reply.fill('Too large for the proxy');
  const body = '<html><head><title>413 Request Entity Too Large</title></head><body>nginx</body></html>';
  await page.route(`**/conversations/${leo}/messages`, (route) =>
    route.fulfill({ status: 413, contentType: 'text/html', body }),
  );
  await reply.press('Control+Enter');
  await jordan.sees('That did not work (413). What you typed is still here.');
  expect(await reply.inputValue()).toBe('Too large for the proxy');
  await page.unroute(`**/conversations/${leo}/messages`);

  await reply.fill('');
  await reply.pressSequentially('/');
  await jordan.sees(page.locator('#template-list'));
  await parley.text('+16175550112', 'Are you there?');
  await jordan.sees(bubble(jordan, 'Are you there?'));
  expect(await page.locator('#template-list').isVisible()).toBe(true);
  await reply.fill('');
});

test('A text that is sent after the session is over is not lost', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${leo}`);
  const reply = jordan.page.locator('.reply textarea');
  const context = jordan.page.context();
  const cookies = await context.cookies();
  await context.clearCookies();
  await reply.fill('Typed after the weekend');
  await reply.press('Control+Enter');
  await jordan.sees('You are signed out.');
  expect(await reply.inputValue()).toBe('Typed after the weekend');
  // In another tab.
  await context.addCookies(cookies);
  await reply.press('Control+Enter');
  await jordan.sees(bubble(jordan, 'Typed after the weekend'));

  await context.clearCookies();
  await jordan.clicks('button', 'Resolve');
  await jordan.page.waitForURL(/\/login\?next=/);
});

test('Jordan and Avery see each other in a conversation, and that one is typing', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${leo}`);
  const avery = await (await office.desk('avery')).opens(`/conversations/${leo}`);
  await jordan.sees('Avery Collins has this open');
  await avery.sees('Jordan Reyes has this open');
  await avery.page.locator('.reply textarea').pressSequentially('Hello');
  await jordan.sees('Avery Collins is typing');
  await avery.clicks('button', 'Send');
  await avery.sees(avery.page.locator('.bubble', { hasText: 'Hello' }));
  await jordan.sees('Avery Collins has this open');
  await avery.sees('Jordan Reyes has this open');
});

test('The second of two who hand a conversation on at once is told', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${maya}`);
  await jordan.page.locator('summary', { hasText: 'Reassign' }).click();
  await jordan.page.getByLabel('Find someone').pressSequentially('whít');
  expect(await jordan.page.locator('.person:visible').count()).toBe(1);
  expect(await jordan.page.getByRole('radio', { name: 'Dana Whitfield' }).isChecked()).toBe(true);
  await (await parley.as('avery')).post(`/conversations/${maya}/assignment`, { assignee: parley.cast.sam.id });
  await jordan.foresee(/422/).clicks('button', 'Assign');
  await jordan.sees(jordan.page.locator('.assignment .problem'));
  expect((await jordan.texts('.assignment .problem')).join()).toContain('Sam Okafor');
});

test('Signs, scripts and letters of every kind are shown as what they are', async () => {
  const signs =
    '<img src=x onerror="window.ran=1"><script>window.ran=1</script>{{name}} {{{7*7}}} &amp; <b>no</b> \u202Egnp.exe مرحبا 👩‍👩‍👧‍👦 "\'`${1}';
  const body = `${signs} ${'long '.repeat(200)}`.slice(0, 1000);
  const firstName = '<script>window.ran=1</script><i>Zoë 🦊';
  const lastName = '\u202Eمرحبا "O’Neil" {{name}}';
  const avery = await parley.as('avery');
  const created = await avery.post('/contacts', {
    firstName,
    lastName,
    contactTypeId: parley.cast.maya.contactType.id,
    'numbers[]': ['(617) 555-0113'],
    'labels[]': ['<b>mobile</b>'],
  });
  expect(created.status).toBe(303);
  expect((await avery.post('/phones/16175550113/texts', { body })).status).toBe(303);
  await eventually(
    async () => (await parley.rows('SELECT id FROM conversations WHERE number = ?', ['+16175550113'])).length,
  );
  const id = await parley.conversationWith('+16175550113');
  // No text of ours may hold what could be a merge field.
  const reply = body.replace(/\{{2,}/g, '{').replace(/\}{2,}/g, '}');
  await avery.post(`/conversations/${id}/messages`, { body: reply });
  await avery.post(`/conversations/${id}/notes`, { body });
  await avery.post(`/conversations/${id}/assignment`, { assignee: parley.cast.avery.id, note: signs });
  const name = `${firstName} ${lastName}`;

  const desk = await (await office.desk('avery')).opens('/conversations');
  const row = desk.page.locator(`#row-${id}`);
  expect(await row.locator('.row-link bdi').textContent()).toBe(name);
  expect(reply).toContain((await row.locator('.row-text bdi').textContent())!.slice(0, 90).trim());

  await desk.opens(`/conversations/${id}`);
  expect(await desk.page.title()).toContain(name);
  expect(await desk.page.locator('h1').innerText()).toContain('<i>Zoë 🦊');
  expect(await desk.page.locator('.bubble').allTextContents()).toEqual([body, reply]);
  expect(await desk.page.locator('.note-body').textContent()).toBe(body);
  expect(await desk.page.locator('.line-detail').last().textContent()).toBe(`“${signs}”`);

  for (const path of [
    created.location!,
    '/contacts',
    `${created.location}/conversations`,
    `${created.location}/edit`,
    '/phones',
    '/phones/16175550113',
  ]) {
    await desk.opens(path);
    expect(await desk.page.content()).not.toContain('<i>Zoë');
    expect((await desk.page.locator('main').innerText()) + (await valuesOf(desk))).toContain('<i>Zoë 🦊');
  }
  expect(await desk.page.locator('.outbound .bubble').allTextContents()).toEqual([body]);
  await desk.opens(`/conversations?q=${encodeURIComponent('<i>Zoë')}`);
  expect(await desk.page.evaluate(() => 'ran' in window)).toBe(false);
});

const bubble = ({ page }: Desk, body: string) => page.locator('.bubble', { hasText: body });
const valuesOf = async ({ page }: Desk) =>
  (
    await page.locator('main input').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
  ).join();

async function sentTo(phone: string) {
  const rows = await parley.rows<{ body: string }>(
    `SELECT body FROM phone_texts WHERE direction = 'to-phone' AND phone = ? ORDER BY id`,
    [phone],
  );
  return rows.map(({ body }) => body);
}
