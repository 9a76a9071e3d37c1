import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalJson, optionalString, string } from '../database/columns.js';

/** What can happen to the record of a contact. */
export type ContactChangeKind = 'added' | 'changed' | 'imported' | 'edited-in-bulk' | 'linked' | 'merged' | 'unmerged';

/** A field of a contact before and after, in the words of the screen; empty where there was or is nothing. */
export interface FieldChange {
  field: string;
  from: string;
  to: string;
}

/** A line of a contact's history: who changed what. Never changed; it goes when the contact goes. */
@Entity('contact_changes')
export class ContactChange {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) contactId: number;
  @Column(string) kind: ContactChangeKind;
  /** Empty where Parley did it by itself. */
  @Column(optionalInteger) byUserId: number | null;
  @Column(optionalJson) fields: FieldChange[] | null;
  /** Where it came from, in words: the name of a file, of the other contact. */
  @Column(optionalString) source: string | null;
  @Column(moment) at: Date;
}
