import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Field } from '../../src/contacts/fields.js';
import {
  type MergeField,
  merged,
  mergeFieldsOf,
  parse,
  problemOfText,
  usedIn,
  written,
} from '../../src/marketing/merge-fields.js';
import { nearest } from '../../src/marketing/merge-nearest.js';
import { dateInWords } from '../../src/marketing/merge-values.js';

const field = (name: string): MergeField => ({ name, keys: [name], isOffered: true });
const fields = ['First Name', 'Last Name', 'Recruiter', 'Address: City', 'GPA | weighted', 'Program'].map(field);
const maya = new Map([
  ['First Name', 'Maya'],
  ['Recruiter', 'Dana Whitfield'],
  ['Address: City', 'Boston'],
  ['GPA | weighted', '3.9'],
]);
const read = (text: string) => parse(text, fields);
const forMaya = (text: string) => merged(read(text).parts, maya);

describe('A text with merge fields', () => {
  test.each([
    ['Hi {{First Name}}!', 'Hi Maya!'],
    ['Hi {{ first  name }}!', 'Hi Maya!'],
    ['Hi {{FIRST NAME|there}}!', 'Hi Maya!'],
    ['Hi {{Last Name|there}}!', 'Hi there!'],
    ['Dear {{Last Name|}}.', 'Dear .'],
    ['{{Address: City}}, {{GPA | weighted}}, {{GPA | weighted|none}}', 'Boston, 3.9, 3.9'],
    ['{{Last Name|this|that}}', 'this|that'],
    ['No fields, and {single} braces', 'No fields, and {single} braces'],
  ])('%s', (text, result) => {
    expect(read(text).problems).toEqual([]);
    expect(forMaya(text)).toEqual({ text: result, missing: [], isTooLong: false });
  });

  test('tells what is missing, each once, and leaves it as it was written', () => {
    expect(forMaya('{{Last Name}}, {{Program}}, {{last name}}')).toEqual({
      text: '{{Last Name}}, {{Program}}, {{last name}}',
      missing: ['Last Name', 'Program'],
      isTooLong: false,
    });
  });

  test('a value that is only space is missing', () => {
    expect(merged(read('{{First Name}}').parts, new Map([['First Name', ' ']])).missing).toEqual(['First Name']);
  });

  test('a value with braces of its own is not read again', () => {
    const values = new Map([['First Name', '{{Recruiter}}$&']]);
    expect(merged(read('Hi {{First Name}}').parts, values).text).toBe('Hi {{Recruiter}}$&');
  });

  test('is measured when it is merged', () => {
    const { parts } = read(`{{First Name}}${'a'.repeat(996)}`);
    expect(merged(parts, maya).isTooLong).toBe(false);
    expect(merged(parts, new Map([['First Name', 'Mayas']])).isTooLong).toBe(true);
  });

  test('knows which fields it uses', () => {
    expect(usedIn(read('{{Recruiter}} {{First Name}} {{recruiter}}').parts).map(({ name }) => name)).toEqual([
      'Recruiter',
      'First Name',
    ]);
  });
});

describe('What can’t be understood', () => {
  test.each([
    ['Hi {{Frist Name}}', 'There is no field “Frist Name”. Did you mean First Name?'],
    ['Hi {{firstname|you}}', 'There is no field “firstname”. Did you mean First Name?'],
    ['Hi {{city}}', 'There is no field “city”. Did you mean Address: City?'],
    ['Hi {{Recuiter}}', 'There is no field “Recuiter”. Did you mean Recruiter?'],
    ['Hi {{Shoe size}}', 'There is no field “Shoe size”.'],
    ['Hi {{}}', '“{{}}” names no field. Write a name between the braces, such as {{First Name}}.'],
    ['Hi {{First Name', '“{{First Name” is not closed. A field ends with }}.'],
    ['Hi {{First Name}, and {{Recruiter}}', '“{{First Name” is not closed. A field ends with }}.'],
    ['Hi First Name}}', '“}}” closes nothing. A field begins with {{.'],
  ])('%s', (text, problem) => expect(read(text).problems).toEqual([problem]));

  test.each([[''], [' \n'], ['\u200b'], ['\u202e\0']])('nothing to see is no text: %j', (text) =>
    expect(problemOfText(text, fields)).toBe('Write the text.'),
  );

  test('is said once for each', () => {
    expect(read('{{a}} {{a}} {{b}}').problems).toHaveLength(2);
  });

  test('an archived field is understood, but not offered', () => {
    const old = { ...field('Old Term'), isOffered: false };
    expect(parse('{{Old Term}}', [old]).problems).toEqual([]);
    expect(parse('{{Old Tern}}', [old]).problems).toEqual(['There is no field “Old Tern”.']);
  });

  test('a name of a thousand letters is near nothing', () => {
    expect(nearest('a'.repeat(1000), ['First Name'])).toBeNull();
  });
});

