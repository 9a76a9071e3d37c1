import type { Member } from '../people/member.js';

/** The one-use token of a form, made the member's own so that nobody can use up another's; null without one. */
export const tokenOf = (said: unknown, member: Member): string | null =>
  typeof said === 'string' && /^[\w-]{8,40}$/.test(said) ? `${member.userId}:${said}` : null;
