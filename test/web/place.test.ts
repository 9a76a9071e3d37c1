import { expect, test } from '@jest/globals';
import { newToken } from '../../src/people/tokens.js';
import { placeOf } from '../../src/web/place.js';

test('a path in the log names neither numbers nor the tokens of links', () => {
  expect(placeOf('/conversations/17/messages')).toBe('/conversations/:n/messages');
  expect(placeOf('/phones/16175550111')).toBe('/phones/:n');
  for (let times = 0; times < 20; times += 1) {
    expect(placeOf(`/invitations/${newToken()}`)).toBe('/invitations/:token');
    expect(placeOf(`/passwords/${newToken()}/`)).toBe('/passwords/:token/');
  }
});
