import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalJson, string } from '../database/columns.js';

/** What must be accounted for; in words in `audit-sentences.ts`. */
export type AuditKind =
  | 'contact-exported'
  | 'contact-erased'
  | 'contact-held'
  | 'contact-released'
  | 'retention-changed'
  | 'retention-ran'
  | 'erasing-paused'
  | 'erasing-resumed';

/** What a line says beyond who, about whom and when. Never a name, a number or a text: the line outlives the contact. */
export interface AuditParticulars {
  /** In which form somebody took data away. */
  form?: 'json' | 'page';
  /** Why, as somebody wrote it. It goes when its contact is erased. */
  reason?: string;
  conversations?: number;
  messages?: number;
  contacts?: number;
  /** How long things are kept, in months; null: forever. */
  conversationMonths?: number | null;
  contactMonths?: number | null;
}

/** Somebody took data away, erased some, or changed how long it is kept. Never changed, never deleted. */
@Entity('audit_lines')
export class AuditLine {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) kind: AuditKind;
  /** Empty where Parley did it by itself. */
  @Column(optionalInteger) byUserId: number | null;
  /** Of somebody who may be gone. */
  @Column(optionalInteger) contactId: number | null;
  @Column(optionalJson) particulars: AuditParticulars | null;
  @Column(moment) at: Date;
}
