import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer } from '../database/columns.js';

/** Held while a program decides whom something goes to: one decision after the other, so that turns and limits are exact. */
@Entity('routing_turns')
export class RoutingTurn {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
}
