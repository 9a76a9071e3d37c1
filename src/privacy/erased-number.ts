import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, string } from '../database/columns.js';

/** A number of somebody who was erased, kept for the day in which the provider may still bring receipts that name it. */
@Entity('erased_numbers')
export class ErasedNumber {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) number: string;
  /** Up to which raw webhook, and which delivery refused at the door, it was looked for. */
  @Column(integer) webhooksUpTo: number;
  @Column(integer) refusalsUpTo: number;
  @Column(moment) at: Date;
  /** When it goes too. */
  @Column(moment) until: Date;
}
