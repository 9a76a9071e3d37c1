import type { Member } from '../people/member.js';
import type { Contact } from './contact.js';

/** A contact that looks like another, and why. */
export interface Lookalike {
  name: string;
  url: string;
  reasons: string[];
  compareUrl: string;
}

/** A merge that can still be undone. */
export interface StandingMerge {
  name: string;
  by: string;
  at: Date;
  url: string;
}

/** Who a contact perhaps is, or was, too. Whoever knows it stands further down; the record says it. */
export abstract class SamePerson {
  abstract of(contact: Contact, member: Member): Promise<{ lookalikes: Lookalike[]; merges: StandingMerge[] }>;
}
