import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer } from '../database/columns.js';

/** A conversation that became part of another by a merge, for whoever still has its address. */
@Entity('merged_threads')
export class MergedThread {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) mergeId: number;
  @Column(integer) keptId: number;
  @Column(integer) goneId: number;
}
