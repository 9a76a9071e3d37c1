import { expect, test } from '@jest/globals';
import { barsOf } from '../../src/web/drawing.js';

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
