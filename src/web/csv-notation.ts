/** How files of cells are written: by which program, in which encoding, with what between the cells. */

const starts = (bytes: Uint8Array, ...signature: number[]) => signature.every((byte, place) => bytes[place] === byte);

const workbook = 'This is an Excel workbook. In Excel choose File › Save as › CSV UTF-8, then upload that file.';

/** What somebody should do about a file that is no text at all, by its first bytes; null for what may be one. */
export function adviceAgainst(bytes: Uint8Array): string | null {
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return workbook;
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04))
    return /\.(csv|tsv|txt)/i.test(new TextDecoder('latin1').decode(bytes.subarray(0, 300)))
      ? 'This is a ZIP archive. Unpack it, then upload the CSV file that is in it.'
      : workbook;
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46))
    return 'This is a PDF. Export the list as CSV from the program it comes from, then upload that file.';
  return null;
}

/** The two-byte encoding that the first bytes show; null for all others. */
export function wideEncodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (starts(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (starts(bytes, 0xfe, 0xff)) return 'utf-16be';
  // Without a mark at its beginning UTF-16 shows itself by the empty half of each Latin letter.
  if (bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le';
  return bytes.length > 1 && bytes[0] === 0 && bytes[1] !== 0 ? 'utf-16be' : null;
}

/** Excel writes and reads a first line that names the separator. */
export const namedSeparator = /^"?sep=([,;\t|])"?\n/i;

/** What stands most often between the words of the first line. */
export function separatorOf(text: string, separators = [',', ';', '\t']): string {
  const first = /^\n*([^\n]*)/.exec(text)![1]!.replace(/"[^"]*"/g, '');
  const count = (separator: string) => first.split(separator).length;
  return separators.reduce((best, next) => (count(next) > count(best) ? next : best));
}
