import { describe, expect, test } from '@jest/globals';
import { draftIn, withContact, withoutContact } from '../../src/marketing/quick-message-draft.js';
import type { Prospect } from '../../src/marketing/quick-message-review.js';
import { summaryOf, whyNobody } from '../../src/marketing/quick-message-summary.js';
import { skipReason } from '../../src/marketing/skip-reasons.js';

const ann: Prospect = {
  ...{ contactId: 1, name: 'Ann Lee', text: 'Hello', segments: 1, isAsleep: false },
  ...{ reason: null, detail: null },
};
const to = (name: string, own: Partial<Prospect> = {}): Prospect => ({ ...ann, contactId: name.length, name, ...own });

describe('The form of a Quick Message', () => {
  test.each([
    [{ contacts: '7' }, [7]],
    [{ contacts: ['7', '9'] }, [7, 9]],
    [{ 'contacts[]': ['7', '9'] }, [7, 9]],
    [{ contacts: '7-9,11' }, [7, 9, 11]],
    [{ contacts: ['7', '7'] }, [7, 7]],
    [{ contacts: ['', 'x', '0', '1e999', '99999999999'] }, [1, 999]],
    [{}, []],
  ])('reads recipients: %j', (said, ids) => expect(draftIn(said).contacts).toEqual(ids));

  test('takes somebody in once, and lets them go wholly', () => {
    const draft = draftIn({ contacts: ['7', '9', '7'] });
    expect(withContact(draft, 9)).toBe(draft);
    expect(withContact(draft, 8).contacts).toEqual([7, 9, 7, 8]);
    expect(withoutContact(draft, 7).contacts).toEqual([9]);
  });
});

describe('What is said before it is sent', () => {
  test('reasons are counted, the commonest first, with the first names', () => {
    const landlines = Array.from({ length: 10 }, (_, place) => to(`N${place}`, { reason: 'not-mobile' }));
    const { going, skipped, segments, groups } = summaryOf([
      to('Ann'),
      to('Ben', { segments: 2 }),
      to('Cy', { reason: 'no-value', detail: 'Recruiter' }),
      to('Di', { reason: 'no-value', detail: 'High school' }),
      ...landlines,
    ]);
    expect([going, skipped, segments]).toEqual([2, 12, 3]);
    expect(groups.map(({ words, count, names, more }) => [words, count, names.length, more])).toEqual([
      ['Not a mobile number', 10, 8, 2],
      ['No value for Recruiter', 1, 1, 0],
      ['No value for High school', 1, 1, 0],
    ]);
  });

  test.each([
    [[to('Ann')], ''],
    [[to('Ann', { isAsleep: true })], 'It is night where Ann is; the text leaves at 8 AM their time.'],
    [[to('Ann', { isAsleep: true }), to('Ben')], 'It is night where Ann is; their text leaves at 8 AM their time.'],
    [
      [to('Ann', { isAsleep: true }), to('Ben', { isAsleep: true }), to('Cyrus')],
      'It is night where 2 of them are; their text leaves at 8 AM their time.',
    ],
    [
      [to('Ann', { isAsleep: true }), to('Ben', { isAsleep: true })],
      'It is night where they are; their text leaves at 8 AM their time.',
    ],
  ])('whose text waits for the morning: %#', (prospects, night) => expect(summaryOf(prospects).night).toBe(night));

  test('the only recipient must get it; of several somebody may be skipped', () => {
    const gone = to('Ann', { reason: 'opted-out' });
    expect(whyNobody([gone])).toBe('Nothing was sent: Ann would be skipped. Opted out of texts.');
    expect(whyNobody([gone, to('Ann', { reason: 'twice' })])).toContain('Opted out');
    expect([whyNobody([to('Ann')]), whyNobody([gone, to('Benjamin')]), whyNobody([])]).toEqual(['', '', '']);
  });
});

test('Reasons say what is missing where that is known', () => {
  expect(skipReason('no-value', 'Recruiter, High school')).toBe('No value for Recruiter, High school');
  expect(skipReason('no-value', null)).toBe('No value for a merge field');
  expect(skipReason('too-long', '1012 characters')).toBe('The text is too long with their values (1012 characters)');
  expect(skipReason('opted-out', null)).toBe('Opted out of texts');
});
