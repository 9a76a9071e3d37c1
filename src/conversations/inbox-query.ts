import type { Condition } from '../database/condition.js';
import { asSql } from '../database/columns.js';
import type { Member } from '../people/member.js';
import { idIn } from '../web/identifier.js';
import type { InboxFilter } from './inbox-filter.js';
import { seenBy } from './sight.js';

const since: Record<string, number> = { today: 1, week: 7, month: 30 };

/** Everything that a filter asks for but its words, and nothing that the person may not see, as one condition on `conversation`. */
export function scopeOf(filter: InboxFilter, member: Member, now: Date): Condition {
  const { on } = filter;
  const conditions: Condition[] = [seenBy(member)];
  const add = (sql: string, ...values: unknown[]) => conditions.push({ sql, values });

  if (filter.status !== 'any') add('conversation.status = ?', filter.status);
  if (filter.view === 'mine' && member.seesAll) add('conversation.assignee_id = ?', member.userId);
  if (on.assignee === 'none') add('conversation.assignee_id IS NULL');
  else if (on.assignee) add('conversation.assignee_id = ?', idIn(on.assignee));
  if (on.type) add('conversation.contact_id IN (SELECT id FROM contacts WHERE contact_type_id = ?)', idIn(on.type));
  if (on.number) add('conversation.program_number_id = ?', idIn(on.number));
  if (on.unread)
    add(
      'conversation.id IN (SELECT conversation_id FROM unreads WHERE user_id = ? AND program_id = ?)',
      member.userId,
      member.programId,
    );
  if (on.waiting) add('conversation.waiting_since IS NOT NULL');
  if (on.failed) add('conversation.has_failed = 1');
  if (on.optedOut) add('conversation.number IN (SELECT number FROM opt_outs WHERE program_id = ?)', member.programId);
  if (since[on.since])
    add('conversation.last_activity_at >= ?', asSql(new Date(now.getTime() - since[on.since]! * 86_400_000)));
  return joined(conditions);
}

/** The rows after the last one of the page before. */
export function following({ after }: InboxFilter): Condition {
  if (!after) return { sql: '1 = 1', values: [] };
  const at = asSql(after.at);
  return {
    sql: 'conversation.last_activity_at <= ? AND (conversation.last_activity_at < ? OR conversation.id < ?)',
    values: [at, at, after.id],
  };
}

export const joined = (conditions: Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(' AND '),
  values: conditions.flatMap(({ values }) => values),
});
