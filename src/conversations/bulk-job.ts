import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalMoment, string } from '../database/columns.js';

/**
 * To give to somebody (or nobody), to resolve, to have auto-assignment find somebody, or to pass on what was somebody’s who
 * can’t have it any longer.
 */
export type BulkAction = 'assign' | 'resolve' | 'route' | 'hand-over';

/** One change of many conversations: what, for whom, and how far it is. */
@Entity('bulk_jobs')
export class BulkJob {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) userId: number;
  @Column(string) action: BulkAction;
  @Column(optionalInteger) assigneeId: number | null;
  @Column(string) status: 'running' | 'done';
  @Column(integer) total: number;
  @Column(integer) done: number;
  @Column(integer) skipped: number;
  @Column(string) backTo: string;
  @Column(optionalMoment) leaseUntil: Date | null;
  @Column(moment) createdAt: Date;
}
