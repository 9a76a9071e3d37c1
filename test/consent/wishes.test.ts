import { describe, expect, test } from '@jest/globals';
import { keywordIn } from '../../src/consent/keywords.js';
import { plainWords } from '../../src/consent/wish-words.js';
import { wishIn, wishRules } from '../../src/consent/wishes.js';
import { known, unseen } from './wishes.labelled.js';

/** How often the rules are right when they speak (precision), and how much they find (recall), in percent. */
function judged({ wishes, others }: typeof known) {
  const found = wishes.filter((line) => wishIn(line));
  const wrong = others.filter((line) => wishIn(line));
  const percent = (part: number, whole: number) => Math.round((1000 * part) / whole) / 10;
  return {
    precision: percent(found.length, found.length + wrong.length),
    recall: percent(found.length, wishes.length),
    missed: wishes.filter((line) => !wishIn(line)),
    wrong,
  };
}

test('the lists are long, and no line stands in two of them', () => {
  const all = [known, unseen].flatMap(({ wishes, others }) => [...wishes, ...others]).map((line) => line.toLowerCase());
  expect(all.length).toBeGreaterThanOrEqual(400);
  expect(all.filter((line, place) => all.indexOf(line) !== place)).toEqual([]);
});

test('all is right of the texts that the rules were made with', () => {
  expect(judged(known)).toEqual({ precision: 100, recall: 100, missed: [], wrong: [] });
});

// These figures stand in docs/consent.md. Who changes a rule writes down what they are then.
test('of texts that the rules have never seen, so many are right', () => {
  const { precision, recall } = judged(unseen);
  expect({ precision, recall }).toEqual({ precision: 98.9, recall: 90.9 });
});

describe('whatever people type', () => {
  test('case, accents, signs and short forms don’t matter', () => {
    expect(plainWords('  PLZ don’t TXT me ANYMORE!!! 😡 ')).toBe('please dont text me anymore');
    expect(plainWords('No más sms')).toBe('no mas text');
    for (const line of [
      'DON’T TEXT ME AGAIN',
      'don`t text me again',
      'do not txt me again 🙏',
      "“Don't text me again.”",
    ])
      expect(wishIn(line)).toBe('dont-text');
  });

  test('nothing, or a whole novel, is no wish', () => {
    expect(wishIn('')).toBeNull();
    expect(wishIn('🙂🙂')).toBeNull();
    expect(wishIn(`${'I love your campus. '.repeat(40)} please stop texting me`)).toBeNull();
  });

  test.each([
    'I already sent via email my transcript, please stop texting me',
    'My scores were sent via College Board. Stop texting me',
    'This was sent from my moms phone, please take me off your list',
  ])('what looks like a signature in it hides no wish: %s', (text) => expect(wishIn(text)).not.toBeNull());

  test('no text takes long, however odd', () => {
    const odd = [
      `${'sent via '.repeat(1000)}${' '.repeat(5000)}\nx`,
      `${'sent via '.repeat(110)}${' '.repeat(900)}\nx`,
      `stop${'\n'.repeat(990)}${'\nsent via'.repeat(100)}x`,
      '. '.repeat(7500),
      'stop '.repeat(199),
      'no more of these '.repeat(60),
      'wrong '.repeat(160),
      'i put '.repeat(160),
      'dont want to '.repeat(70),
      'please stop now, '.repeat(35) + 'x',
      'thank you ok '.repeat(45) + 'stop x',
    ];
    const begun = performance.now();
    for (const line of odd) wishIn(line);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

test('“stop” as a sentence of its own is a wish, whatever else is said and whatever the telephone writes under it', () => {
  const wishes = [
    'Stop. We moved',
    'We moved. Please stop.',
    'who is this? stop',
    'STOP\n\nSent from my iPhone',
    'STOP sorry',
  ];
  expect(wishes.map(wishIn)).toEqual(wishes.map(() => 'stop-texting'));
  expect(['No más', 'No more, please. We moved'].map(wishIn)).toEqual(['no-more', 'no-more']);
  const others = ['The bus stop. I am here', 'Stop worrying, I’ll be there', 'Stop! I got in!', 'Please don’t stop'];
  expect(others.filter((line) => wishIn(line))).toEqual([]);
});

test('every rule finds something, and none is known under no words', () => {
  const rules = new Set([...known.wishes, ...unseen.wishes].map((line) => wishIn(line)));
  expect(Object.keys(wishRules).filter((rule) => !rules.has(rule as never))).toEqual([]);
});

test('what is a keyword already is nobody’s to decide', () => {
  for (const line of ['STOP', 'stop all', 'Opt out', 'QUIT']) expect(keywordIn(line, { keywords: null })).toBe('stop');
});
