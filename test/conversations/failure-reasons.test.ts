import { expect, test } from '@jest/globals';
import { failureReason, reasonFor } from '../../src/conversations/failure-reasons.js';

const providerCodes =
  '1000 1100 1180 1220 1230 1331 1460 1472 1240 1050 1210 1251 1270 1280 1282 1470 1473 1170 1190 1200 1250 1260 1300 1310 1430 1010 1020 1021 1022 1040 1090 1120 1420 1130 1140 1150 1160 1380 1381 1382 1400 1410 1440 1450 1451 1060 1070 1080 1290 1030 1320 1330 1340 1350 1360 1370 1461 1480 1481 1482 1483 1484'.split(
    ' ',
  );
const ourCodes = [
  'opted-out',
  'unconfirmed',
  'throttled',
  'too-slow',
  'unreachable',
  'too-many-attempts',
  'unreachable-for-long',
  'credentials',
  'no-credit',
  'bad-number',
  'bad-sender',
  'not-accepted',
];

test.each([...providerCodes, ...ourCodes])('%s is explained in sentences, without its code', (code) => {
  const { reason, advice } = failureReason(code);
  for (const sentence of [reason, advice]) expect(sentence).toMatch(/^[A-Z].{10,}\.$/);
  expect(`${reason} ${advice}`).not.toMatch(new RegExp(`code|error|API|DLR|MSISDN|${code}`));
});

test('a code that nobody has heard of still says that the text did not arrive', () => {
  expect(failureReason('9999')).toEqual({
    reason: 'The text did not arrive (code 9999).',
    advice: 'Send it again later.',
  });
  expect(failureReason('').reason).toBe('The text did not arrive.');
  expect(failureReason('constructor').reason).toBe('The text did not arrive (code constructor).');
});

test('where our words say too little, the provider’s own are added', () => {
  expect(reasonFor('not-accepted', 'Invalid params: text is required')).toBe(
    'The provider did not take this text. The provider said: “Invalid params: text is required”. Change the text, then send it again. If that does not help, tell your Administrator.',
  );
  expect(reasonFor('1240', 'Illegal Number')).toBe(
    'This number has opted out with the phone company. It can’t be texted until the contact texts START.',
  );
});
