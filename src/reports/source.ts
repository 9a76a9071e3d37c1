import type { Counts } from './counts.js';

/** A table that is counted as it grows. */
export interface Source<Row extends { id: number }> {
  readonly table: 'events' | 'consent_changes';
  /** The next rows after an id, in the order of their ids. */
  after(id: number, limit: number): Promise<Row[]>;
  /** What these rows add to the figures; each row is counted once. */
  count(rows: Row[]): Promise<Counts>;
}
