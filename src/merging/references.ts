/** A column of another table that says which contact, or which conversation, a row belongs to. */
export interface Reference {
  table: string;
  column: string;
  /**
   * What becomes of the rows of the one that is gone:
   * - `moves`: they say the kept one from then on.
   * - `record`: they are fields of the record, which the form decides on (`record-merge.ts`).
   * - `threads`: conversations, which move or become one (`thread-merge.ts`).
   * - `texts`: recipients of campaigns, of which each contact has one in a step (`campaign-texts.ts`).
   * - `goes`: they only made sense for two contacts, and are there again when the merge is undone.
   * - `made anew`: they are worked out from the rest, and are worked out again.
   */
  how: 'moves' | 'record' | 'threads' | 'texts' | 'goes' | 'made anew';
  /** Of `moves`: a row can only move where the kept one has none with the same value here. */
  once?: string;
  /** Of `once`: a text of both rows that must not be lost; the kept row gets both. */
  joins?: string;
  /** Of `moves`: narrows the search by the number of the thread, where there is no index for the column. */
  byNumber?: true;
}

/**
 * Everything that refers to a contact. A test compares this with the schema: a table that is missing here would lose its
 * rows with the contact that is gone.
 */
export const ofContacts: Reference[] = [
  { table: 'phone_numbers', column: 'contact_id', how: 'record' },
  { table: 'property_values', column: 'contact_id', how: 'record' },
  { table: 'contact_users', column: 'contact_id', how: 'record' },
  { table: 'conversations', column: 'contact_id', how: 'threads' },
  { table: 'campaign_recipients', column: 'contact_id', how: 'texts' },
  { table: 'contact_changes', column: 'contact_id', how: 'moves' },
  // One for each contact: where both are on hold, the kept one is for the reasons of both.
  { table: 'contact_holds', column: 'contact_id', how: 'moves', once: 'program_id', joins: 'reason' },
  { table: 'contact_merges', column: 'kept_id', how: 'moves' },
  { table: 'contact_edit_items', column: 'contact_id', how: 'moves', once: 'edit_id' },
  { table: 'duplicate_pairs', column: 'one_id', how: 'goes' },
  { table: 'duplicate_pairs', column: 'other_id', how: 'goes' },
  { table: 'duplicate_looks', column: 'contact_id', how: 'made anew' },
  { table: 'name_keys', column: 'contact_id', how: 'made anew' },
];

/** Everything that refers to a conversation, and follows when two threads become one. The same test looks after it. */
export const ofConversations: Reference[] = [
  { table: 'messages', column: 'conversation_id', how: 'moves' },
  { table: 'notes', column: 'conversation_id', how: 'moves' },
  { table: 'events', column: 'conversation_id', how: 'moves' },
  { table: 'notifications', column: 'conversation_id', how: 'moves' },
  { table: 'campaign_recipients', column: 'conversation_id', how: 'moves' },
  { table: 'consent_changes', column: 'conversation_id', how: 'moves', byNumber: true },
  { table: 'merged_threads', column: 'kept_id', how: 'moves' },
  { table: 'unreads', column: 'conversation_id', how: 'moves', once: 'user_id' },
  { table: 'drafts', column: 'conversation_id', how: 'moves', once: 'user_id', joins: 'body' },
  { table: 'bulk_items', column: 'conversation_id', how: 'moves', once: 'job_id' },
];
