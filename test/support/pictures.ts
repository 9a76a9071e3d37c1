import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { root } from '../../src/root.js';

/** A real picture, 480 by 320. */
export const png = readFileSync(join(root, 'public/samples/campus.png'));

/** The beginning of a GIF, which is all that its kind and size need. */
export const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([3, 0, 2, 0, 0, 0, 0]), Buffer.alloc(20)]);

export const jpeg = Buffer.from([
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 7, 0, 9, 1, 1, 0x11, 0, 0xff, 0xd9, 0, 0],
]);

export const webp = Buffer.concat([
  Buffer.from('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0', 'latin1'),
  Buffer.from([4, 0, 0, 5, 0, 0]),
]);

/** A picture of three hundred bytes that says it has so many pixels. */
export function bomb(width: number, height: number): Buffer {
  const bytes = Buffer.concat([png.subarray(0, 33), deflateSync(Buffer.alloc(1000))]);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

export const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
