import { beforeAll, expect, test } from '@jest/globals';

let prepared = 0;

/** Tests that a file declares by way of another, as the journeys through the whole loop do. */
export function preparedOnce() {
  beforeAll(() => {
    prepared++;
  });
  test('is prepared once, by its own file', () => expect(prepared).toBe(1));
}
