import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, json, moment, optionalInteger, optionalMoment, optionalString, string } from '../database/columns.js';
import { Refusal } from '../refusal.js';
import type { Alteration } from './alteration.js';

/** Waiting for a yes; being carried out; over. */
export type EditStatus = 'drafted' | 'running' | 'done' | 'canceled';

/** What came of a contact. */
export type Outcome = 'changed' | 'unchanged' | 'refused';

/** The same changes of many contacts: who they are is in `contact_edit_items`, what is done and how far that is, here. */
@Entity('contact_edits')
export class ContactEdit {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** Who asked for it; null once they are deleted. */
  @Column(optionalInteger) userId: number | null;
  /** Whose fields it changes: contacts of another type don't have them. */
  @Column(integer) contactTypeId: number;
  @Column(json) alterations: Alteration[];
  @Column(string) status: EditStatus;
  @Column(integer) total: number;
  @Column(integer) changed: number;
  @Column(integer) unchanged: number;
  @Column(integer) refused: number;
  /** The last item that was gone through. */
  @Column(integer) atItemId: number;
  /** Where the grid shows whom it is about. */
  @Column(string) backTo: string;
  /** Why it stopped by itself. */
  @Column(optionalString) stoppedBecause: string | null;
  @Column(optionalString) formToken: string | null;
  @Column(moment) createdAt: Date;
  @Column(moment) changedAt: Date;
  @Column(optionalMoment) finishedAt: Date | null;

  static draft(
    own: Pick<ContactEdit, 'programId' | 'userId' | 'contactTypeId' | 'alterations' | 'backTo' | 'formToken'>,
    now: Date,
  ) {
    return Object.assign(new ContactEdit(), {
      ...{ total: 0, changed: 0, unchanged: 0, refused: 0, atItemId: 0, stoppedBecause: null },
      ...({ status: 'drafted', createdAt: now, changedAt: now, finishedAt: null } as const),
      ...own,
    });
  }

  get url() {
    return `/contacts/edits/${this.id}`;
  }

  get isUnderWay() {
    return this.status === 'running';
  }

  get isOver() {
    return this.status === 'done' || this.status === 'canceled';
  }

  get past() {
    return this.changed + this.unchanged + this.refused;
  }

  /** Somebody said yes. A second yes changes nothing, nor does a second no. */
  begin(userId: number, now: Date) {
    if (this.status === 'canceled')
      throw new Refusal('This edit was stopped. Select the contacts again to change them.');
    if (this.status !== 'drafted') return;
    Object.assign(this, { status: 'running', userId, changedAt: now });
  }

  /** One slice further. */
  advance(itemId: number, outcomes: Outcome[], now: Date) {
    for (const outcome of outcomes) this[outcome] += 1;
    Object.assign(this, { atItemId: itemId, changedAt: now });
  }

  finish(now: Date) {
    Object.assign(this, { status: 'done', changedAt: now, finishedAt: now });
  }

  /** No further contact. What was changed stays. */
  cancel(now: Date, because: string | null = null) {
    if (this.status === 'canceled') return;
    if (this.isOver) throw new Refusal('It has already ended.');
    Object.assign(this, { status: 'canceled', stoppedBecause: because, changedAt: now, finishedAt: now });
  }
}

/** One of the contacts of an edit, with what came of it. */
@Entity('contact_edit_items')
export class ContactEditItem {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) editId: number;
  @Column(integer) contactId: number;
  @Column(optionalString) outcome: Outcome | null;
  /** Why it is refused. */
  @Column(optionalString) reason: string | null;
}
