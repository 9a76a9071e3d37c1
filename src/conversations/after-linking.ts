import type { Member } from '../people/member.js';

/** Where to go once texts found their contact: to the conversation, for those who may see it. */
export const afterLinking = (conversationId: number, member: Member) =>
  member.seesAll ? `/conversations/${conversationId}` : '/unknown-senders';
