/** The states of a text. Inbound ones are `received`; outbound ones only ever move to a higher rank. */
export const ranks = {
  received: 0,
  queued: 0,
  sending: 1,
  unconfirmed: 2,
  submitted: 3,
  failed: 4,
  rejected: 4,
  undeliverable: 4,
  delivered: 5,
} as const;

export type MessageStatus = keyof typeof ranks;

/** Whether a receipt that says `next` is news for a text that is `now`. */
export const isProgress = (now: MessageStatus, next: MessageStatus) => ranks[next] > ranks[now];

/** The states in which a text certainly did not arrive. */
export const notArrived: readonly MessageStatus[] = ['failed', 'rejected', 'undeliverable'];

/** The states in which a text did not arrive, or nobody knows, and somebody should. */
export const failures: readonly MessageStatus[] = [...notArrived, 'unconfirmed'];
