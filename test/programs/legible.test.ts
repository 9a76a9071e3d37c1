import { expect, test } from '@jest/globals';
import { line, lines, word } from '../../src/contacts/typed.js';
import { visible, legible } from '../../src/programs/legible.js';

test.each([['\u200b'], ['\u202e'], ['\u2060\u200d \n'], ['\0'], ['\u00a0\u3000'], ['\u3164\ufeff'], ['']])(
  'what nobody can see is nothing: %j',
  (typed) => {
    expect(legible(typed)).toBe('');
    for (const read of [word, line, lines]) expect(read(typed)).toBe('');
  },
);

test('control characters are taken out, and line ends are as they should be', () => {
  expect(legible(' See\0 you\u0007\r\nthere\t! ')).toBe('See you\nthere\t!');
  expect(word('Ma\0ya')).toBe('Maya');
});

test('what can be seen stays as it is, with all that belongs to it', () => {
  for (const words of ['👩‍👩‍👧', '❤️', 'شكرا\u200f', 'a\u200bb', '.', '🇨🇦']) {
    expect(legible(words)).toBe(words);
    expect(visible(words)).toBe(words);
  }
});
