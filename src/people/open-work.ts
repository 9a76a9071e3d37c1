import type { Member } from './member.js';

/** What people have open. Conversations stand further down; here is what they are asked. */
export abstract class OpenWork {
  /**
   * Asked inside a change after which these people handle no conversations: what they have open goes back to unassigned,
   * each with a line that says why.
   */
  abstract letGo(userIds: number[], by: Member): Promise<void>;
}
