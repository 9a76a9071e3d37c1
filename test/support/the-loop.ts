import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Desk, eventually, Office } from './browser.js';
import { Parley } from './parley.js';

/** The journey through the whole loop, script on and off: on a MySQL or MariaDB server, else on SQLite. */
export function theLoop(server?: string) {
  let parley: Parley;
  let office: Office;

  beforeAll(async () => {
    parley = await Parley.start({ carrier: 'simulator', server });
    office = await Office.open(parley);
  });
  afterEach(async () => expect(await office.leave()).toEqual([]));
  afterAll(async () => {
    await office?.close();
    await parley?.close();
  });

  test(
    'Maya texts, Jordan answers and hands on to Dana, who resolves; Maya comes back, and opts out',
    () => throughIt(office, true),
    60_000,
  );

  test('Leo does the same with an office where no browser runs scripts', () => throughIt(office, false), 60_000);
}

async function throughIt(office: Office, scripted: boolean) {
  const contact = scripted ? 'Maya Lindqvist' : 'Leo Marchetti';
  const jordan = await office.desk(null, { scripted });
  const phone = await office.desk('avery', { scripted });

  await jordan.opens('/conversations');
  await signIn(jordan, 'jordan@n.example');
  await jordan.sees(jordan.page.getByRole('searchbox'));

  // The text arrives in the open list by itself: told by the server, not asked for every few seconds.
  const asked: string[] = [];
  jordan.page.on('request', (request) => request.url().includes('/live/changes') && asked.push(request.url()));
  await phone.opens('/phones');
  await phone.clicks('link', contact);
  await text(phone, 'Is my transcript there?');
  await jordan.sees('Is my transcript there?');
  await eventually(async () => (await jordan.page.title()).includes('(1)'));
  expect(asked).toEqual([]);

  // Jordan answers, and the delivery state gets on by itself.
  await jordan.clicks('link', contact);
  await jordan.sees(jordan.page.getByRole('heading', { name: contact, level: 1 }));
  const seen = await watchStates(jordan);
  await answer(jordan, 'It is, since Monday.', { byKeyboard: scripted });
  await jordan.sees(jordan.page.locator('.bubble', { hasText: 'It is, since Monday.' }));
  await phone.sees(phone.page.locator('.inbound .bubble', { hasText: 'It is, since Monday.' }));
  await jordan.sees(jordan.page.locator('.state', { hasText: 'Delivered' }));
  if (scripted) expect(await seen()).toMatch(/^(Queued|Sending|Sent).*Delivered$/);
  expect(await jordan.texts('.bubble')).toEqual(['Is my transcript there?', 'It is, since Monday.']);

  // Dana gets it, Sam can't find it.
  const dana = await office.desk('dana', { scripted });
  await dana.opens('/conversations');
  if (scripted) await dana.sees('Nothing is waiting for you');
  await assign(jordan, 'Dana Whitfield', 'Knows her school');
  await jordan.sees('Jordan Reyes assigned this to Dana Whitfield');
  await dana.sees(dana.page.getByRole('link', { name: contact }));
  expect(await dana.page.locator('h1').innerText()).toContain('My conversations');
  await dana.clicks('link', contact);
  await dana.sees('Knows her school');
  await answer(dana, 'Dana here. Anything else?');
  await phone.sees('Dana here. Anything else?');
  await jordan.sees('Dana here. Anything else?');
  const { pathname } = new URL(dana.page.url());

  const sam = (await office.desk('sam', { scripted })).foresee(/404/);
  const refused = await sam.page.goto(pathname);
  expect(refused?.status()).toBe(404);
  await sam.opens('/conversations?q=transcript&status=any');
  await sam.sees('Nothing matches');
  expect(await sam.page.locator('.row').count()).toBe(0);

  // Resolved, then open again by another text.
  await dana.clicks('button', 'Resolve');
  await dana.sees('This conversation is resolved');
  await jordan.sees('Dana Whitfield resolved this');
  await jordan.sees(jordan.page.locator('form.banner').getByRole('button', { name: 'Reopen' }));
  expect(await dana.page.locator('.reply textarea').count()).toBe(0);
  await text(phone, 'One more thing');
  await dana.sees('One more thing');
  await dana.sees(dana.page.locator('.reply textarea'));
  await jordan.sees(jordan.page.locator('.reply textarea'));

  // STOP.
  await text(phone, 'Stop.');
  await dana.sees('Nothing can be sent to this number.');
  await dana.misses(dana.page.locator('.reply textarea'));
  await jordan.misses(jordan.page.locator('.reply textarea'));
  const confirmations = phone.page.locator('.inbound .bubble', { hasText: 'any more texts from Northfield' });
  await phone.sees(confirmations);
  await text(phone, 'STOP');
  await phone.sees(phone.page.locator('.outbound .bubble', { hasText: /^STOP$/ }));
  await new Promise((resolve) => setTimeout(resolve, 700));
  await phone.page.reload();
  expect(await confirmations.count()).toBe(1);
  await phone.opens('/phones');
  expect(await phone.page.locator('.row-like').first().innerText()).toMatch(/(Maya|Leo)[^]*STOP/);
}

async function signIn({ page }: Desk, email: string) {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function text({ page }: Desk, body: string) {
  await page.getByRole('textbox', { name: 'Text' }).fill(body);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.outbound .bubble', { hasText: body }).last().waitFor();
}

async function answer({ page }: Desk, body: string, { byKeyboard = false } = {}) {
  await page.locator('.reply textarea').fill(body);
  if (byKeyboard) await page.keyboard.press('Control+Enter');
  else await page.getByRole('button', { name: 'Send', exact: true }).click();
}

async function assign({ page }: Desk, name: string, note: string) {
  await page.locator('summary', { hasText: 'Reassign' }).click();
  await page.getByRole('radio', { name }).check();
  await page.getByLabel('Note for them').fill(note);
  await page.getByRole('button', { name: 'Assign', exact: true }).click();
}

/** Notes down each state that a text goes through on the page. */
async function watchStates({ page, scripted }: Desk) {
  if (!scripted) return () => Promise.resolve('');
  await page.evaluate(() => {
    const states: string[] = [];
    Object.assign(window, { states });
    const note = () => {
      const state = document.querySelector('.state')?.textContent?.trim();
      if (state && state !== states.at(-1)) states.push(state);
    };
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
  return async () => {
    const said = () => page.evaluate(() => (window as unknown as { states: string[] }).states.join(' '));
    await eventually(async () => (await said()).endsWith('Delivered'));
    return said();
  };
}
