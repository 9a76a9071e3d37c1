import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { PushServices } from '../../src/push/push-services.js';
import { type Desk, eventually, Office, wholeChromium } from '../support/browser.js';
import { faultsOf } from '../support/inspection.js';
import { Parley } from '../support/parley.js';
import { type StandInBrowser, StandInPush } from '../support/stand-in-push.js';

let standIn: StandInPush;
let parley: Parley;
let office: Office;
let maya: number;
const mayas = '+16175550111';

beforeAll(async () => {
  standIn = await StandInPush.start();
  parley = await Parley.start({ push: new PushServices({ trusted: [standIn.url] }) });
  office = await Office.open(parley, wholeChromium);
  await parley.text(mayas, 'Is my transcript there?');
  maya = await parley.conversationWith(mayas);
  await parley.write('UPDATE conversations SET assignee_id = ?', [parley.cast.dana.id]);
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
  await standIn?.stop();
});

const bell = ({ page }: Desk) => page.locator('[data-bell]');
const icon = ({ page }: Desk) => page.locator('link[rel="icon"]').getAttribute('href');

test('The bell, the title and the icon count by themselves; the list opens where one is, and what is read is counted no longer', async () => {
  const dana = await (await office.desk('dana')).opens('/contacts');
  await dana.page.waitForFunction(() => document.querySelector('[data-bell][role="button"]'));
  const plain = await icon(dana);
  await parley.text(mayas, 'Anybody there?');
  await dana.sees(bell(dana).getByText('1', { exact: true }));
  expect(await dana.page.title()).toMatch(/^\(1\) /);
  expect(plain).toContain('favicon.svg');
  await dana.page.locator('link[rel="icon"][href^="data:image/svg"]').waitFor({ state: 'attached' });

  await bell(dana).click();
  await dana.sees('Maya Lindqvist texted');
  await parley.text(mayas, 'Hello?');
  await dana.sees('Hello?');
  await dana.clicks('button', 'Mark all as read');
  await bell(dana).locator('.count').waitFor({ state: 'hidden' });
  await dana.page.keyboard.press('Escape');
  await dana.page.locator('#bell-panel').waitFor({ state: 'hidden' });

  await dana.opens(`/conversations/${maya}`);
  await parley.text(mayas, 'One more');
  await dana.sees(dana.page.locator('.bubble', { hasText: 'One more' }));
  await bell(dana).locator('.count').waitFor({ state: 'hidden' });
});

test('Without script the bell is a link to the list, and a button marks what it shows as read', async () => {
  await parley.text(mayas, 'Once again');
  const dana = await (await office.desk('dana', { scripted: false })).opens('/contacts');
  await bell(dana).click();
  await dana.sees('Once again');
  await dana.clicks('button', 'Mark all as read');
  expect(await dana.page.locator('.notification.unread').count()).toBe(0);
  await dana.clicks('link', 'Maya Lindqvist texted');
  expect(new URL(dana.page.url()).pathname).toBe(`/conversations/${maya}`);
});

test('Typing @ in a note offers who may see the conversation, by keyboard; the mention rings their bell', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${maya}`);
  const riley = await (await office.desk('riley')).opens('/contacts');
  await jordan.page.locator('summary', { hasText: 'Internal note' }).click();
  const field = jordan.page.locator('#note');
  await field.pressSequentially('Ask @');
  expect(await jordan.page.getByRole('option').allTextContents()).toEqual([
    'Avery Collins',
    'Dana Whitfield',
    'Riley Brooks',
  ]);
  await field.press('ArrowDown');
  await field.press('Tab');
  expect(await field.inputValue()).toBe('Ask @Dana Whitfield ');
  await field.pressSequentially('or @bro');
  await field.press('Enter');
  expect(await field.inputValue()).toBe('Ask @Dana Whitfield or @Riley Brooks ');
  await jordan.clicks('button', 'Save note');
  await jordan.sees(jordan.page.locator('.note mark', { hasText: '@Riley Brooks' }));
  await riley.sees(bell(riley).getByText('1', { exact: true }));
});

/** Lets a browser that knows no push service subscribe to the stand-in’s; `deliver` is what its push service does then. */
async function withPush({ page }: Desk, { endpoint, p256dh, auth }: StandInBrowser) {
  const context = page.context();
  await context.grantPermissions(['notifications'], { origin: parley.url });
  await context.addInitScript(
    (json) => {
      let isOn = localStorage.getItem('subscribed') === 'yes';
      const turn = (on: boolean) => {
        isOn = on;
        localStorage.setItem('subscribed', on ? 'yes' : 'no');
      };
      const subscription = { toJSON: () => json, unsubscribe: async () => (turn(false), true) };
      PushManager.prototype.getSubscription = async () => (isOn ? subscription : null) as unknown as PushSubscription;
      PushManager.prototype.subscribe = async () => (turn(true), subscription) as unknown as PushSubscription;
    },
    { endpoint, keys: { p256dh, auth } },
  );
  const session = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  return async (words: object) =>
    session.send('ServiceWorker.deliverPushMessage', {
      origin: parley.url,
      registrationId: await registered,
      data: JSON.stringify(words),
    });
}

const shownBy = ({ page }: Desk) =>
  page.evaluate(async () => {
    const { getNotifications } = ServiceWorkerRegistration.prototype;
    const shown = await getNotifications.call(await navigator.serviceWorker.ready);
    return shown.map(({ title }) => title);
  });

test('Turned on in a browser, it shows what happens even where Parley is not looked at, until it has been read', async () => {
  const browser = await standIn.browser();
  const dana = await office.desk('dana');
  const deliver = await withPush(dana, browser);
  await dana.opens('/account/notifications');
  await dana.clicks('button', 'Turn on for this browser');
  await dana.sees('This browser shows your notifications from now on.');
  await dana.clicks('button', 'Send a test');
  await dana.sees('A test is on its way.');
  await eventually(async () => browser.shown.length > 0);
  await deliver(browser.shown[0]!);
  await eventually(async () => (await shownBy(dana)).includes('Notifications work'));
  await dana.page.setViewportSize({ width: 390, height: 844 });
  expect(await faultsOf(dana, 'a browser that is on')).toEqual([]);

  const url = `/conversations/${maya}`;
  const words = { id: 7, title: 'Maya Lindqvist texted', body: 'Northfield', url, tag: `conversations-${maya}` };
  for (let times = 0; times < 2; times += 1) await deliver(words);
  await eventually(async () => (await shownBy(dana)).filter((title) => title === words.title).length === 1);
  await dana.opens(url);
  await eventually(async () => !(await shownBy(dana)).includes(words.title));

  await dana.opens('/account/notifications');
  await dana.clicks('button', /^Turn off/);
  await dana.sees(dana.page.getByRole('button', { name: 'Turn on for this browser' }));
  expect(standIn.faults).toEqual([]);
});

test('Without script the page of one’s notifications says what is missing, and the rest of it works', async () => {
  const dana = await (await office.desk('dana', { scripted: false })).opens('/account/notifications');
  await dana.sees('a browser must run scripts');
  await dana.page.getByRole('checkbox', { name: 'Somebody mentions me in a note, browser' }).uncheck();
  await dana.clicks('button', 'Save');
  await dana.sees('Your choice is saved.');
});
