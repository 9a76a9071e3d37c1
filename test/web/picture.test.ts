import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pictureIn } from '../../src/web/picture.js';
import { bomb, gif, jpeg, png, svg, webp } from '../support/pictures.js';

test.each([
  ['a PNG', png, { type: 'image/png', width: 480, height: 320 }],
  ['a GIF', gif, { type: 'image/gif', width: 3, height: 2 }],
  ['a JPEG', jpeg, { type: 'image/jpeg', width: 9, height: 7 }],
  ['a WebP', webp, { type: 'image/webp', width: 5, height: 6 }],
  [
    'a picture that is just large enough to be sane',
    bomb(10_000, 5_000),
    { type: 'image/png', width: 10_000, height: 5_000 },
  ],
])('%s says what it is and how large', (_, bytes, picture) => expect(pictureIn(bytes)).toEqual(picture));

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a drawing that holds a script', svg],
  ['a page that begins like a picture', Buffer.from('GIF<html><script>alert(1)</script>')],
  ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['a program', Buffer.from('MZ\x90\0\x03')],
  ['a PDF', Buffer.from('%PDF-1.7')],
  ['a PNG of no width', bomb(0, 5)],
  ['a PNG of a billion pixels', bomb(40_000, 25_000)],
  ['a PNG longer than any browser draws', bomb(30_000, 10)],
  ['the first half of a signature', png.subarray(0, 6)],
])('%s is no picture', (_, bytes) => expect(pictureIn(bytes)).toBeNull());

test('whatever a picture is cut to or made of, reading it is no accident', () => {
  const whole = fc.constantFrom(png, gif, jpeg, webp);
  const cut = fc.tuple(whole, fc.nat(600)).map(([bytes, length]) => bytes.subarray(0, length));
  const changed = fc
    .tuple(whole, fc.nat(60), fc.uint8Array({ maxLength: 40 }))
    .map(([bytes, at, rest]) => Buffer.concat([bytes.subarray(0, at), Buffer.from(rest)]));
  fc.assert(
    fc.property(fc.oneof(cut, changed), (bytes) => {
      const picture = pictureIn(bytes);
      if (picture) expect(picture.width * picture.height).toBeLessThanOrEqual(50_000_000);
    }),
    { numRuns: 500 },
  );
});
