import type { Conversation } from '../conversations/conversation.js';
import { earliest } from '../conversations/earliest.js';

type State = Pick<
  Conversation,
  | 'status'
  | 'isListed'
  | 'assigneeId'
  | 'lastActivityAt'
  | 'waitingSince'
  | 'unassignedSince'
  | 'awaitsRoutingSince'
  | 'isEscalated'
  | 'createdAt'
>;

const ranks = { unopened: 0, resolved: 1, open: 2 } as const;

/**
 * How two threads of one person go on as one: open wins over resolved, and among equals the one with the newer activity
 * says whose it is. What waits in either goes on waiting, since the earlier moment: nothing that is owed is forgotten.
 */
export function combined(one: State, other: State): State {
  const [leader, follower] = [one, other].sort(byWeight) as [State, State];
  const open = [leader, follower].filter(({ status }) => status === 'open');
  const assigneeId = leader.assigneeId ?? (open.length === 1 ? null : follower.assigneeId);
  const isNobodys = open.length > 0 && assigneeId === null;
  const waitingSince = earliest(open.map((each) => each.waitingSince));
  return {
    status: leader.status,
    isListed: one.isListed || other.isListed,
    assigneeId,
    lastActivityAt: new Date(Math.max(one.lastActivityAt.getTime(), other.lastActivityAt.getTime())),
    waitingSince,
    unassignedSince: isNobodys ? earliest(open.map((each) => each.unassignedSince)) : null,
    awaitsRoutingSince: isNobodys ? earliest(open.map((each) => each.awaitsRoutingSince)) : null,
    isEscalated: open.some(({ isEscalated }) => isEscalated) && (isNobodys || waitingSince !== null),
    createdAt: earliest([one.createdAt, other.createdAt])!,
  };
}

const byWeight = (one: State, other: State) =>
  ranks[other.status] - ranks[one.status] || other.lastActivityAt.getTime() - one.lastActivityAt.getTime();
