import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { flag, integer, json, optionalInteger, string } from '../database/columns.js';
import type { PropertyCondition } from '../contacts/property-condition.js';
import { RoutingRowUser } from './routing-row-user.js';
import { RoutingTable } from './routing-table.js';

/** To one user, to several strictly in turn, or to whoever of several has the fewest open conversations. */
export type GivesTo = 'one' | 'in-turn' | 'fewest-open';

/** Conditions, and whom a contact that meets them goes to. The row *Otherwise* has none and is the last. */
@Entity('routing_rows')
export class RoutingRow {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) tableId: number;
  @ManyToOne(() => RoutingTable, (table) => table.rows) @JoinColumn({ name: 'table_id' }) table: Relation<RoutingTable>;
  @Column(integer) position: number;
  @Column(flag) isOtherwise: boolean;
  @Column(string) joined: 'all' | 'any';
  @Column(json) conditions: PropertyCondition[];
  @Column(string) givesTo: GivesTo;
  /** Whose turn it was last. */
  @Column(optionalInteger) lastUserId: number | null;
  @OneToMany(() => RoutingRowUser, (user) => user.row) users: Relation<RoutingRowUser>[];
}
