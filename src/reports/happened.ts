import type { Source } from '../conversations/message.js';
import { asDate } from '../database/columns.js';
import type { Kind } from '../events/event.js';
import type { Counts } from './counts.js';

/** An event with what its text was, as far as it is about one. */
export interface Happened {
  id: number;
  program_id: number;
  kind: Kind;
  at: string | Date;
  by_user_id: number | null;
  assignee_id: number | null;
  was_assignee_id: number | null;
  message_id: number | null;
  source: Source | null;
  author_id: number | null;
}

/** Counts what happened. What takes more than the event itself to know (failures, first replies) is counted beside it. */
export function count(events: Happened[], counts: Counts) {
  for (const event of events) {
    const place = { programId: event.program_id, at: asDate(event.at) };
    const { kind, by_user_id: by, assignee_id: assignee } = event;
    // Texts that find another thread come there once more, and are none that arrived.
    if (kind === 'unknown-text' || (kind === 'received' && event.message_id)) counts.add('received', place);
    if (kind === 'opened' || kind === 'reopened') counts.add('opened', place);
    if (kind === 'resolved') counts.add('resolved', place);
    if (kind === 'resolved' && by) counts.addTo(by, 'resolved', place);
    if (kind === 'assigned' && assignee && assignee !== event.was_assignee_id)
      counts.addTo(assignee, 'assigned', place);
    if (kind === 'queued' && event.source) counts.add(figureOf[event.source], place);
    if (kind === 'queued' && isReply(event)) counts.addTo(event.author_id!, 'replied', place);
  }
}

/** Whether a person wrote it to answer. */
export const isReply = ({ kind, source, author_id: author }: Happened) =>
  kind === 'queued' && source === 'reply' && author !== null;

const figureOf = {
  inbound: 'received',
  reply: 'replied',
  'quick-message': 'bulk',
  campaign: 'bulk',
  answer: 'automatic',
  'opt-out-confirmation': 'automatic',
} as const satisfies Record<Source, string>;
