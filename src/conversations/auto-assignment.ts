import type { Conversation } from './conversation.js';

/** Finds the person for a conversation that opens. What finds them stands further down; here is what it is asked. */
export abstract class AutoAssignment {
  /**
   * Asked inside every transaction that changes a conversation, before it is saved. `conversation.made.events` say what
   * happened; a conversation that opened without somebody who can have it, or whose assignee is away when a text
   * comes, gets its person by `conversation.assignTo`. The conversation's row and its contact's are held.
   */
  abstract follow(conversation: Conversation, now: Date): Promise<void>;

  /** Finds the person for an open conversation that has none; whether somebody was found. Inside the caller's transaction. */
  abstract assign(conversation: Conversation, now: Date): Promise<boolean>;
}
