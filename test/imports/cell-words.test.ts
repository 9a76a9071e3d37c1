import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apart, asTyped, isRounded, namesIn, textIn, zoneIn } from '../../src/imports/cell-words.js';
import { guarded } from '../../src/web/csv-cells.js';

describe('A cell says', () => {
  it('what was exported, whatever was put before it to keep spreadsheets from reckoning', () => {
    expect(textIn("'+16175550111")).toBe('+16175550111');
    expect(textIn("'=1+1")).toBe('=1+1');
    const plain = fc.string({ maxLength: 20 }).filter((text) => text === text.trim() && !/^=?"/.test(text));
    fc.assert(fc.property(plain, (text) => expect(textIn(guarded(text))).toBe(text)));
  });

  it.each([
    ['="00123"', '00123'],
    ['  Maya ', 'Maya'],
    ['"Maya "Mimi" Lindqvist"', 'Maya "Mimi" Lindqvist'],
    ['=HYPERLINK("x")', '=HYPERLINK("x")'],
  ])('%s: %s', (cell, text) => expect(textIn(cell)).toBe(text));

  it('yes and no in many words, dates with a midnight behind them', () => {
    expect(['Y', 'TRUE', '1', 'x', 'No', 'f', 'maybe'].map((cell) => asTyped(cell, 'yes-no'))).toEqual([
      'yes',
      'yes',
      'yes',
      'yes',
      'no',
      'no',
      'maybe',
    ]);
    expect(
      ['2027-08-31T00:00:00Z', '2027-08-31 00:00', '8/31/2027 12:00:00 AM', '8/31/2027'].map((cell) =>
        asTyped(cell, 'date'),
      ),
    ).toEqual(['2027-08-31', '2027-08-31', '8/31/2027', '8/31/2027']);
  });

  it('several things', () => expect(apart('TX; OK\n NM;')).toEqual(['TX', 'OK', 'NM']));

  it.each([
    ['Maya Lindqvist', 'Maya', 'Lindqvist'],
    ['Lindqvist, Maya', 'Maya', 'Lindqvist'],
    ['Maya', 'Maya', ''],
    ['Ana María de la Cruz', 'Ana María de la', 'Cruz'],
  ])('a whole name: %s', (text, first, last) => expect(namesIn(text)).toEqual({ first, last }));

  it.each([
    ['America/Chicago', 'America/Chicago'],
    ['Central Time', 'America/Chicago'],
    ['CST', 'America/Chicago'],
    ['ET', 'America/New_York'],
    ['AST', 'America/Puerto_Rico'],
    ['Atlantic Standard Time', 'America/Puerto_Rico'],
    ['AKDT', 'America/Anchorage'],
    ['Alaska', 'America/Anchorage'],
    ['HST', 'Pacific/Honolulu'],
    ['AKKT', null],
    ['East', null],
    ['Mars/Olympus', null],
    ['GMT-5', null],
  ])('a time zone: %s', (text, zone) => expect(zoneIn(text)).toBe(zone));

  it('when a spreadsheet has lost its digits', () => {
    expect(['1.61756E+10', '6E+9', '1,2E+11'].every(isRounded)).toBe(true);
    expect(['16175550111', 'E5', '12E', 'A1E+5'].some(isRounded)).toBe(false);
  });
});
