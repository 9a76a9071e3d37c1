import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, string } from '../database/columns.js';

/** Two contacts that are perhaps one person: suggested, or dismissed by somebody who knows better. */
@Entity('duplicate_pairs')
export class DuplicatePair {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** The lower id of the two, then the higher. */
  @Column(integer) oneId: number;
  @Column(integer) otherId: number;
  /** What speaks for it, separated by commas: see `likeness.ts`. */
  @Column(string) reasons: string;
  @Column(integer) score: number;
  @Column(string) status: 'suggested' | 'dismissed';
  @Column(optionalInteger) dismissedById: number | null;
  @Column(moment) foundAt: Date;
}
