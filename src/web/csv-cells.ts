import { stringify } from 'csv-stringify/sync';

/**
 * Keeps a spreadsheet from taking a cell for a formula: what begins like one gets an apostrophe. What has one there
 * already gets another, so that every text comes back as it was.
 */
export const guarded = (cell: string) => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

export const unguarded = (cell: string) => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

/**
 * Lines of a file for spreadsheets. The first ones of a file begin with the mark by which those know UTF-8. Without the match a
 * line break inside a cell would end the line.
 */
export const csvLines = (lines: string[][], isFirst = false): string =>
  stringify(lines, { bom: isFirst, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
