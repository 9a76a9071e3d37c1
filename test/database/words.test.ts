import { expect, test } from '@jest/globals';
import { wordsAsked, wordsOf } from '../../src/database/words.js';

test.each([
  ['Where do I send it?', 'where do_ i__ send it_'],
  ['ann_lee2009@school.edu', 'ann lee2009 school edu'],
  ['O’Brien', 'obrien o__ brien'],
  ['Đặng Łukasz Straße Işık', 'dang lukasz strasse isik'],
  ['申请 🎉', 'u7533 u8bf7 u1f389'],
  ['한국 नमस्ते', '한국_ नमसत'],
  ['ΝΙΚΟΣ νικος', 'νικοσ'],
  ['no NO No', 'no_'],
  ['%_*"\'', ''],
])('%s is found as %s', (text, words) => expect(wordsOf(text)).toBe(words));

test('what is asked for is the beginning of what is found', () => {
  for (const text of ['O’Brien', 'it’s', 'Al', '李', 'AB_1234', 'x'.repeat(300), 'Ünï', '👍🏽'])
    for (const asked of wordsAsked(text)) expect(` ${wordsOf(text)}`).toContain(` ${asked}`);
});

test('a text without an end has words that MySQL can keep', () => {
  const text = Array.from({ length: 20_000 }, (_, place) => `слово${place}`).join(' ');
  expect(Buffer.byteLength(wordsOf(text))).toBeLessThan(65_536);
});
