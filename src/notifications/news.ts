import type { Event } from '../events/event.js';
import type { NotificationKind } from './notification.js';

/** Something to tell people of: these users, and perhaps everybody who can assign. */
export interface News {
  kind: NotificationKind;
  event: Event;
  userIds: number[];
  forAssigners: boolean;
}

/**
 * What is news in events of one conversation that happened together, the most important first. `failed` says whose text
 * each delivery event that is bad news is about.
 */
export function newsIn(events: Event[], failed: ReadonlyMap<Event, number> = new Map()): News[] {
  const owner = ownerAfter(events);
  const of = (kind: Event['kind']) => events.filter((event) => event.kind === kind);
  return [
    ...of('noted').map((event) => news('mention', event, event.particulars?.mentions ?? [])),
    ...of('assigned')
      .filter(({ assigneeId }) => assigneeId === owner)
      .map((event) => news('assigned', event, some(owner))),
    ...of('received').map((event) =>
      owner ? news('text', event, [owner]) : news('unassigned-text', event, [], 'and those who assign'),
    ),
    ...of('overdue').map((event) => news('waiting', event, some(owner), 'and those who assign')),
    ...[...failed].map(([event, author]) => news('failed', event, [author])),
  ].filter(({ userIds, forAssigners }) => userIds.length || forAssigners);
}

/** A Quick Message to fewer people is like a reply: whoever sent it hears only of what went wrong. */
export const fewRecipients = 5;

/** What is news in the end or the pause of a Quick Message or Campaign, for these: whoever sent it, or who is in their place. */
export function newsOfCampaign(event: Event, userIds: number[]): News[] {
  const facts = event.particulars?.campaign;
  if (!facts || !userIds.length) return [];
  const isSmall = facts.kind === 'quick-message' && (facts.recipients ?? 0) < fewRecipients;
  const isSaidOtherwise = (facts.sent ?? 0) + (facts.failed ?? 0) > 0;
  if (event.kind === 'campaign-finished' && isSmall && isSaidOtherwise) return [];
  return [news('campaign', event, userIds)];
}

/** A text of a Quick Message to a few did not arrive. */
export const failedQuickMessage = (event: Event, author: number): News => news('campaign', event, [author]);

/** Whose the conversation is once all of these have happened. */
export const ownerAfter = (events: Event[]) => events.at(-1)?.assigneeId ?? null;

/** From whom to whom it went, each time that it did. */
export const handedOn = (events: Event[]): [from: number | null, to: number | null][] =>
  events
    .filter(({ kind, assigneeId, wasAssigneeId }) => kind === 'assigned' && assigneeId !== wasAssigneeId)
    .map(({ assigneeId, wasAssigneeId }) => [wasAssigneeId, assigneeId]);

/** Who made these things happen, and so need not be told of them. */
export const actorsOf = (events: Event[]) => new Set(events.map(({ byUserId }) => byUserId));

const some = (userId: number | null) => (userId ? [userId] : []);
const news = (kind: NotificationKind, event: Event, userIds: number[], rest?: 'and those who assign'): News => ({
  kind,
  event,
  userIds,
  forAssigners: rest !== undefined,
});
