import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalText, string } from '../database/columns.js';

/** A delivery that failed the check at the door. It changed nothing, but it may have been a text that was meant for us. */
@Entity('refusals')
export class TurnedAway {
  @PrimaryGeneratedColumn() id: number;
  /** Of the number that it names, if it names one of ours. */
  @Column(optionalInteger) programId: number | null;
  @Column(string) kind: string;
  @Column(string) reason: string;
  @Column(integer) status: number;
  @Column(integer) bytes: number;
  @Column(optionalText) body: string | null;
  @Column(string) address: string;
  @Column(moment) at: Date;
}
