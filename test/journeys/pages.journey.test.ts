import { AxeBuilder } from '@axe-core/playwright';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Contact } from '../../src/contacts/contact.js';
import { type Desk, Office } from '../support/browser.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;
let maya: number;
let leo: number;
let resolved: number;
let optedOut: number;
let sibling: number;
let sender: number;

const [mayas, leos, resolveds, leavers, siblings, strangers] = ['0111', '0112', '0113', '0114', '0115', '0170'].map(
  (end) => `+1617555${end}`,
) as [string, string, string, string, string, string];
const minutes = 120_000;
const long =
  'Could you tell me whether the recommendation from my physics teacher, which she sent in October, has arrived? '.repeat(
    4,
  );

// An office in which everything has happened once.
beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  const { contactType } = parley.cast.maya;
  const names = [
    ['Rosalind', 'Hartmann-Castellanos de la Fuente'],
    ['Tom', 'Gone'],
    ['Ada', 'Sisters'],
    ['Ida', 'Sisters'],
  ] as const;
  await parley.database.transaction(async () => {
    for (const [index, number] of [resolveds, leavers, siblings, siblings].entries()) {
      const [firstName, lastName] = names[index]!;
      const person = {
        contactType,
        firstName,
        lastName,
        email: `${firstName}@somewhere.example`,
        numbers: [{ number, label: 'Mobile' }],
      };
      await parley.database.manager.save(Contact.of(parley.cast.program.id, person, new Date()));
    }
  });
  await parley.text(leos, 'When is the open day?', { timestamp: new Date(Date.now() - 50 * 3600_000).toISOString() });
  for (const number of [mayas, resolveds, leavers, siblings, strangers]) await parley.text(number, long);
  await parley.text(leavers, 'STOP');
  [maya, leo, resolved, optedOut, sibling] = (await Promise.all(
    [mayas, leos, resolveds, leavers, siblings].map((number) => parley.conversationWith(number)),
  )) as [number, number, number, number, number];

  const avery = await parley.as('avery');
  sender = Number(/senders\/(\d+)\/link/.exec((await avery.get('/unknown-senders')).text)![1]);
  await avery.post(`/conversations/${resolved}/resolution`);
  await avery.post(`/conversations/${maya}/notes`, { body: '@Dana Whitfield knows her school' });
  await avery.post(`/conversations/${maya}/assignment`, { assignee: parley.cast.dana.id, note: 'Yours' });
  for (const body of ['Unconfirmed', 'Not delivered', 'It is, since Monday.']) {
    await avery.post(`/conversations/${maya}/messages`, { body });
    await avery.post(`/conversations/${leo}/messages`, { body });
  }
  await parley.flush();
  await parley.write(`UPDATE messages SET status = 'unconfirmed' WHERE body = 'Unconfirmed'`);
  await parley.write(`UPDATE messages SET status = 'undeliverable', error_code = '1180' WHERE body = 'Not delivered'`);
  await parley.write('UPDATE conversations SET has_failed = 1 WHERE id = ?', [leo]);
  await avery.post('/saved-views', { name: 'Unread ones', query: 'unread=1' });
  await avery.post('/phones/16175550112/power', { off: '1' });
  await avery.post('/phones/16175550111/texts', { body: 'From the telephone' });
  await parley.stranger().post('/webhooks/vonage/inbound', { forged: long });
  await parley.webhook('inbound', { odd: long });
}, 60_000);
afterEach(async () => expect(await office.leave()).toEqual([]), minutes);
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

test(
  'Before signing in',
  () =>
    everyPage(null, [
      ['sign in', '/login'],
      [
        'a wrong password',
        '/login',
        async ({ page }) => {
          await page.getByLabel('E-mail address').fill('jordan@n.example');
          await page.getByLabel('Password').fill('wrong');
          await page.getByRole('button', { name: 'Sign in' }).click();
          await page.locator('.problem').waitFor();
        },
      ],
    ]),
  minutes,
);

test(
  'The lists',
  () =>
    everyPage('avery', [
      ['all', '/conversations'],
      ['any', '/conversations?status=any'],
      ['filtered', '/conversations?unread=1&assignee=none&q=teacher', ({ page }) => unfold(page, '#more-filters')],
      ['saved', '/conversations?unread=1'],
      ['nothing found', '/conversations?q=xylophone'],
      ['mine', '/conversations?view=mine'],
      [
        'selected',
        '/conversations',
        async ({ page }) => {
          const [box] = await page
            .getByRole('checkbox', { name: /^Select/ })
            .filter({ visible: true })
            .all();
          await box?.check();
        },
      ],
      [
        'bulk',
        '/conversations?q=Rosalind&status=resolved',
        async ({ page }) => {
          await page.evaluate(() => {
            (document.querySelector('[name="ids"]') as HTMLInputElement).checked = true;
            (document.querySelector('.bulk [value="resolve"]') as HTMLButtonElement).click();
          });
          await page.waitForURL(/bulk/);
        },
      ],
      ['contacts', '/contacts'],
      ['no contacts', '/contacts?q=xylophone'],
      ['unknown senders', '/unknown-senders'],
      ['whose number', `/unknown-senders/${sender}/link?q=Ada`],
      ['deliveries', '/settings/deliveries', ({ page }) => unfold(page, '.raw')],
      ['not found', '/conversations/999999'],
    ]),
  minutes,
);

