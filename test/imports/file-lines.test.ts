import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { linesOf, notationInWords, notationOf } from '../../src/imports/file-lines.js';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-lines-'));
  path = join(folder, 'file.csv');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Uint8Array) {
  writeFileSync(path, content);
  const notation = await notationOf(path);
  const lines = [];
  for await (const line of linesOf(path, notation)) lines.push(line);
  return { words: notationInWords(notation), lines, cells: lines.map(({ cells }) => cells) };
}
const wide = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

describe('A file is read as it is written', () => {
  const zoe = [
    ['Name', 'City'],
    ['Zoë', 'Łódź'],
  ];

  it.each([
    ['UTF-8', Buffer.from('Name,City\nZoë,Łódź\n'), 'UTF-8, commas between the cells', zoe],
    ['UTF-8 with a mark', Buffer.from('\uFEFFName;City\r\nZoë;Łódź\r\n'), 'UTF-8, semicolons between the cells', zoe],
    ['UTF-16 with a mark', wide('Name\tCity\r\nZoë\tŁódź'), 'UTF-16, tabs between the cells', zoe],
    [
      'Windows-1252',
      Buffer.from('Name|City\nZo\xeb|S\xe3o Paulo \x80\n', 'latin1'),
      'Windows-1252, bars between the cells',
      [
        ['Name', 'City'],
        ['Zoë', 'São Paulo €'],
      ],
    ],
    [
      'a file that names its separator',
      Buffer.from('sep=;\nName;City\nZoë;Łódź'),
      'UTF-8, semicolons between the cells',
      zoe,
    ],
    ['a file of an old Macintosh', Buffer.from('Name,City\rZoë,Łódź\r'), 'UTF-8, commas between the cells', zoe],
  ])('%s', async (_, bytes, words, cells) => {
    const read_ = await read(bytes);
    expect([read_.words, read_.cells]).toEqual([words, cells]);
  });

  it('with quotes, separators and line ends in cells; each line is counted where it begins', async () => {
    const { lines } = await read('a,b\r\n"x, y","line one\r\nline two"\r\n\r\n,\r\n"say ""hi""",5\'10" tall\r\n');
    expect(lines).toEqual([
      { number: 1, cells: ['a', 'b'] },
      { number: 2, cells: ['x, y', 'line one\nline two'] },
      { number: 6, cells: ['say "hi"', '5\'10" tall'] },
    ]);
  });

  it('whatever stands in the cells', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replace(/\0|\r/g, '').replace(/^\uFEFF/, ''));
    const table = fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const text = stringify(rows, { quoted: true, record_delimiter: '\r\n' });
        expect((await read(`x,y,z\n${text}`)).cells.slice(1)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it('and a character that two pieces of the file share', async () => {
    const text = `a,b\n${'é,ü\n'.repeat(60_000)}`;
    const { cells } = await read(text);
    expect(cells).toHaveLength(60_001);
    expect(new Set(cells.slice(1).map(String))).toEqual(new Set(['é,ü']));
  });
});

it.each([
  ['an Excel workbook', Buffer.from('PK\x03\x04[Content_Types].xml'), 'In Excel choose File › Save as › CSV UTF-8'],
  ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), 'This is an Excel workbook.'],
  ['an archive', Buffer.from('PK\x03\x04...contacts.csv'), 'Unpack it'],
  ['a PDF', Buffer.from('%PDF-1.7'), 'This is a PDF.'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'This is not a text file.'],
  ['nothing', Buffer.from(''), 'There is nothing in this file.'],
  [
    'a file cut in a cell',
    Buffer.from('a,b\n1,2\n3,"and the'),
    'at line 3 opens a quotation mark that is never closed',
  ],
  ['a mark that swallows the file', Buffer.from(`a,b\n1,"${'x,y\n'.repeat(60_000)}`), 'at line 2 never seems to end'],
])('%s is refused with what to do', async (_, bytes, sentence) => {
  await expect(read(bytes)).rejects.toThrow(sentence);
});
