import { describe, expect, test } from '@jest/globals';
import { createHash, createHmac, generateKeyPairSync, createSign } from 'node:crypto';
import fc from 'fast-check';
import { sign, verify, type Expectations } from '../../src/vonage/signature.js';

const secret = 'the signature secret of our account';
const ours: Expectations = { secrets: [secret], apiKey: 'abcd1234', applicationId: 'app-1' };
const claims = { api_key: 'abcd1234', application_id: 'app-1' };
const now = new Date('2026-11-22T12:00:00Z');
const body = Buffer.from('{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","text":"Héllo 👋"}');
const seconds = Math.floor(now.getTime() / 1000);

const bearer = (own: object = {}, of: string | Buffer = body, key = secret) =>
  `Bearer ${sign(of, key, { ...claims, ...own }, now)}`;
const check = (authorization: string | undefined, of = body, expected = ours) =>
  verify(authorization, of, expected, now);
const doubt = (reason: string) => ({ isGenuine: false, doubt: reason });
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('what Vonage signed is genuine', () => {
  expect(check(bearer())).toEqual({ isGenuine: true, rehashed: false });
});

test('Vonage’s own sample of 2020: its signature is right, its age is not', () => {
  const sampleSecret = 'ZYtdTtGV3BCFN7tWmOWr1md66XsquMggr4W2cTtXtcPgfnI0Xw';
  const payload = {
    iat: 1587494962,
    jti: 'c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5',
    iss: 'Vonage',
    payload_hash: 'd6c0e74b5857df20e3b7e51b30c0c2a40ec73a77879b6f074ddc7a2317dd031b',
    api_key: 'a1b2c3d',
    application_id: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
  };
  const signature = 'JQRKi1d0SQitmjPINfTWMpt3XZkGsLbD7EjCdXoNSbk';
  const sample = `Bearer ${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(payload)}.${signature}`;
  const then = new Date('2020-04-21T18:50:00Z');
  const theirs = { secrets: [sampleSecret] };
  expect(verify(sample, body, theirs, then)).toEqual(doubt('body'));
  expect(verify(sample, body, { secrets: [sampleSecret.replace('nI0Xw', '55555')] }, then)).toEqual(doubt('signature'));
  expect(verify(sample, body, theirs, now)).toEqual(doubt('too-old'));
  expect(verify(sample, body, { ...theirs, apiKey: 'abcd1234' }, then)).toEqual(doubt('account'));
});

describe('no token', () => {
  test.each([undefined, '', 'Bearer', 'Bearer ', 'bearer   ', 'Basic dXNlcjpwYXNz', 'Bearer two words'])(
    '%p',
    (header) => {
      expect(check(header)).toEqual(doubt('no-token'));
    },
  );
});

