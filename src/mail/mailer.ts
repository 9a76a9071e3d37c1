/** An e-mail on its way out, in plain text. */
export interface Letter {
  to: { name: string; address: string };
  subject: string;
  text: string;
  /** Ours, the same however often this e-mail is tried. */
  messageId: string;
}

/** Who delivers e-mails. There really are two: an SMTP server, and nobody. */
export abstract class Mailer {
  /** Whether there is a mail server at all; without one e-mails are kept, and shown to Administrators. */
  abstract readonly delivers: boolean;

  /**
   * Hands over one e-mail. Fails with one of the errors below; any other error counts as `Unconfirmed`, because nobody
   * can tell whether the e-mail left. Their messages are sentences for those who manage users.
   */
  abstract send(letter: Letter): Promise<void>;
}

/** Certainly not sent, and trying again would not help. */
export class Refused extends Error {}

/** Certainly not sent, but it may be later. */
export class NotNow extends Error {}

/** It may have left or not: never sent again by itself. */
export class Unconfirmed extends Error {
  constructor(message = 'It is not known whether it was sent. Send it again if it did not arrive.') {
    super(message);
  }
}

/** There is no mail server. */
export class NoMailer extends Mailer {
  readonly delivers = false;

  async send(): Promise<never> {
    throw new NotNow('There is no mail server.');
  }
}
