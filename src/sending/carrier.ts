/** A text on its way out. Numbers are E.164. */
export interface OutgoingText {
  to: string;
  from: string;
  body: string;
  /** Where the provider fetches the picture that goes with it; the text, which may then be empty, goes under it. */
  pictureUrl?: string;
  /** Ours, which every receipt brings back. */
  clientRef: string;
}

/** Who carries texts to telephones. There really are several: Vonage, and the simulator. */
export abstract class Carrier {
  /**
   * Does beforehand what takes a moment: between the last question whether a text may leave and its leaving, nothing
   * should. Asked at the start and before each text, so that it costs nothing most of the time.
   */
  async ready(): Promise<void> {}

  /**
   * Hands over one text and returns the provider's id for it. Fails with one of the four errors below; any other
   * error counts as `Unconfirmed`, because nobody can tell whether the text went out.
   */
  abstract send(text: OutgoingText): Promise<string>;
}

/** Certainly not sent, and trying again would not help. `code` is a key of `failure-reasons.ts`. */
export class NotAccepted extends Error {
  constructor(
    readonly code: string,
    readonly detail?: string,
  ) {
    super(detail ?? code);
  }
}

/** Certainly not sent, but it may be later: the provider asked us to slow down, or could not be reached at all. */
export class TryLater extends Error {
  constructor(
    readonly code: 'throttled' | 'unreachable',
    readonly detail?: string,
    /** How long the provider asked us to wait, in milliseconds. */
    readonly retryAfter?: number,
  ) {
    super(detail ?? code);
  }
}

/** Certainly not sent: the provider refuses our account, so that no other text would be taken either. */
export class AccountTrouble extends Error {
  constructor(
    readonly code: 'credentials' | 'no-credit',
    readonly detail?: string,
  ) {
    super(detail ?? code);
  }
}

/** It may have left or not: never sent again by itself, settled by a receipt or by a person. */
export class Unconfirmed extends Error {
  readonly code = 'unconfirmed';

  constructor(readonly detail?: string) {
    super(detail ?? 'unconfirmed');
  }
}
