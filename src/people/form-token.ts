import { createHash } from 'node:crypto';
import type { Member } from './member.js';

/**
 * What makes two deliveries of a form the same: its one-use token and its words, and who sent it, so that nobody can use
 * up another's. Other words in an old form (one that Back or a reload brought again) are another text; how a browser ends
 * lines, which differs from one way of sending to another, makes no other words. Null without a token.
 */
export function tokenOf(said: unknown, words: string, member: Member): string | null {
  if (typeof said !== 'string' || !/^[\w-]{8,40}$/.test(said)) return null;
  const same = words.replace(/\r\n?/g, '\n').trim();
  return `${member.userId}:${createHash('sha256').update(`${said}:${same}`).digest('base64url')}`;
}
