import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keywordIn } from '../../src/consent/keywords.js';

const program = { keywords: null };

describe('a whole text that is a keyword', () => {
  test.each([
    ...[
      'STOP',
      'stop',
      'Stop.',
      '  “STOP” ',
      'stop!!',
      '"stop"',
      '‘Stop’',
      'STOP\n',
      '(stop)',
      'ｓｔｏｐ',
      'Stop 🛑',
      '*STOP*',
    ].map((text) => [text, 'stop']),
    ...[
      'UNSUBSCRIBE',
      'cancel',
      'Cancel!',
      'STOPALL',
      'stop all',
      'Stop-all',
      'END',
      'quit',
      'Revoke',
      'OPTOUT',
      'opt out',
      'Opt-Out',
      'OPT  OUT.',
    ].map((text) => [text, 'stop']),
    ...['START', 'Subscribe', 'unstop', 'start.', ' “Start” '].map((text) => [text, 'start']),
    ...['HELP', 'help?', 'Info', 'INFO!'].map((text) => [text, 'help']),
  ])('%j means %s', (text, keyword) => expect(keywordIn(text!, program)).toBe(keyword));
});

describe('any other text', () => {
  test.each([
    'Please stop by my office',
    'Stop by my office at 3',
    'We have got to STOP this bill',
    'When does it end?',
    'the end',
    'Can I cancel my visit?',
    'help me please',
    'non-stop',
    'stopp',
    'S T O P',
    'I quit my job',
    'start date?',
    'STOP 12345',
    '',
    '   ',
    '…',
    '🛑',
    '!!!',
  ])('%j is none', (text) => expect(keywordIn(text, program)).toBeNull());

  test('nothing with a further word in it is a keyword', () => {
    const further = fc.constantFrom('please', 'me', '3', 'now', 'texting', 'ñandú');
    const word = fc.constantFrom('STOP', 'cancel', 'Start', 'quit');
    fc.assert(
      fc.property(
        word,
        further,
        (said, other) =>
          keywordIn(`${said} ${other}`, program) === null && keywordIn(`${other} ${said}`, program) === null,
      ),
    );
  });
});

test('dressing a keyword in case, space, quotes and punctuation changes nothing', () => {
  const around = fc
    .array(fc.constantFrom(' ', '.', '!', '?', '"', '“', '”', '’', ',', '\n', '\t', '…', '-'))
    .map((parts) => parts.join(''));
  const cased = fc.constantFrom('STOP', 'Stop', 'stop', 'sToP', 'UNSUBSCRIBE', 'Cancel');
  fc.assert(
    fc.property(around, cased, around, (before, word, after) => keywordIn(before + word + after, program) === 'stop'),
  );
});

test('a program’s own lists add words, and can’t take away the six', () => {
  const own = { keywords: { stop: ['BASTA', 'no más'], start: ['SI'], help: [] } };
  expect(keywordIn('¡Basta!', own)).toBe('stop');
  expect(keywordIn('No más.', own)).toBe('stop');
  expect(keywordIn('si', own)).toBe('start');
  expect(keywordIn('END', own)).toBeNull();
  expect(keywordIn('HELP', own)).toBeNull();
  for (const word of ['STOP', 'UNSUBSCRIBE', 'CANCEL']) expect(keywordIn(word, own)).toBe('stop');
  for (const word of ['START', 'SUBSCRIBE', 'UNSTOP']) expect(keywordIn(word, own)).toBe('start');
});
