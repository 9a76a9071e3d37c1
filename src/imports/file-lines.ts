import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { Refusal } from '../refusal.js';
import { adviceAgainst, namedSeparator, separatorOf, wideEncodingOf } from '../web/csv-notation.js';
import { inDigits } from '../web/digits.js';

/** How a file is written. */
export interface Notation {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  separator: string;
  /** Whether its first line only names the separator. */
  namesSeparator: boolean;
}

/** One line of a file: where it begins in it, and what its cells say. */
export interface Line {
  number: number;
  cells: string[];
}

const head = 64 * 1024;
/** In characters; a quotation mark that is never closed would make the rest of the file one cell. */
const longestLine = 200_000;

const encodings = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
} as const;
const separators: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/** "UTF-8, semicolons between the cells" */
export const notationInWords = ({ encoding, separator }: Notation) =>
  `${encodings[encoding]}, ${separators[separator]} between the cells`;

/** Recognises how a file is written, a piece at a time; what is no text at all is refused. */
export async function notationOf(path: string): Promise<Notation> {
  const bytes = await beginning(path);
  if (!bytes.length) throw new Refusal('There is nothing in this file.', 'file');
  const advice = adviceAgainst(bytes);
  if (advice) throw new Refusal(advice, 'file');
  const encoding = wideEncodingOf(bytes) ?? (await narrowEncodingOf(path));
  const text = uniform(new TextDecoder(encoding).decode(bytes));
  if (text.includes('\0')) throw new Refusal('This is not a text file. Upload a CSV file.', 'file');
  const named = namedSeparator.exec(text)?.[1];
  return {
    encoding,
    separator: named ?? separatorOf(text, Object.keys(separators)),
    namesSeparator: named !== undefined,
  };
}

/** The lines of a file one after the other, the empty ones left out. Only a few are in memory at once. */
export async function* linesOf(path: string, notation: Notation): AsyncGenerator<Line> {
  const parser = parse({
    delimiter: notation.separator,
    record_delimiter: '\n',
    info: true,
    relax_column_count: true,
    // A quotation mark in the middle of a cell is one: 5'10" tall.
    relax_quotes: true,
    max_record_size: longestLine,
  });
  const source = Readable.from(textOf(path, notation.encoding));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let before = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const number = before + 1;
      before = info.lines;
      const isSeparator = number === 1 && notation.namesSeparator;
      if (!isSeparator && record.some((cell) => cell.trim())) yield { number, cells: record };
    }
  } catch (error) {
    throw error instanceof CsvError ? inWords(error, before + 1) : error;
  } finally {
    source.destroy();
  }
}

function inWords({ code }: CsvError, line: number): Refusal {
  const where = `The line that begins at line ${inDigits(line)}`;
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new Refusal(
      `${where} opens a quotation mark that is never closed. The file was cut off, or the mark is a mistake. Nothing was taken.`,
      'file',
    );
  if (code === 'CSV_MAX_RECORD_SIZE')
    return new Refusal(
      `${where} never seems to end. A quotation mark may be opened there and never closed. Nothing was taken.`,
      'file',
    );
  return new Refusal(`${where} can’t be read. Nothing was taken.`, 'file');
}

async function beginning(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(head), 0, head, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

// What is not UTF-8 to its last byte is what Windows has written since the nineties.
async function narrowEncodingOf(path: string): Promise<'utf-8' | 'windows-1252'> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of createReadStream(path)) decoder.decode(piece as Uint8Array, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let rest = '';
  for await (const piece of createReadStream(path, { highWaterMark: head })) {
    const text = rest + decoder.decode(piece as Uint8Array, { stream: true });
    // Its other half may be in the next piece.
    rest = text.endsWith('\r') ? '\r' : '';
    yield clean(text.slice(0, text.length - rest.length));
  }
  yield clean(rest + decoder.decode());
}

function clean(text: string): string {
  if (text.includes('\0')) throw new Refusal('This is not a text file. Upload a CSV file.', 'file');
  return uniform(text);
}

const uniform = (text: string) => text.replace(/\r\n?/g, '\n');
