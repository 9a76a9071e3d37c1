import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Campaign } from '../../src/marketing/campaign.js';
import { Results } from '../../src/marketing/results.js';
import { Members } from '../../src/people/members.js';
import type { Member } from '../../src/people/member.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';
import { at, everyFate, gone, sent } from './results-cast.js';

let parley: Parley;
let jordan: Member;
const clock = new SetClock(new Date());

beforeAll(async () => {
  parley = await Parley.start({ clock });
  jordan = (await parley.app.get(Members).find(parley.cast.jordan.id, parley.cast.program.id))!;
});
afterAll(() => parley?.close());

const results = (campaign: Campaign, query: object = {}) => parley.app.get(Results).of(campaign, jordan, query);
// Nothing goes on with it by itself, so that what is read is what was written.
const halted = {
  status: 'paused',
  pause: { because: 'person', byUserId: 1, at: at.toISOString() },
} as Partial<Campaign>;
const listed = async (campaign: Campaign, show: string) =>
  (await results(campaign, { show })).recipients.rows.map(({ state }) => state);

describe('the numbers', () => {
  test('count each text in exactly one outcome, with its reason, and add up to the total', async () => {
    const { outcomes, figures } = await results(await sent(parley, everyFate, halted));
    expect(outcomes.map(({ label, count }) => [label, count])).toEqual([
      ['Delivered', 3],
      ['Sent, no receipt yet', 1],
      ['Unconfirmed', 1],
      ['Not delivered', 3],
      ['Waiting', 2],
      ['Skipped', 4],
    ]);
    expect(outcomes.reduce((all, { count }) => all + count, 0)).toBe(everyFate.length);
    for (const { count, reasons, label } of outcomes)
      if (['Not delivered', 'Skipped'].includes(label))
        expect(reasons.reduce((all, { countText }) => all + Number(countText), 0)).toBe(count);
    expect(outcomes.find(({ label }) => label === 'Skipped')!.reasons[0]).toEqual({
      text: 'Opted out of texts.',
      countText: '2',
    });
    expect(figures.map(({ label, countText, shareText }) => `${label}: ${countText} ${shareText}`.trim())).toEqual([
      ...['Recipients: 14', 'Sent: 5 36%', 'Delivered: 3 60%', 'Not delivered: 3 38%'],
      ...['Replied: 1 20%', 'Opted out: 1 20%'],
    ]);
  });

  test('agree with the list that each of them leads to', async () => {
    const campaign = await sent(parley, everyFate, halted);
    const { recipients } = await results(campaign);
    const counted = Object.fromEntries(recipients.tabs.map(({ label, countText }) => [label, Number(countText)]));
    const shows = ['all', 'waiting', 'sent', 'delivered', 'unconfirmed', 'failed', 'skipped', 'replied', 'opted-out'];
    const labels = Object.keys(counted);
    for (const [place, show] of shows.entries())
      expect([show, (await listed(campaign, show)).length]).toEqual([show, counted[labels[place]!]]);
    expect(await listed(campaign, 'sent')).toEqual(['Sent', 'Delivered', 'Delivered', 'Delivered', 'Unconfirmed']);
    expect(await listed(campaign, 'failed')).toEqual(['Not delivered', 'Not delivered', 'Not delivered']);
    expect(await listed(campaign, 'nonsense')).toHaveLength(everyFate.length);
  });

  test('of what was canceled: who waited is canceled, and what had left stays as it is', async () => {
    const fates = [
      ...everyFate.filter(({ state, outcome }) => state !== 'queued' || outcome),
      { ...gone({ outcome: 'failed', errorCode: 'canceled', leftAt: null }) },
    ];
    const campaign = await sent(parley, fates, { status: 'canceled', finishedAt: clock.now() });
    const { outcomes, progress, refreshes } = await results(campaign);
    const counted = Object.fromEntries(outcomes.map(({ label, count }) => [label, count]));
    expect(counted).toMatchObject({ Canceled: 2, 'Not delivered': 3, Delivered: 3, Skipped: 4 });
    expect(counted).not.toHaveProperty('Waiting');
    expect(outcomes.reduce((all, { count }) => all + count, 0)).toBe(fates.length);
    expect(await listed(campaign, 'canceled')).toEqual(['Canceled', 'Canceled']);
    expect(await listed(campaign, 'waiting')).toEqual([]);
    expect(progress).toMatchObject({ heading: 'Canceled', value: 12, max: 14 });
    expect(progress.text).toContain('12 of 14 texts were done by then');
    // A receipt may still come, but not for ever.
    expect(refreshes).toBe('10000');
    expect(
      (await results(Object.assign(campaign, { finishedAt: new Date(clock.now().getTime() - 7_200_000) }))).refreshes,
    ).toBe('');
  });
});

describe('the page', () => {
  test('says why, when, and where the conversation is, to those who may see it', async () => {
    const campaign = await sent(parley, everyFate, halted);
    const rows = await parley.rows<{ id: number; number: string }>(
      'SELECT id, number FROM campaign_recipients WHERE campaign_id = ? AND has_replied = 1',
      [campaign.id],
    );
    await parley.text(rows[0]!.number, 'Yes please');
    const conversation = await parley.conversationWith(rows[0]!.number);
    await parley.write('UPDATE campaign_recipients SET conversation_id = ? WHERE id = ?', [conversation, rows[0]!.id]);
    const { status, text } = await (await parley.as('jordan')).get(campaign.url);
    expect(status).toBe(200);
    for (const words of [
      'The phone was switched off or out of reach for too long.',
      'No value for Recruiter',
      'No phone number',
      'Nov 20, 2026, 10:00 AM',
      `href="/conversations/${conversation}"`,
    ])
      expect(text).toContain(words);
    await parley.write('UPDATE campaigns SET created_by_id = ? WHERE id = ?', [parley.cast.dana.id, campaign.id]);
    const hers = await (await parley.as('dana')).get(campaign.url);
    expect(hers.status).toBe(200);
    expect(hers.text).not.toContain(`href="/conversations/${conversation}"`);
    expect((await (await parley.as('sam')).get(campaign.url)).status).toBe(404);
  });

  test('goes on page by page, each person once, and a fragment has the same', async () => {
    const fates = Array.from({ length: 120 }, (_, place) =>
      place % 2 ? gone({ outcome: 'delivered' }) : gone({ outcome: 'undeliverable', errorCode: '1180' }),
    );
    const campaign = await sent(parley, fates, halted);
    const client = await parley.as('jordan');
    const seen: string[] = [];
    let url: string | undefined = `${campaign.url}?show=delivered`;
    const lengths: number[] = [];
    while (url) {
      const { text } = await client.get(url);
      const ids = [...text.matchAll(/id="(recipient-\d+)"/g)].map(([, id]) => id!);
      lengths.push(ids.length);
      seen.push(...ids);
      url = /<a href="([^"]+)">Next 50/
        .exec(text)?.[1]
        ?.replaceAll('&amp;', '&')
        .replaceAll('&#x3D;', '=')
        .split('#')[0];
    }
    expect(lengths).toEqual([50, 10]);
    expect(new Set(seen).size).toBe(60);
  });

  test('of a draft shows nothing but that it was not sent', async () => {
    const { progress, hasBegun } = await results(
      await sent(parley, [], { status: 'draft', startedAt: null, preparedAt: null }),
    );
    expect(hasBegun).toBe(false);
    expect(progress).toMatchObject({ heading: 'Not sent yet', max: 0 });
  });
});
