import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, json } from '../database/columns.js';

/** A row of any table, as it is written to and read from either database: moments as text in UTC. */
export type Row = Record<string, string | number | null>;

/** What a merge did to rows of a table, with all that is needed to take it back. */
export type Step =
  /** A column of these rows said `from`, and says `to`. */
  | { kind: 'moved'; table: string; column: string; from: number; to: number; ids: number[] }
  /** Columns of a row were changed. `apart`: each of them is taken back by itself. */
  | { kind: 'changed'; table: string; id: number; before: Row; after: Row; apart?: true }
  /** A row was removed; with a `twin`, because the twin says it too, for as long as the twin is as it was then. */
  | { kind: 'removed'; table: string; row: Row; twin?: Row }
  /** The rows of a table that a condition chooses, all of one field of a record, were replaced. */
  | { kind: 'replaced'; table: string; where: Row; says: string[]; before: Row[]; after: Row[] };

/** One thing that a merge did. They are taken back in their reverse order. */
@Entity('merge_steps')
export class MergeStep {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) mergeId: number;
  @Column(json) step: Step;
}
