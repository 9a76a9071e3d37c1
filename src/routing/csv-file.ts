import { CsvError, parse } from 'csv-parse/sync';
import { Refusal } from '../refusal.js';
import { adviceAgainst, namedSeparator, separatorOf, wideEncodingOf } from '../web/csv-notation.js';

export { guarded, unguarded } from '../web/csv-cells.js';

/** One line of a file: where it begins in the file, and what its cells say. */
export interface Line {
  number: number;
  cells: string[];
}

const notText = 'This is not a text file. Upload a CSV file.';

/** The text of a file, whichever of the usual ways it is written in; what is no text at all is refused. */
export function textOf(bytes: Uint8Array): string {
  const advice = adviceAgainst(bytes);
  if (advice) throw new Refusal(advice, 'file');
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.includes('\0')) throw new Refusal(notText, 'file');
  return text;
}

function encodingOf(bytes: Uint8Array): string {
  const wide = wideEncodingOf(bytes);
  if (wide) return wide;
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
  const [said, named] = namedSeparator.exec(own) ?? [''];
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

/** Several values in one cell: semicolons between them, and a backslash before one that belongs to a value. */
export const joined = (values: string[]) => values.map((value) => value.replace(/[\\;]/g, '\\$&')).join('; ');

export const apart = (cell: string): string[] =>
  [...cell.matchAll(/((?:\\[^]|[^\\;])*\\?)(?:;|$)/g)]
    .map(([, value]) => value!.trim().replace(/\\([\\;])/g, '$1'))
    .filter(Boolean);
