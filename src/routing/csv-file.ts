import { CsvError, parse } from 'csv-parse/sync';
import { Refusal } from '../refusal.js';

export { guarded, unguarded } from '../web/csv-cells.js';

/** One line of a file: where it begins in the file, and what its cells say. */
export interface Line {
  number: number;
  cells: string[];
}

const starts = (bytes: Uint8Array, ...signature: number[]) => signature.every((byte, place) => bytes[place] === byte);
const notText = 'This is not a text file. Upload a CSV file.';

/** The text of a file, whichever of the usual ways it is written in; what is no text at all is refused. */
export function textOf(bytes: Uint8Array): string {
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw new Refusal(
      'This is an Excel workbook. In Excel choose File › Save as › CSV UTF-8, then upload that file.',
      'file',
    );
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.includes('\0')) throw new Refusal(notText, 'file');
  return text;
}

function encodingOf(bytes: Uint8Array): string {
  if (starts(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (starts(bytes, 0xfe, 0xff)) return 'utf-16be';
  // Without a mark at its beginning UTF-16 shows itself by the empty half of each Latin letter.
  if (bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le';
  if (bytes.length > 1 && bytes[0] === 0 && bytes[1] !== 0) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** The lines of a file, with commas, semicolons or tabs between its cells; empty lines are left out. */
export function linesIn(text: string): Line[] {
  // One kind of line end, so that lines are counted alike inside cells and between them.
  const own = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  // Excel writes and reads a first line that names the separator.
  const [said, named] = /^"?sep=([,;\t])"?\n/i.exec(own) ?? [''];
  let before = said ? 1 : 0;
  const records = parsed(own.slice(said.length), named ?? separatorOf(own), before);
  return records.flatMap(({ record, info }) => {
    const number = before + 1;
    before = info.lines + (said ? 1 : 0);
    return record.some((cell) => cell.trim()) ? [{ number, cells: record }] : [];
  });
}

function parsed(text: string, delimiter: string, before: number) {
  try {
    const options = { delimiter, info: true, relax_column_count: true, record_delimiter: '\n' };
    return parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, lines } = error as CsvError & { lines?: number };
    throw new Refusal(
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'A quotation mark is opened and never closed.'
        : `Line ${(lines ?? 1) + before} can’t be read: a quotation mark stands in the middle of a cell.`,
      'csv',
    );
  }
}

// What stands most often between the words of the first line.
function separatorOf(text: string): string {
  const first = /^\n*([^\n]*)/.exec(text)![1]!.replace(/"[^"]*"/g, '');
  const count = (separator: string) => first.split(separator).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** Several values in one cell: semicolons between them, and a backslash before one that belongs to a value. */
export const joined = (values: string[]) => values.map((value) => value.replace(/[\\;]/g, '\\$&')).join('; ');

export const apart = (cell: string): string[] =>
  [...cell.matchAll(/((?:\\[^]|[^\\;])*\\?)(?:;|$)/g)]
    .map(([, value]) => value!.trim().replace(/\\([\\;])/g, '$1'))
    .filter(Boolean);
