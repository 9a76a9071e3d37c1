import { isDeepStrictEqual } from 'node:util';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import {
  integer,
  json,
  moment,
  optionalInteger,
  optionalJson,
  optionalMoment,
  optionalString,
  string,
} from '../database/columns.js';
import { Refusal } from '../refusal.js';
import type { Mapping } from './mapping.js';

/** Being read; waiting to be told what the columns are; tried; tried and waiting for a yes; being carried out; over. */
export type ImportStatus = 'reading' | 'mapping' | 'checking' | 'checked' | 'importing' | 'done' | 'canceled';

/** How many lines came to what: would make a contact, change one, change nothing, be left as they are, are refused. */
export interface Counts {
  new: number;
  changed: number;
  same: number;
  left: number;
  refused: number;
}
export type Verdict = keyof Counts;

export const noCounts = (): Counts => ({ new: 0, changed: 0, same: 0, left: 0, refused: 0 });

/** A file of contacts: what stands in it is in `import_lines`, what is to be done with it and how far that is, here. */
@Entity('imports')
export class Import {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** Who uploaded it, and later who carries it out. */
  @Column(optionalInteger) userId: number | null;
  @Column(string) fileName: string;
  /** How the file is written, in words. */
  @Column(string) notation: string;
  @Column(string) status: ImportStatus;
  @Column(optionalJson) mapping: Mapping | null;
  /** Lines that are not empty; the one with the names of the columns counts too. */
  @Column(integer) lineCount: number;
  /** How many cells its first line has. */
  @Column(integer) width: number;
  /** The last line that was gone through, and how many that makes. */
  @Column(integer) atLineId: number;
  @Column(integer) past: number;
  /** What the dry run found. */
  @Column(json) checked: Counts;
  /** What was done. */
  @Column(json) done: Counts;
  /** Why it stopped by itself. */
  @Column(optionalString) stoppedBecause: string | null;
  @Column(optionalString) formToken: string | null;
  @Column(moment) createdAt: Date;
  @Column(moment) changedAt: Date;
  @Column(optionalMoment) finishedAt: Date | null;

  static of(programId: number, userId: number, fileName: string, formToken: string | null, now: Date): Import {
    return Object.assign(new Import(), {
      ...{ programId, userId, fileName, formToken, createdAt: now, changedAt: now, finishedAt: null },
      ...{ notation: '', status: 'reading', mapping: null, lineCount: 0, width: 0, atLineId: 0, past: 0 },
      ...{ checked: noCounts(), done: noCounts(), stoppedBecause: null },
    } satisfies Partial<Import>);
  }

  get url() {
    return `/contacts/imports/${this.id}`;
  }

  /** Whether work is going on that nobody needs to wait for. */
  get isUnderWay() {
    return this.status === 'checking' || this.status === 'importing';
  }

  get isOver() {
    return this.status === 'done' || this.status === 'canceled';
  }

  /** Lines with contacts: all but the one with the names of the columns. */
  get total() {
    return Math.max(0, this.lineCount - (this.mapping?.hasHeader ? 1 : 0));
  }

  /** How many lines would change something. */
  get worth() {
    return this.checked.new + this.checked.changed;
  }

  /** The columns are known: every line is tried. The same form a second time changes nothing, as with what follows. */
  map(mapping: Mapping, now: Date) {
    if (this.status === 'checking' && isDeepStrictEqual(this.mapping, mapping)) return;
    this.mustBe(
      'This file is being tried or was imported already. Upload it again to import it another way.',
      'mapping',
      'checked',
    );
    Object.assign(this, { mapping, status: 'checking', checked: noCounts(), changedAt: now, atLineId: 0, past: 0 });
  }

  /** Carries it out. Lines that would only be noted (unchanged ones, with consent) are worth it too. */
  begin(userId: number, now: Date) {
    if (this.status === 'importing' || this.status === 'done') return;
    this.mustBe('This file has not been tried yet, or its import was canceled.', 'checked');
    if (!this.worth && !this.notesConsent) throw new Refusal('Nothing in it would change anything.');
    Object.assign(this, { userId, status: 'importing', changedAt: now, atLineId: 0, past: 0 });
  }

  /** Lines that are still to be gone through, or wait for a yes, are to be forgotten: as if they had not been in the file. */
  forget(verdicts: (Verdict | null)[]) {
    if (this.isOver) return;
    const isRunning = this.status === 'importing';
    // What is refused by then stays in the figures.
    const lines = isRunning ? verdicts.filter((verdict) => verdict !== 'refused') : verdicts;
    for (const verdict of lines) if (verdict) this.checked[verdict] -= 1;
    this.lineCount -= lines.length;
    if (!isRunning) this.past -= lines.filter(Boolean).length;
  }

  get notesConsent() {
    return Boolean(this.mapping?.consent) && this.checked.same > 0;
  }

  /** One slice further: what its lines came to. */
  advance(lineId: number, verdicts: Verdict[], now: Date) {
    const counts = this.status === 'checking' ? this.checked : this.done;
    for (const verdict of verdicts) counts[verdict] += 1;
    Object.assign(this, { atLineId: lineId, past: this.past + verdicts.length, changedAt: now });
  }

  /** All lines were gone through. */
  finish(now: Date) {
    const isTried = this.status === 'checking';
    Object.assign(this, { status: isTried ? 'checked' : 'done', finishedAt: isTried ? null : now, changedAt: now });
  }

  /** No further line. What was imported stays. */
  cancel(now: Date, because: string | null = null) {
    if (this.status === 'canceled') return;
    if (this.isOver) throw new Refusal('It has already ended.');
    Object.assign(this, { status: 'canceled', stoppedBecause: because, finishedAt: now, changedAt: now });
  }

  private mustBe(otherwise: string, ...statuses: ImportStatus[]) {
    if (!statuses.includes(this.status)) throw new Refusal(otherwise);
  }
}
