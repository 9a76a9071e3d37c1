import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { root } from '../../src/root.js';
import { Office } from '../support/browser.js';
import { everyPage } from '../support/inspection.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;

beforeAll(async () => {
  parley = await Parley.start({ carrier: 'simulator' });
  office = await Office.open(parley);
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

const digits = '16175550111';

for (const scripted of [true, false]) {
  const way = scripted ? '' : ', without script';

  test(`Maya sends a picture from her phone, Jordan sees it and sends one back${way}`, async () => {
    const phone = await (await office.desk('avery', { scripted })).opens(`/phones/${digits}`);
    await phone.page.getByLabel('Picture').selectOption('A transcript');
    await phone.page.getByRole('textbox', { name: 'Text' }).fill(`My grades${way}`);
    await phone.clicks('button', 'Send');
    await phone.sees(phone.page.locator('.handset .attachment img'));
    const lead = await (await office.desk('jordan', { scripted })).opens('/conversations');
    await lead.sees(`My grades${way}`);
    await lead.clicks('link', 'Maya Lindqvist');
    await lead.sees(lead.page.getByRole('link', { name: 'Picture “transcript.png”' }));
    const before = await phone.page.locator('.inbound .attachment img').count();
    await lead.page.locator('#picture').setInputFiles(join(root, 'public/samples/campus.png'));
    if (scripted) await lead.sees(lead.page.getByRole('button', { name: 'Remove the picture' }));
    await lead.clicks('button', /^Send$/);
    await lead.sees(lead.page.locator('.outbound .attachment img'));
    await phone.sees(phone.page.locator('.inbound .attachment img').nth(before));
  });
}

test('The picture that is chosen last is the one that is shown', async () => {
  const thread = await parley.conversationWith(`+${digits}`);
  const lead = await (await office.desk('jordan')).opens(`/conversations/${thread}`);
  const { page } = lead;
  // The first one takes long to be read.
  await page.evaluate(() => {
    const read = window.createImageBitmap;
    const go = new Promise((resolve) => addEventListener('go', resolve, { once: true }));
    window.createImageBitmap = (async (file: Blob) => {
      window.createImageBitmap = read;
      await go;
      return read(file);
    }) as typeof read;
  });
  await page.locator('#picture').setInputFiles(join(root, 'public/samples/transcript.png'));
  await page.locator('#picture').setInputFiles(join(root, 'public/samples/campus.png'));
  await lead.sees(page.locator('#picture-preview', { hasText: 'campus.png' }));
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { prototype } = HTMLCanvasElement;
        const draw = prototype.toDataURL;
        prototype.toDataURL = function (...way) {
          setTimeout(resolve);
          return draw.apply(this, way);
        };
        dispatchEvent(new Event('go'));
      }),
  );
  expect(await page.locator('#picture-preview').innerText()).toContain('campus.png');
});

test('the pages of pictures and of who was put aside', async () => {
  await parley.text(`+${digits}`, '', { message_type: 'image', image: { url: 'https://example.com/a.png' } });
  const image = { url: 'https://phones.invalid/campus.png' };
  await parley.text('+13125550141', 'Spam', { message_type: 'image', image });
  const sender = await parley.conversationWith('+13125550141');
  await (await parley.as('jordan')).post('/unknown-senders/spam', { ids: String(sender) });
  const thread = await parley.conversationWith(`+${digits}`);
  await everyPage(office, 'avery', [
    ['a thread with pictures', `/conversations/${thread}`],
    ['a phone with pictures', `/phones/${digits}`],
    ['spam', '/unknown-senders/spam'],
    ['blocked', '/unknown-senders/blocked'],
    ['block', `/unknown-senders/${sender}/block`],
  ]);
});
