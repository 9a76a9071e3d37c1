import { describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import type { lookup } from 'node:dns';
import { MediaRefused } from '../../src/attachments/media.js';
import { MediaHosts } from '../../src/vonage/media-hosts.js';
import { VonageMedia } from '../../src/vonage/vonage-media.js';
import { isPublic, NotPublic, publicOnly } from '../../src/web/public-internet.js';

const closed = [
  // This machine, this network, the carrier's network.
  ...['127.0.0.1', '127.1.2.3', '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.254'],
  ...['192.168.0.1', '192.168.255.255', '100.64.0.1', '100.127.255.255'],
  // Link-local: where clouds keep their secrets.
  ...['169.254.169.254', '169.254.0.1', '169.254.170.2'],
  // Tests, documentation, protocols, multicast, broadcast.
  ...['192.0.0.8', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9'],
  ...['224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  // The same in IPv6: unspecified, loopback, local, link-local, site-local, multicast, discard.
  ...['::', '::1', '0:0:0:0:0:0:0:1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'febf::1', 'fec0::1', 'ff02::1', '100::1'],
  // IPv4 in IPv6 clothing: mapped, compatible, translated, NAT64 (two kinds), 6to4, Teredo.
  ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '::ffff:8.8.8.8'],
  ...['::127.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::a00:1'],
  ...['2002:7f00:1::', '2002:a9fe:a9fe::1', '2001:0:53aa:64c::1', '2001:db8::1', '2001:10::1', '3fff::1', '5f00::1'],
  // With a zone, in brackets, or written so that only some programs take it for an address.
  ...['fe80::1%eth0', '[::1]', '0177.0.0.1', '0x7f.0.0.1', '0x7f000001', '2130706433', '127.1', '127.0.0.1.', '1.2.3'],
  ...['', 'localhost', 'api.nexmo.com', ' 8.8.8.8', '8.8.8.8/8', '256.1.1.1'],
];
const open = ['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '169.253.0.1'];
const open6 = ['2606:4700:4700::1111', '2a00:1450:4001:80e::200e', '2001:4860:4860::8888'];

describe('an address is on the public internet', () => {
  test.each(closed)('not %p', (address) => expect(isPublic(address)).toBe(false));
  test.each([...open, ...open6])('%s is', (address) => expect(isPublic(address)).toBe(true));
});

const hosts = new MediaHosts(['*.nexmo.com', '*.vonage.com', 'http://127.0.0.1:4010']);

describe('an address in a webhook is the provider’s', () => {
  test.each([
    'https://api-us.nexmo.com/v3/media/1b456509',
    'https://api.nexmo.com:443/v3/media/1b456509',
    'https://API-EU.Vonage.com/x?y=1',
    'http://127.0.0.1:4010/v3/media/1',
  ])('%s', (url) => expect(hosts.reach(url)).not.toBeNull());

  test.each([
    // Somebody else's, and names that only look like the provider's.
    ...[
      'https://example.com/a.png',
      'https://nexmo.com.example.com/a',
      'https://evilnexmo.com/a',
      'https://nexmo.com/a',
    ],
    ...[
      'https://.nexmo.com/a',
      'https://api.nexmo.com./a',
      'https://api.nexmo.com@10.0.0.1/a',
      'https://api.nexmo.com:8443/a',
    ],
    ...[
      'https://10.0.0.1#.nexmo.com',
      'https://10.0.0.1/.nexmo.com',
      'https://10.0.0.1\\.nexmo.com/',
      'https://user:pw@api.nexmo.com/',
    ],
    // No TLS, no HTTP, no address.
    ...[
      'http://api.nexmo.com/a',
      'ftp://api.nexmo.com/a',
      'file:///etc/passwd',
      'data:image/png;base64,AAAA',
      'gopher://api.nexmo.com/',
    ],
    ...['javascript:alert(1)', '//api.nexmo.com/a', '/v3/media/1', '', 'https://', 'not an address'],
    // Numbers, however they are written.
    ...['https://127.0.0.1/a', 'https://2130706433/', 'https://0x7f000001/', 'https://0177.0.0.1/', 'https://127.1/'],
    ...[
      'https://[::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://[::ffff:a9fe:a9fe]/',
      'https://169.254.169.254/latest/meta-data/',
    ],
    ...['https://localhost/', 'https://①②⑦.0.0.1/', 'https://[fe80::1]/'],
    // What the settings name is believed as it stands, and nothing beside it.
    ...[
      'http://127.0.0.1:4011/a',
      'https://127.0.0.1:4010/a',
      'http://127.0.0.2:4010/',
      'http://localhost:4010/',
      'http://127.0.0.1/',
    ],
  ])('not %p', (url) => expect(hosts.reach(url)).toBeNull());
});

describe('a name of the provider’s that leads somewhere else', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const account = { applicationId: 'x', privateKey: pem, apiHost: '', mediaHosts: ['*.nexmo.com'] };
  /** A name server that gives these addresses, for whatever it is asked. */
  const giving = (...addresses: string[]) =>
    ((_name: string, _options: object, done: (error: null, found: { address: string; family: number }[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as typeof lookup;
  const asked = (resolve: typeof lookup, options: { all?: boolean } = {}) =>
    new Promise((done) => publicOnly(resolve)('api.nexmo.com', options, (error, address) => done(error ?? address)));

  test.each([
    ['this machine', ['127.0.0.1']],
    ['the cloud’s secrets', ['169.254.169.254']],
    ['this machine, mapped', ['::ffff:127.0.0.1']],
    ['a public address, and one that is not', ['8.8.8.8', '10.0.0.1']],
    ['nowhere', []],
  ])('is not followed to %s', async (_, addresses) => {
    for (const options of [{}, { all: true }])
      expect(await asked(giving(...addresses), options)).toBeInstanceOf(NotPublic);
  });

  test('is followed to where everybody can go, and the connection gets just these addresses', async () => {
    expect(await asked(giving('8.8.8.8'))).toBe('8.8.8.8');
    expect(await asked(giving('8.8.8.8', '2606:4700::1'), { all: true })).toHaveLength(2);
  });

  test('is refused by the connection itself, whatever the name was before', async () => {
    const media = new VonageMedia(account, { lookup: publicOnly(giving('127.0.0.1')) });
    await expect(media.fetch('https://api.nexmo.com/v3/media/1')).rejects.toEqual(new MediaRefused('address'));
  });
});
