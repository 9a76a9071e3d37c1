import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { Subscription } from './subscription.js';

/** What is made anew for each push. The example of the standard has its own. */
interface Ingredients {
  salt?: Buffer;
  privateKey?: Buffer;
  /** The sealed text is of a length that is a multiple of this, so that it says little of the name in it. */
  blocks?: number;
}

const recordSize = 4096;
const tag = 16;

/**
 * Seals words for one browser, so that the push service, which carries them, can’t read them: Message Encryption for Web
 * Push (RFC 8291) in one record of aes128gcm (RFC 8188).
 */
export function sealed(
  words: string,
  { p256dh, auth }: Pick<Subscription, 'p256dh' | 'auth'>,
  { salt = randomBytes(16), privateKey, blocks = 256 }: Ingredients = {},
): Buffer {
  const theirs = Buffer.from(p256dh, 'base64url');
  const own = createECDH('prime256v1');
  if (privateKey) own.setPrivateKey(privateKey);
  else own.generateKeys();
  const ours = own.getPublicKey();

  const shared = own.computeSecret(theirs);
  const both = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
  const secret = derived(shared, Buffer.from(auth, 'base64url'), both, 32);
  const key = derived(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derived(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);

  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const record = Buffer.concat([cipher.update(padded(words, blocks)), cipher.final(), cipher.getAuthTag()]);
  const sizes = Buffer.alloc(5);
  sizes.writeUInt32BE(recordSize, 0);
  sizes.writeUInt8(ours.length, 4);
  return Buffer.concat([salt, sizes, ours, record]);
}

const derived = (secret: Buffer, salt: Buffer, about: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, about, length));

// A two ends the words of the last record; zeros may follow.
function padded(words: string, blocks: number): Buffer {
  const said = Buffer.from(`${words}\x02`);
  if (said.length + tag > recordSize) throw new RangeError('Too long for one push');
  return Buffer.concat([said, Buffer.alloc(Math.min(-said.length & (blocks - 1), recordSize - tag - said.length))]);
}
