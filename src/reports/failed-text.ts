import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer } from '../database/columns.js';

/** A text that is counted as failed: it is counted once, and taken back if it arrives after all. It goes with the text. */
@Entity('report_failed_texts')
export class FailedText {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) messageId: number;
}
