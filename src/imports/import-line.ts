import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, json, optionalJson, optionalString } from '../database/columns.js';
import type { Verdict } from './import.js';

/** A line of an uploaded file, with what came of it. Once it is imported it is forgotten; a refused one stays. */
@Entity('import_lines')
export class ImportLine {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) importId: number;
  /** Where it begins in the file, from 1. */
  @Column(integer) line: number;
  @Column(json) cells: string[];
  @Column(optionalString) verdict: Verdict | null;
  /** Why it is refused, in sentences. */
  @Column(optionalJson) problems: string[] | null;
  @Column(optionalString) matchKey: string | null;
  @Column(optionalString) externalId: string | null;
}