describe('no token of Vonage’s', () => {
  const [head, payload, signature] = bearer().slice('Bearer '.length).split('.') as [string, string, string];
  const hmac = (algorithm: string, unsigned: string) =>
    createHmac(algorithm, secret).update(unsigned).digest('base64url');
  const with_ = (header: object, algorithm = 'sha256') =>
    `Bearer ${encoded(header)}.${payload}.${hmac(algorithm, `${encoded(header)}.${payload}`)}`;

  test.each([
    ['a word', 'Bearer token', 'malformed'],
    ['two parts', `Bearer ${head}.${payload}`, 'malformed'],
    ['four parts', `Bearer ${head}.${payload}.${signature}.x`, 'malformed'],
    ['no signature', `Bearer ${head}.${payload}.`, 'malformed'],
    ['not base64url', `Bearer ${head}.${payload}.${signature}=`, 'malformed'],
    ['a header that is no JSON', `Bearer abc.${payload}.${signature}`, 'malformed'],
    ['claims that are no object', `Bearer ${head}.${encoded('text')}.${signature}`, 'malformed'],
    ['claims that are null', `Bearer ${head}.${encoded(null)}.${signature}`, 'malformed'],
    ['far too long', `Bearer ${head}.${'a'.repeat(5000)}.${signature}`, 'malformed'],
    ['algorithm none', with_({ alg: 'none', typ: 'JWT' }), 'algorithm'],
    ['algorithm NONE', with_({ alg: 'NONE', typ: 'JWT' }), 'algorithm'],
    ['another HMAC', with_({ alg: 'HS512', typ: 'JWT' }, 'sha512'), 'algorithm'],
    ['no algorithm', with_({ typ: 'JWT' }), 'algorithm'],
    ['an empty signature', `Bearer ${head}.${payload}.AA`, 'signature'],
    ['somebody else’s secret', bearer({}, body, 'the signature secret of another account'), 'signature'],
    [
      'altered claims',
      `Bearer ${head}.${encoded({ ...claims, iss: 'Vonage', iat: seconds })}.${signature}`,
      'signature',
    ],
  ])('%s', (_, header, reason) => {
    expect(check(header)).toEqual(doubt(reason));
  });

  test('an RSA key cannot be played against us', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const unsigned = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${payload}`;
    const rsa = createSign('RSA-SHA256').update(unsigned).sign(privateKey, 'base64url');
    expect(check(`Bearer ${unsigned}.${rsa}`)).toEqual(doubt('algorithm'));
  });

  test('without a secret nothing is genuine, whatever it was signed with', () => {
    expect(check(bearer({}, body, ''), body, { ...ours, secrets: [''] })).toEqual(doubt('signature'));
    expect(check(bearer(), body, { ...ours, secrets: [] })).toEqual(doubt('signature'));
  });
});

describe('somebody else’s', () => {
  test.each([
    ['another issuer', { iss: 'Mallory' }, 'issuer'],
    ['no issuer', { iss: undefined }, 'issuer'],
    ['another account', { api_key: 'other' }, 'account'],
    ['no account', { api_key: undefined }, 'account'],
    ['an account of another type', { api_key: ['abcd1234'] }, 'account'],
    ['another application', { application_id: 'app-2' }, 'application'],
  ])('%s', (_, own, reason) => {
    expect(check(bearer(own))).toEqual(doubt(reason));
  });

  test('the application is optional in the token, and so are both when we know neither', () => {
    expect(check(bearer({ application_id: undefined })).isGenuine).toBe(true);
    expect(check(bearer({ api_key: 'other', application_id: 'x' }), body, { secrets: [secret] }).isGenuine).toBe(true);
  });
});

describe('its age', () => {
  const hours = 3600;
  test.each([
    ['a day old, because Vonage repeats for so long', -24 * hours, true],
    ['25 hours', -25 * hours, true],
    ['25 hours and a second', -25 * hours - 1, 'too-old'],
    ['five minutes ahead of us', 300, true],
    ['five minutes and a second ahead', 301, 'too-new'],
    ['a year ahead', 365 * 24 * hours, 'too-new'],
  ])('%s', (_, offset, outcome) => {
    const verdict = check(bearer({ iat: seconds + offset }));
    expect(verdict).toEqual(outcome === true ? { isGenuine: true, rehashed: false } : doubt(String(outcome)));
  });

  test.each([undefined, null, 'yesterday', String(seconds), [seconds], {}])('%p is no age', (iat) => {
    expect(check(bearer({ iat }))).toEqual(doubt('too-old'));
  });
});

describe('another body than was signed', () => {
  test('one letter changed, one added, none at all', () => {
    for (const other of ['{"text":"Hello"}', `${body}.`, ''])
      expect(check(bearer(), Buffer.from(other))).toEqual(doubt('body'));
  });

  test.each([undefined, null, '', 'abc', 7, [], 'zz'.repeat(32)])('a hash of %p', (hash) => {
    expect(check(bearer({ payload_hash: hash }))).toEqual(doubt('body'));
  });

  test('an empty hash does not match an empty or unreadable body', () => {
    for (const other of ['', 'not json'])
      expect(check(bearer({ payload_hash: '' }, Buffer.from(other)), Buffer.from(other))).toEqual(doubt('body'));
  });

  test('the hash may be written in capitals', () => {
    const hash = createHash('sha256').update(body).digest('hex').toUpperCase();
    expect(check(bearer({ payload_hash: hash })).isGenuine).toBe(true);
  });

  test('a hash of the JSON written anew counts, and is counted', () => {
    const pretty = Buffer.from('{\n  "text": "H\\u00e9llo"\n}');
    const compact = JSON.stringify(JSON.parse(pretty.toString()));
    expect(check(bearer({}, compact), pretty)).toEqual({ isGenuine: true, rehashed: true });
    expect(check(bearer({}, pretty), pretty)).toEqual({ isGenuine: true, rehashed: false });
  });
});

test('a changed secret: what was signed with the old one and with the new one is genuine', () => {
  const both = { ...ours, secrets: ['a new secret, made this morning!', secret] };
  expect(check(bearer(), body, both).isGenuine).toBe(true);
  expect(check(bearer({}, body, both.secrets[0]), body, both).isGenuine).toBe(true);
});

test('any body that was signed is genuine; any change of body or token is not', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, place, change) => {
        const signed = Buffer.from(bytes);
        const token = bearer({}, signed);
        expect(check(token, signed)).toEqual({ isGenuine: true, rehashed: false });

        const altered = Buffer.concat([signed, Buffer.from([0])]);
        altered[place % altered.length]! ^= change;
        expect(check(token, altered).isGenuine).toBe(false);

        const dots = 'Bearer '.length;
        const at = dots + (place % (token.length - dots - 2));
        const other = token[at] === 'A' ? 'B' : 'A';
        expect(check(token.slice(0, at) + other + token.slice(at + 1), signed).isGenuine).toBe(false);
      },
    ),
  );
});

test('nothing that a stranger writes into the header is an accident', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `Bearer ${text}`),
      ),
      (header) => {
        expect(check(header).isGenuine).toBe(false);
      },
    ),
  );
});