test(
  'Conversations',
  () =>
    everyPage('jordan', [
      ['failed', `/conversations/${leo}`],
      ['unconfirmed', `/conversations/${maya}`],
      ['assigning', `/conversations/${maya}`, ({ page }) => unfold(page, 'details[name="head"]')],
      ['a note', `/conversations/${maya}`, ({ page }) => unfold(page, '#note-form')],
      [
        'writing',
        `/conversations/${maya}`,
        ({ page }) => page.locator('.reply textarea').fill('“Curly” 🎓 '.repeat(12)),
      ],
      ['my menu', `/conversations/${maya}`, ({ page }) => unfold(page, '.user')],
      [
        'shortcuts',
        `/conversations/${maya}`,
        ({ page }) => page.locator('#shortcuts').evaluate((sheet: HTMLElement) => sheet.showPopover()),
      ],
      ['resolved', `/conversations/${resolved}`],
      ['opted out', `/conversations/${optedOut}`],
      ['shared number', `/conversations/${sibling}`],
    ]),
  minutes,
);

test(
  'Contacts and telephones',
  async () => {
    const { id } = parley.cast.maya;
    await everyPage('avery', [
      ['contact', `/contacts/${id}`],
      ['their conversations', `/contacts/${id}/conversations`],
      ['edit', `/contacts/${id}/edit`],
      ['new', '/contacts/new'],
      [
        'a wrong form',
        '/contacts/new',
        async ({ page }) => {
          await page.getByLabel('Number').first().fill('12');
          await page.getByLabel('E-mail').fill('a@b');
          await page.getByRole('button', { name: 'Add contact' }).click();
          await page.locator('.problem').first().waitFor();
        },
      ],
      ['phones', '/phones'],
      ['no phone', '/phones/open?number=12'],
      ['phone', '/phones/16175550111'],
      ['phone that is off', '/phones/16175550112'],
    ]);
  },
  minutes,
);

test(
  'Those who may do less',
  async () => {
    await everyPage('sam', [
      ['nothing', '/conversations'],
      ['forbidden', '/settings/deliveries'],
    ]);
    await everyPage('riley', [
      ['reading', `/conversations/${maya}`],
      ['list', '/conversations'],
    ]);
  },
  minutes,
);

type Visit = [name: string, path: string, prepare?: (desk: Desk) => Promise<unknown>];

/** Visits pages in light and dark, wide and narrow: axe finds nothing, nothing scrolls sideways, fingers find what to press. */
async function everyPage(name: 'avery' | 'jordan' | 'sam' | 'riley' | null, visits: Visit[]) {
  const desk = (await office.desk(name)).foresee(/40[134]|422/);
  const { page } = desk;
  const found: string[] = [];
  for (const [what, path, prepare] of visits) {
    await look(page, 1440, 'light');
    await desk.opens(path);
    await prepare?.(desk);
    await bringAxe(page);
    found.push(...(await violations(page, `${what}, wide`, tags)));
    await look(page, 1440, 'dark');
    found.push(...(await violations(page, `${what}, wide, dark`, ['color-contrast'])));
    await look(page, 390, 'dark');
    found.push(...(await violations(page, `${what}, narrow, dark`, tags)));
    await look(page, 390, 'light');
    found.push(...(await violations(page, `${what}, narrow`, ['color-contrast'])));
    found.push(...(await page.evaluate(misfits)).map((misfit) => `${what}, narrow: ${misfit}`));
  }
  expect(found).toEqual([]);
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function look(page: Page, width: 390 | 1440, colorScheme: 'light' | 'dark') {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
}

/** Leaves axe in the page, so that it need not be brought for each look. */
const bringAxe = (page: Page) => new AxeBuilder({ page }).setLegacyMode(true).withRules('html-has-lang').analyze();

async function violations(page: Page, what: string, values: string[]) {
  const found = await page.evaluate(
    async (runOnly) => {
      const { axe } = window as unknown as { axe: { run(where: Document, how: object): Promise<AxeResults> } };
      const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
            .join(' | ')}`,
      );
    },
    { type: values.includes('best-practice') ? 'tag' : 'rule', values },
  );
  return found.map((violation) => `${what}: ${violation.replaceAll(/\s+/g, ' ')}`);
}

/** What does not fit a narrow screen, or a finger. */
function misfits() {
  const wide = [document.documentElement, ...document.querySelectorAll('body, main, main *, .bar')]
    .filter(
      (element) =>
        element.scrollWidth > element.clientWidth + 1 &&
        /auto|scroll/.test(getComputedStyle(element).overflowX + (element === document.documentElement ? 'auto' : '')),
    )
    .map((element) => `${element.localName}.${element.className} scrolls sideways`);
  const small = [
    ...document.querySelectorAll<HTMLElement>(
      'button, summary, select, input:not([type="checkbox"], [type="radio"], [type="hidden"]), textarea',
    ),
  ]
    .filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        element.getBoundingClientRect().height < 36,
    )
    .map((element) => `${element.outerHTML.slice(0, 80)} is only ${element.getBoundingClientRect().height} high`);
  const outside = [...document.querySelectorAll<HTMLElement>('button, summary, select, input, textarea')]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => `${element.outerHTML.slice(0, 80)} is outside`);
  return [...wide, ...small, ...outside];
}

const unfold = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((all) => all.forEach((details) => ((details as HTMLDetailsElement).open = true)));
