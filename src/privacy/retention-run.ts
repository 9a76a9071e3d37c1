import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalMoment, string } from '../database/columns.js';

/** One night's erasing of what is older than is kept, and how far it is. */
@Entity('retention_runs')
export class RetentionRun {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) status: 'running' | 'done' | 'stopped';
  /** What had its last activity before goes; empty: none of them. */
  @Column(optionalMoment) conversationsBefore: Date | null;
  @Column(optionalMoment) contactsBefore: Date | null;
  /** How many went by now. */
  @Column(integer) conversations: number;
  @Column(integer) contacts: number;
  @Column(moment) startedAt: Date;
  @Column(optionalMoment) finishedAt: Date | null;
}
