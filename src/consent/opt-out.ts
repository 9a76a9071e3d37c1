import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, string } from '../database/columns.js';

/** A phone number's standing refusal of texts from a program. */
@Entity('opt_outs')
export class OptOut {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) number: string;
  @Column(moment) since: Date;
}
