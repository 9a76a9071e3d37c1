import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, string } from '../database/columns.js';

/** A number that a program had, and took from its list: what is still sent to it is that program’s to see. */
@Entity('former_numbers')
export class FormerNumber {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** E.164; of several programs that had it, the last. */
  @Column(string) number: string;
  @Column(moment) removedAt: Date;
}
