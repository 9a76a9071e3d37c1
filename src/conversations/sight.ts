import type { Condition } from '../database/condition.js';
import type { Member } from '../people/member.js';

/**
 * What somebody may see: the conversations of their program; without View All Conversations only their own. This is
 * the one rule: the list, its counts, search, one conversation, live signals and exports are all made of it.
 */
export function seenBy(member: Member): Condition {
  const inProgram = { sql: 'conversation.program_id = ? AND conversation.is_listed = 1', values: [member.programId] };
  return member.seesAll
    ? inProgram
    : { sql: `${inProgram.sql} AND conversation.assignee_id = ?`, values: [member.programId, member.userId] };
}

type Somebody = Pick<Member, 'programId' | 'userId' | 'seesAll'>;

/** The same rule for one conversation, as it is now. */
export const sees = (member: Somebody, { programId, assigneeId }: { programId: number; assigneeId: number | null }) =>
  hearsOf(member, { programId, assigneeId, wasAssigneeId: null });

/** The same rule for something that happened: whose it is now, or was until now. */
export const hearsOf = (
  member: Somebody,
  event: { programId: number; assigneeId: number | null; wasAssigneeId: number | null },
) =>
  member.programId === event.programId &&
  (member.seesAll || event.assigneeId === member.userId || event.wasAssigneeId === member.userId);
