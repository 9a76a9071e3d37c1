import type { PropertyCondition } from '../contacts/property-condition.js';

/** Contacts one by one, or those whom a view of the contacts grid shows at the time of sending. */
export type Audience = { contacts: number[] } | AudienceView;

export interface AudienceView {
  q: string;
  /** 0: of any type. */
  typeId: number;
  filters: PropertyCondition[];
}

export const isList = (audience: Audience): audience is { contacts: number[] } => 'contacts' in audience;
