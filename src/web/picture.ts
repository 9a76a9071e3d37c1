export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

/** What the bytes of a picture say of it. */
export interface Picture {
  type: PictureType;
  width: number;
  height: number;
}

const longestSide = 20_000;
const mostPixels = 50_000_000;

/** Reads the kind and the size of a picture from its own bytes, whatever its name or its sender says; null when it is none. */
export function pictureIn(bytes: Buffer): Picture | null {
  const picture = pngIn(bytes) ?? gifIn(bytes) ?? jpegIn(bytes) ?? webpIn(bytes);
  return picture && isSane(picture) ? picture : null;
}

// A few bytes may claim to be so large that a browser runs out of memory over them.
const isSane = ({ width, height }: Picture) =>
  width > 0 && height > 0 && Math.max(width, height) <= longestSide && width * height <= mostPixels;

const says = (bytes: Buffer, at: number, text: string) => bytes.toString('latin1', at, at + text.length) === text;

function pngIn(bytes: Buffer): Picture | null {
  if (bytes.length < 33 || !says(bytes, 0, '\x89PNG\r\n\x1a\n') || !says(bytes, 12, 'IHDR')) return null;
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function gifIn(bytes: Buffer): Picture | null {
  if (bytes.length < 13 || !(says(bytes, 0, 'GIF87a') || says(bytes, 0, 'GIF89a'))) return null;
  return { type: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

// A row of segments, each with its length; the one that begins a frame has the size.
function jpegIn(bytes: Buffer): Picture | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (beginsFrame(marker))
      return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

const beginsFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function webpIn(bytes: Buffer): Picture | null {
  if (bytes.length < 30 || !says(bytes, 0, 'RIFF') || !says(bytes, 8, 'WEBP')) return null;
  const size = says(bytes, 12, 'VP8X')
    ? [1 + bytes.readUIntLE(24, 3), 1 + bytes.readUIntLE(27, 3)]
    : says(bytes, 12, 'VP8L')
      ? [1 + (bytes.readUInt32LE(21) & 0x3fff), 1 + ((bytes.readUInt32LE(21) >>> 14) & 0x3fff)]
      : says(bytes, 12, 'VP8 ')
        ? [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff]
        : null;
  return size && { type: 'image/webp', width: size[0]!, height: size[1]! };
}