const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== '');
const words = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[{}]/g, ''));

describe('For all texts', () => {
  test('parsing loses nothing: the parts, as they were written, are the text', () => {
    const anything = fc.string({ unit: fc.constantFrom('{', '}', '{{', '}}', '|', 'First Name', ' ', 'x', '\n') });
    fc.assert(
      fc.property(anything, (text) => {
        const { parts } = read(text);
        expect(parts.map((part) => (typeof part === 'string' ? part : part.written)).join('')).toBe(text);
      }),
    );
  });

  test('without problems and with all values, only values can bring double braces', () => {
    const pieces = fc.array(
      fc.oneof(words, fc.constantFrom('{{First Name}}', '{{Recruiter|nobody}}', '{', '{{', '}}')),
    );
    fc.assert(
      fc.property(pieces, (all) => {
        const { parts, problems } = read(all.join(''));
        if (!problems.length) expect(merged(parts, maya).text).not.toMatch(/\{\{|\}\}/);
      }),
    );
  });

  test('a value arrives trimmed and otherwise letter by letter', () => {
    fc.assert(
      fc.property(words, value, words, (before, name, after) => {
        const { text } = merged(read(`${before}{{First Name}}${after}`).parts, new Map([['First Name', name]]));
        expect(text).toBe(before + name.trim() + after);
      }),
    );
  });

  test('a default stands exactly where there is no value', () => {
    fc.assert(
      fc.property(words, fc.boolean(), (fallback, isKnown) => {
        const { parts } = read(written('First Name', fallback));
        const { text, missing } = merged(parts, isKnown ? maya : new Map());
        expect([text, missing]).toEqual([isKnown ? 'Maya' : fallback.trim(), []]);
      }),
    );
  });
});

describe('The fields of a program', () => {
  const known = (label: string, own: Partial<Field> = {}): Field => ({
    ...{ key: label, label, kind: 'text', choices: [], propertyIds: [], part: '', isArchived: false },
    ...own,
  });
  const builtIns = [known('First Name'), known('Last Name'), known('E-mail')];

  test('come in the order in which people need them', () => {
    const all = mergeFieldsOf(
      [...builtIns, known('Major', { propertyIds: [1] })],
      [{ name: 'Recruiter', isArchived: false }],
    );
    expect(all.map(({ name }) => name)).toEqual([
      ...['First Name', 'Last Name', 'My Name', 'Program', 'Recruiter', 'Major', 'E-mail'],
    ]);
  });

  test('two of one name are one field: whichever has a value', () => {
    const twice = [known('Major', { key: 'p1', propertyIds: [1] }), known('major', { key: 'p2', propertyIds: [2] })];
    expect(mergeFieldsOf([...builtIns, ...twice], []).find(({ name }) => name === 'Major')!.keys).toEqual(['p1', 'p2']);
  });

  test('what a contact has goes before the words of the program', () => {
    const all = mergeFieldsOf([...builtIns, known('Program', { key: 'p7', propertyIds: [7] })], []);
    expect(all.filter(({ name }) => name === 'Program')).toEqual([{ name: 'Program', keys: ['p7'], isOffered: true }]);
  });

  test('a name with braces can’t be written', () => {
    expect(mergeFieldsOf([...builtIns, known('a}}b', { propertyIds: [3] })], []).map(({ name }) => name)).not.toContain(
      'a}}b',
    );
  });
});

test('dates are written as in the program’s country', () => {
  expect(dateInWords('2027-08-31', 'US')).toBe('August 31, 2027');
  expect(dateInWords('2027-08-31', 'GB')).toBe('31 August 2027');
  expect(dateInWords('someday', 'US')).toBe('someday');
});
