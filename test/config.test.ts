import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Misconfigured, readConfig } from '../src/config.js';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string;
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string;
const secret = 's'.repeat(40);
const real = { DATABASE_URL: 'mysql://parley@db/parley', SESSION_SECRET: secret };
const vonage = {
  VONAGE_APPLICATION_ID: 'abc-123',
  VONAGE_PRIVATE_KEY: key,
  VONAGE_SIGNATURE_SECRET: secret,
  VONAGE_API_KEY: 'key1',
};

const faults = (env: Record<string, string>) => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as Misconfigured).sentences;
  }
};

test('nothing set is a demo that only this machine reaches', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    demo: 'offered',
    simulated: true,
    databaseUrl: 'sqlite:data/parley.sqlite',
    requestsPerSecond: 30,
  });
});

test('a setting of blanks is none, and an address may end with a slash', () => {
  expect(readConfig({ PORT: ' ', HOST: ' ', PUBLIC_URL: 'https://n.example/' })).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'https://n.example',
  });
});

test('a demo that has nowhere to keep its secret says so', () => {
  const said = faults({ DATABASE_URL: 'sqlite:package.json/parley.sqlite', DEMO: '1' });
  expect(said).toEqual([expect.stringMatching(/^The folder of the database .*\(E\w+\)\. Set DATABASE_URL /)]);
});

test('the demo keeps its secret, so that a restart signs nobody out', () => {
  expect(readConfig({}).sessionSecret).toBe(readConfig({}).sessionSecret);
});

test('a real one listens everywhere, and its demo is off', () => {
  expect(readConfig({ ...real, ...vonage })).toMatchObject({
    host: '0.0.0.0',
    demo: 'no',
    simulated: false,
    vonage: { apiHost: 'https://api.nexmo.com', applicationId: 'abc-123' },
    signatureSecrets: [secret],
  });
});

test('a key with written-out line breaks, as some panels keep it, is understood', () => {
  expect(readConfig({ ...real, ...vonage, VONAGE_PRIVATE_KEY: key.replaceAll('\n', '\\n') }).vonage!.privateKey).toBe(
    key,
  );
});

test('a host without its last slash', () => {
  expect(readConfig({ ...real, ...vonage, VONAGE_API_HOST: 'http://127.0.0.1:4010/' }).vonage!.apiHost).toBe(
    'http://127.0.0.1:4010',
  );
});

describe('each fault is one sentence that names the variable', () => {
  test.each([
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '70000' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://x', SESSION_SECRET: secret }],
    ['SESSION_SECRET', { DATABASE_URL: 'mysql://x/y' }],
    ['SESSION_SECRET', { ...real, SESSION_SECRET: 'short' }],
    ['PUBLIC_URL', { ...real, PUBLIC_URL: 'texts' }],
    ['PUBLIC_URL', { ...real, PUBLIC_URL: 'https://n.example/texts' }],
    ['PUBLIC_URL', { ...real, PUBLIC_URL: 'https://n.example?x=1' }],
    ['REDIS_URL', { ...real, REDIS_URL: 'localhost:6379' }],
    ['SMTP_URL', { ...real, SMTP_URL: 'mail' }],
    ['SMTP_URL', { ...real, SMTP_URL: 'smtp://office:50%off@mail.n.example' }],
    ['VONAGE_PRIVATE_KEY', { ...real, ...vonage, VONAGE_PRIVATE_KEY: '' }],
    ['VONAGE_PRIVATE_KEY', { ...real, ...vonage, VONAGE_PRIVATE_KEY: '/nowhere.key' }],
    ['VONAGE_PRIVATE_KEY', { ...real, ...vonage, VONAGE_PRIVATE_KEY: '/' }],
    ['VONAGE_PRIVATE_KEY', { ...real, ...vonage, VONAGE_PRIVATE_KEY: curve }],
    ['VONAGE_SIGNATURE_SECRET', { ...real, ...vonage, VONAGE_SIGNATURE_SECRET: '' }],
    ['VONAGE_SIGNATURE_SECRET', { ...real, ...vonage, VONAGE_SIGNATURE_SECRET: `${secret},short` }],
    ['VONAGE_SIGNATURE_SECRET', { ...real, ...vonage, VONAGE_SIGNATURE_SECRET: 'short' }],
    ['VONAGE_REQUESTS_PER_SECOND', { ...real, VONAGE_REQUESTS_PER_SECOND: 'many' }],
    ['VONAGE_REQUESTS_PER_SECOND', { ...real, VONAGE_REQUESTS_PER_SECOND: '0' }],
    ['DEMO', { DEMO: 'yes' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('%s', (name, env) => {
    const said = faults(env);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(new RegExp(`^${name} `));
    expect(said[0]).toMatch(/\.$/);
  });

  test('several faults are told together', () => expect(faults({ ...real, PORT: 'x', DEMO: 'y' })).toHaveLength(2));

  test('no sentence repeats a secret', () => {
    const said = faults({
      ...real,
      SESSION_SECRET: 'hunter2',
      VONAGE_APPLICATION_ID: 'a',
      VONAGE_PRIVATE_KEY: 'my-key',
      VONAGE_SIGNATURE_SECRET: 'sig',
    });
    expect(said.join()).not.toMatch(/hunter2|my-key|"sig"/);
  });
});
