import { Column, Entity, OneToMany, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { integer, moment, optionalInteger, string } from '../database/columns.js';
import { Refusal } from '../refusal.js';
import { type RowDetails, RoutingRow } from './routing-row.js';

export const mostRows = 500;

/** Ordered rows of "if the contact's properties match, this person". */
@Entity('routing_tables')
export class RoutingTable {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) name: string;
  /** Counts the edits: a form that was made from an older one is refused. */
  @Column(integer) version: number;
  @Column(optionalInteger) changedById: number | null;
  @Column(moment) changedAt: Date;
  @Column(moment) createdAt: Date;
  /** In their order; *Otherwise* is the last. */
  @OneToMany(() => RoutingRow, (row) => row.table, { cascade: true }) rows: Relation<RoutingRow>[];

  static of(programId: number, name: string, changedById: number, now: Date): RoutingTable {
    const table = Object.assign(new RoutingTable(), { programId, version: 1, changedById, rows: [] });
    Object.assign(table, { changedAt: now, createdAt: now });
    table.rename(name);
    return table;
  }

  /** The same rows under another name; everybody's turn begins anew. */
  copy(name: string, byId: number, now: Date): RoutingTable {
    const copy = RoutingTable.of(this.programId, name, byId, now);
    for (const row of this.rows) copy.add(row.details);
    return copy;
  }

  get otherwise(): RoutingRow | null {
    return this.rows.find((row) => row.isOtherwise) ?? null;
  }

  row(id: number): RoutingRow | null {
    return this.rows.find((row) => row.id === id) ?? null;
  }

  rename(name: string) {
    if (!name) throw new Refusal('Give the table a name.', 'name');
    if (name.length > 80) throw new Refusal(`That is ${name.length} characters; there is room for 80.`, 'name');
    this.name = name;
  }

  /** Adds a row above *Otherwise*, or right below another. */
  add(details: RowDetails, below?: RoutingRow): RoutingRow {
    if (this.rows.length >= mostRows) throw new Refusal(`A table has room for ${mostRows} rows.`, 'form');
    if (details.isOtherwise && this.otherwise) throw new Refusal('There is already an Otherwise row.', 'form');
    const row = RoutingRow.of(this.programId, details);
    this.rows.splice(below ? this.rows.indexOf(below) + 1 : this.rows.length, 0, row);
    this.renumber();
    return row;
  }

  /** Puts a row where the `place`th is, counted from 1. Otherwise stays the last. */
  move(row: RoutingRow, place: number) {
    const others = this.rows.filter((other) => other !== row);
    others.splice(Math.max(0, place - 1), 0, row);
    this.rows = others;
    this.renumber();
  }

  duplicate(row: RoutingRow): RoutingRow {
    if (row.isOtherwise) throw new Refusal('There can be only one Otherwise row.', 'form');
    return this.add(row.details, row);
  }

  remove(row: RoutingRow) {
    this.rows = this.rows.filter((other) => other !== row);
    this.renumber();
  }

  /** Puts other rows in the place of all, as a file says them. */
  replaceRows(all: RowDetails[]) {
    this.rows = [];
    for (const details of all) this.add(details);
  }

  private renumber() {
    this.rows = [...this.rows.filter((row) => !row.isOtherwise), ...this.rows.filter((row) => row.isOtherwise)];
    for (const [index, row] of this.rows.entries()) row.position = index + 1;
  }
}
