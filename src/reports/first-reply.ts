import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, optionalInteger } from '../database/columns.js';

/** How long somebody waited for the first reply after their text had opened a conversation, and who wrote it. */
@Entity('report_first_replies')
export class FirstReply {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** When it was written. */
  @Column(integer) quarterHour: number;
  @Column(optionalInteger) userId: number | null;
  @Column(integer) seconds: number;
}
