import fc from 'fast-check';
import { createRequire } from 'node:module';
import { SegmentedMessage } from 'sms-segments-calculator';
import { countInWords, replaceable, segmentsOf } from '#segments';

const splitSms = createRequire(import.meta.url)('split-sms') as {
  split(text: string): { characterSet: 'GSM' | 'Unicode'; parts: unknown[]; remainingInPart: number };
};

const gsm =
  '@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const anyOf = (characters: string) => fc.constantFrom(...characters);
const gsmText = fc.string({ unit: anyOf(gsm + '^{}\\[~]|€'), maxLength: 500 });
const unicodeText = fc.string({ unit: anyOf('abcdeжçשم—’你😀🎓 '), maxLength: 400 });

describe('How many parts a text has', () => {
  test.each([
    ['an empty text', '', 0, 'GSM-7', 160],
    ['one letter', 'a', 1, 'GSM-7', 159],
    ['160 letters', 'a'.repeat(160), 1, 'GSM-7', 0],
    ['161 letters', 'a'.repeat(161), 2, 'GSM-7', 145],
    ['306 letters', 'a'.repeat(306), 2, 'GSM-7', 0],
    ['307 letters', 'a'.repeat(307), 3, 'GSM-7', 152],
    ['80 euro signs', '€'.repeat(80), 1, 'GSM-7', 0],
    ['a euro sign that would be split', `${'a'.repeat(152)}€${'a'.repeat(100)}`, 2, 'GSM-7', 51],
    ['70 Cyrillic letters', 'ж'.repeat(70), 1, 'Unicode', 0],
    ['71 Cyrillic letters', 'ж'.repeat(71), 2, 'Unicode', 63],
    ['35 emoji', '😀'.repeat(35), 1, 'Unicode', 0],
    ['an emoji that would be split', `${'ж'.repeat(66)}😀${'ж'.repeat(10)}`, 2, 'Unicode', 55],
    ['Windows line ends', 'one\r\ntwo', 1, 'GSM-7', 153],
  ])('%s', (_name, text, count, encoding, left) => {
    expect(segmentsOf(text)).toMatchObject({ count, encoding, left });
  });

  test('names each character that forces Unicode once', () => {
    expect(segmentsOf('It’s Dana’s “form” 🎓').forcedBy).toEqual(['’', '“', '”', '🎓']);
  });
});

describe('The same answer as two other programs', () => {
  test('for texts in GSM-7', () => {
    fc.assert(
      fc.property(gsmText, (text) => expect(segmentsOf(text)).toMatchObject(bySplitSms(text))),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(gsmText, (text) => expect(segmentsOf(text).count).toBe(byTwilio(text))),
      { numRuns: 60 },
    );
  });

  test('for texts in Unicode', () => {
    const forced = unicodeText.map((text) => `ж${text}`);
    fc.assert(
      fc.property(forced, (text) => expect(segmentsOf(text)).toMatchObject(bySplitSms(text))),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(forced, (text) => expect(segmentsOf(text).count).toBe(byTwilio(text))),
      { numRuns: 60 },
    );
  });
});

// They are of 2015 and 2024 and of one mind with each other and with the standard, except for these.
describe('Where the other programs differ, on purpose', () => {
  const family = '👨‍👩‍👧‍👦';

  test('Twilio keeps a family of emoji together; carriers count its units and split between them', () => {
    const text = `${'ж'.repeat(65)}${family}${'ж'.repeat(58)}`;
    expect(segmentsOf(text)).toMatchObject({ count: 2, units: 134, left: 0 });
    expect(bySplitSms(text).count).toBe(2);
    expect(byTwilio(text)).toBe(3);
  });

  test('Windows line ends are one character here, because a text is stored and sent with plain ones', () => {
    expect(segmentsOf(`a\r\n`.repeat(80))).toMatchObject({ count: 1, units: 160 });
    expect(bySplitSms(`a\r\n`.repeat(80)).count).toBe(2);
  });
});

describe('The count in words', () => {
  test.each([
    ['', ''],
    ['a', '1 character · 1 segment'],
    ['a'.repeat(150), '150 characters · 1 segment · 10 left'],
    ['a'.repeat(200), '200 characters · 2 segments · 106 left'],
    ['Привет', '6 characters · 1 segment · Unicode'],
    ['🎓', '1 character · 1 segment · Unicode'],
  ])('%s', (text, words) => expect(countInWords(text)).toBe(words));

  test('any text has a count that agrees with its segments', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1000 }), (text) => {
        const { count, encoding, forcedBy } = segmentsOf(text);
        expect(encoding === 'Unicode').toBe(forcedBy.length > 0);
        expect(countInWords(text).includes(`${count} segment`)).toBe(count > 0);
      }),
    );
  });
});

describe('Plain characters instead', () => {
  test('curly quotes, dashes and dots are offered', () => {
    expect(replaceable('It’s “due” Friday — soon…')).toEqual({
      text: 'It\'s "due" Friday - soon...',
      replaced: ['’', '“', '”', '—', '…'],
    });
  });

  test('nothing is offered for what has no plain form', () => {
    expect(replaceable('Привет 🎓')).toBeNull();
    expect(replaceable("It's fine")).toBeNull();
  });

  test('a replaced text has nothing left to replace', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => replaceable(replaceable(text)?.text ?? '') === null),
    );
  });
});

function bySplitSms(text: string) {
  const { characterSet, parts, remainingInPart } = splitSms.split(text);
  const encoding = characterSet === 'GSM' ? 'GSM-7' : 'Unicode';
  return text ? { encoding, count: parts.length, left: remainingInPart } : { encoding, count: 0, left: 160 };
}

const byTwilio = (text: string) => (text ? new SegmentedMessage(text, 'auto').segmentsCount : 0);
