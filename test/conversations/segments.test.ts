import fc from 'fast-check';
import { createRequire } from 'node:module';
import { SegmentedMessage } from 'sms-segments-calculator';
import { replaceable, segmentsOf } from '#segments';

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
