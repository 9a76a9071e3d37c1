import { expect, test } from '@jest/globals';
import { barsOf, drawingOf } from '../../src/web/drawing.js';

test('bars are as high as their share of the highest, and what happened once can be seen', () => {
  expect(barsOf([200, 0, 100, 1])).toEqual({
    most: 200,
    bars: [
      { x: 1, y: 0, height: 100 },
      { x: 21, y: 50, height: 50 },
      { x: 31, y: 97, height: 3 },
    ],
  });
  expect(barsOf([0, 0]).bars).toEqual([]);
});

test('where there was nothing, no moment had the most of it', () => {
  const sent = (...counts: number[]) => ({ heading: 'Replies sent', column: 'Replies', kind: 'replied', counts });
  const pieces = { unit: 'By day', per: 'a day', labels: ['Nov 1', 'Nov 2'] };
  expect(drawingOf(pieces, [sent(0, 0), sent(1, 2)]).series.map(({ words }) => words)).toEqual([
    'Replies sent: 0 from Nov 1 to Nov 2',
    'Replies sent: 3 from Nov 1 to Nov 2, most of them (2) at Nov 2',
  ]);
});
