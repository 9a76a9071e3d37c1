import type { Member } from '../people/member.js';

/** Whether somebody may send, note, resolve, reopen and hand on this conversation, given that they can see it. */
export const mayHandle = (member: Member, conversation: { assigneeId: number | null }) =>
  member.can('manage-all-conversations') ||
  (member.can('manage-assigned-conversations') && conversation.assigneeId === member.userId);
