import { describe, expect, test } from '@jest/globals';
import { browserName } from '../../src/push/browser-name.js';
import { sealed } from '../../src/push/envelope.js';
import { BrowserGone, NotTaken, ParcelRefused, pauseIn, PushServices } from '../../src/push/push-services.js';
import { subscriptionIn } from '../../src/push/subscription.js';
import { newVapidKeys, subjectOf } from '../../src/push/vapid.js';
import { Refusal } from '../../src/refusal.js';
import { publicOnly } from '../../src/web/public-internet.js';
import { StandInPush } from '../support/stand-in-push.js';

// RFC 8291, appendix A.
const example = {
  words: 'When I grow up, I want to be a watermelon',
  privateKey: Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'),
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url'),
  sealed:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

describe('what only the browser can read', () => {
  test('is sealed as the standard’s example is', () => {
    const { words, privateKey, salt } = example;
    expect(sealed(words, example, { privateKey, salt, blocks: 1 }).toString('base64url')).toBe(example.sealed);
  });

  test('is as long for a long name as for a short one, and never the same twice', () => {
    const [short, long] = ['Al Ng texted', 'Maximiliane von Hohenstein-Waldburg texted'].map((words) =>
      sealed(words, example),
    );
    expect(short!.length).toBe(long!.length);
    expect(sealed('Al Ng texted', example).equals(short!)).toBe(false);
  });
});

describe('what a browser says of itself', () => {
  const { publicKey } = newVapidKeys();
  const good = { endpoint: 'https://push.example.com/a', p256dh: publicKey, auth: 'BTBZMqHH6r4Tts7J_aSIgg' };
  const services = new PushServices();
  const read = (own: object) => subscriptionIn({ ...good, ...own }, (endpoint) => services.mayFollow(endpoint));

  test('is believed when it is whole', () => expect(read({})).toEqual(good));

  test.each<[string, object]>([
    ['no address', { endpoint: undefined }],
    ['several', { endpoint: ['https://push.example.com/a'] }],
    ['one without TLS', { endpoint: 'http://push.example.com/a' }],
    ['a number', { endpoint: 'https://127.0.0.1/a' }],
    ['a number in disguise', { endpoint: 'https://0x7f.1/a' }],
    ['this machine', { endpoint: 'https://localhost/a' }],
    ['a port of its own', { endpoint: 'https://push.example.com:8443/a' }],
    ['a password', { endpoint: 'https://me:secret@push.example.com/a' }],
    ['one that is too long', { endpoint: `https://push.example.com/${'a'.repeat(1000)}` }],
    ['a key that is no point of the curve', { p256dh: Buffer.alloc(65, 4).toString('base64url') }],
    ['a key that is too short', { p256dh: publicKey.slice(0, 40) }],
    ['a key in other letters', { p256dh: publicKey.replace(/.$/, '=') }],
    ['a secret that is too short', { auth: 'c2hvcnQ' }],
    ['no secret', { auth: undefined }],
  ])('is refused with %s', (_, own) => expect(() => read(own)).toThrow(Refusal));
});

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36',
    'Chrome on Windows',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36 Edg/142.0', 'Edge on Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605 Version/26.0 Mobile Safari/604',
    'Safari on iPhone',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/26.0 Safari/605', 'Safari on Mac'],
  ['Mozilla/5.0 (Linux; Android 16) Chrome/142.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['<b>curl</b>', 'A browser'],
  ['', 'A browser'],
])('%s is called %s', (userAgent, name) => expect(browserName(userAgent)).toBe(name));

describe('a push service', () => {
  const hand = (services: PushServices, endpoint: string) =>
    services.send({ endpoint, headers: {}, body: Buffer.from('x') });

  test('whose name leads into our own network is not asked', async () => {
    const giving = ((_name: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(null, [{ address: '127.0.0.1', family: 4 }])) as never;
    const services = new PushServices({ lookup: publicOnly(giving) });
    await expect(hand(services, 'https://push.example.com/a')).rejects.toEqual(
      new ParcelRefused('not a public address'),
    );
  });

  test('is believed in what it says, and given up when it says nothing', async () => {
    const standIn = await StandInPush.start();
    const services = new PushServices({ trusted: [standIn.url], patience: 80 });
    const { endpoint } = await standIn.browser();
    const outcome = (does: (typeof standIn.next)[number]) => {
      standIn.next = [does];
      return hand(services, endpoint).catch((error: unknown) => error);
    };
    expect(await outcome({ answers: 201 })).toBeUndefined();
    expect(await outcome({ answers: 410 })).toEqual(new BrowserGone('answered 410'));
    expect(await outcome({ answers: 404 })).toBeInstanceOf(BrowserGone);
    expect(await outcome({ answers: 403 })).toEqual(new ParcelRefused('answered 403'));
    expect(await outcome({ answers: 307 })).toBeInstanceOf(ParcelRefused);
    expect(await outcome({ answers: 429, retryAfter: '90' })).toMatchObject({ isBusy: true, pause: 90_000 });
    expect(await outcome({ answers: 503 })).toMatchObject({ isBusy: true, pause: 0 });
    expect(await outcome({ stays: 'silent' })).toEqual(new NotTaken('no answer in time', false));
    await standIn.stop();
    expect(await outcome({ answers: 201 })).toMatchObject({ message: 'no connection' });
  });

  test('says when to come back in seconds or as a moment; nonsense is no answer', () => {
    const now = Date.parse('Fri, 27 Nov 2026 10:00:00 GMT');
    expect(pauseIn('Fri, 27 Nov 2026 10:01:00 GMT', now)).toBe(60_000);
    expect(pauseIn('Fri, 27 Nov 2026 09:00:00 GMT', now)).toBe(0);
    expect([pauseIn(undefined), pauseIn('soon'), pauseIn('-5')]).toEqual([0, 0, 0]);
  });
});

test.each([
  ['https://texts.n.example', 'Parley <texts@n.example>', 'https://texts.n.example'],
  ['http://texts.n.example', 'Parley <texts@n.example>', 'mailto:texts@n.example'],
  [null, 'texts@n.example', 'mailto:texts@n.example'],
  ['http://texts.n.example:3000', null, 'mailto:parley@texts.n.example'],
  [null, null, 'mailto:parley@localhost'],
])('at %s, with e-mails from %s, push services write to %s', (publicUrl, mailFrom, subject) =>
  expect(subjectOf(publicUrl, mailFrom)).toBe(subject),
);

test('keys are points of the curve that browsers ask for', () => {
  const { publicKey, privateKey } = newVapidKeys();
  expect([Buffer.from(publicKey, 'base64url').length, Buffer.from(privateKey, 'base64url').length]).toEqual([65, 32]);
});
