import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, string } from '../database/columns.js';

/** A number that a line would give somebody besides the one it is matched by. It is forgotten with the line. */
@Entity('import_line_numbers')
export class ImportLineNumber {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) importId: number;
  @Column(integer) lineId: number;
  /** Where the line begins in the file, from 1. */
  @Column(integer) line: number;
  /** E.164 */
  @Column(string) number: string;
}
