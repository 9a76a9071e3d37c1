import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, string } from '../database/columns.js';

/** A number of ours, from which texts are sent. */
@Entity('program_numbers')
export class ProgramNumber {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** E.164 */
  @Column(string) number: string;
  @Column(string) label: string;
  @Column(flag) isDefault: boolean;
  /** Who confirms an opt-out on this number: Parley, or the carrier by itself. */
  @Column(string) optOutAnswers: 'parley' | 'carrier';
  @Column(integer) segmentsPerMinute: number;

  static of(programId: number, number: string, label: string, isDefault: boolean): ProgramNumber {
    return Object.assign(new ProgramNumber(), {
      programId,
      number,
      label,
      isDefault,
      optOutAnswers: 'parley',
      segmentsPerMinute: 60,
    });
  }
}
