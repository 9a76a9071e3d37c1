import { Column, Entity, OneToMany, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { integer, moment, optionalInteger, string } from '../database/columns.js';
import { RoutingRow } from './routing-row.js';

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
  @OneToMany(() => RoutingRow, (row) => row.table) rows: Relation<RoutingRow>[];
}
