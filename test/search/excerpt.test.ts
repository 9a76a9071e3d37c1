import { expect, test } from '@jest/globals';
import { excerpt } from '../../src/search/excerpt.js';

/** The excerpt with what was found in brackets. */
const shown = (text: string, q: string) =>
  excerpt(text, q)
    .map((piece) => (piece.isFound ? `[${piece.text}]` : piece.text))
    .join('');

test.each([
  ['a word', 'Is my transcript there?', 'transcript', 'Is my [transcript] there?'],
  ['the beginning of one', 'Is my transcript there?', 'trans', 'Is my [transcript] there?'],
  ['not what is inside of one', 'Is my transcript there?', 'script', 'Is my transcript there?'],
  [
    'every one of them, in any order',
    'The fee, the form and the fee',
    'fee the',
    '[The] [fee], [the] form and [the] [fee]',
  ],
  ['whatever its accents and case', 'Señora MUÑOZ and Đặng', 'senora munoz dang', '[Señora] [MUÑOZ] and [Đặng]'],
  ['accents that are letters of their own', 'Sen\u0303ora', 'señora', '[Sen\u0303ora]'],
  ['with an apostrophe and without', "O’Brien isn't here", 'obrien isn', "[O’Brien] [isn't] here"],
  ['the second half of such a word', 'O’Brien', 'brien', '[O’Brien]'],
  ['a letter alone only as a word', 'It is about my I-20', 'i 20', 'It is about my [I]-[20]'],
  ['signs of a language without spaces', '你好，我想申请', '申请', '你好，我想[申][请]'],
  ['an emoji', 'party 🎉time', '🎉', 'party [🎉]time'],
  ['words between underscores', 'AB_1234 and FAFSA_form', '1234 form', 'AB_[1234] and FAFSA_[form]'],
  ['what could be markup', '<b>fee</b> & "fee"', 'fee', '<b>[fee]</b> & "[fee]"'],
  ['nothing', 'Hello', '%_*', 'Hello'],
])('It marks %s', (_, text, q, expected) => expect(shown(text, q)).toBe(expected));

test('Of a long text it shows the surroundings of the first word, from the beginning of a word on', () => {
  const text = `${'before '.repeat(40)}the deposit ${'after '.repeat(60)}deposit`;
  const words = shown(text, 'deposit');
  expect(words).toMatch(/^…(before )+the \[deposit\] after/);
  expect(words.length).toBeLessThanOrEqual(160 + '…[]'.length);
  expect(words).not.toMatch(/deposit\]?$/);
  expect(shown(`${'x'.repeat(200)} fee`, 'fee')).toBe('…[fee]');
  expect(shown(`deposit ${'🎉'.repeat(200)}`, 'deposit').isWellFormed()).toBe(true);
});
