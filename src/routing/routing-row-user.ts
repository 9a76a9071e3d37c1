import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { integer } from '../database/columns.js';
import { RoutingRow } from './routing-row.js';

/** One of those whom a row assigns, in their order. */
@Entity('routing_row_users')
export class RoutingRowUser {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) rowId: number;
  @ManyToOne(() => RoutingRow, (row) => row.users, { orphanedRowAction: 'delete' })
  @JoinColumn({ name: 'row_id' })
  row: Relation<RoutingRow>;
  @Column(integer) userId: number;
  @Column(integer) place: number;
}
