import type { Failure } from '../conversations/message.js';
import type { MessageStatus } from '../conversations/message-status.js';
import { type Fields, idOf, isObject, numberOf, textOf } from './fields.js';

/** What the provider tells about a text of ours. */
export interface Receipt {
  providerId: string;
  clientRef: string | null;
  /** Null for a state that means nothing to us. */
  status: MessageStatus | null;
  failure?: Failure;
  /** Our number, when it says so. */
  from: string | null;
}

const statuses: Record<string, MessageStatus | null> = {
  submitted: 'submitted',
  delivered: 'delivered',
  rejected: 'rejected',
  undeliverable: 'undeliverable',
  // Other channels have these; a text that was read has arrived.
  read: 'delivered',
  accepted: null,
  buffered: null,
};

/** Reads a receipt; a sentence when that is not possible. */
export function receiptIn(fields: Fields): Receipt | string {
  const providerId = idOf(fields['message_uuid']);
  const status = statuses[statusIn(fields)];
  if (!providerId) return 'It has no message_uuid.';
  if (status === undefined) return `Its status “${statusIn(fields).slice(0, 40)}” is unknown.`;
  const failure = failureIn(fields['error']);
  return {
    providerId,
    status,
    clientRef: textOf(fields['client_ref']).slice(0, 40) || null,
    from: numberOf(fields['from']),
    ...(failure && (status === 'rejected' || status === 'undeliverable') ? { failure } : {}),
  };
}

export const statusIn = (fields: Fields) => textOf(fields['status']).trim().toLowerCase();

function failureIn(error: unknown): Failure | null {
  if (!isObject(error)) return null;
  const inType = /#(\d+)$/.exec(textOf(error['type']))?.[1] ?? '';
  const title = textOf(error['title']).trim();
  const detail = textOf(error['detail']).trim();
  return { code: /^\d+$/.test(title) ? title : inType || 'unknown', ...(detail ? { detail } : {}) };
}
