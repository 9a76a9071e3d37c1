import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, moment, string } from '../database/columns.js';

/** A person of staff who signs in. What they may do is said by their membership in each program. */
@Entity('users')
export class User {
  @PrimaryGeneratedColumn() id: number;
  /** In lower case. */
  @Column(string) email: string;
  @Column(string) name: string;
  @Column({ ...string, select: false }) passwordHash: string;
  @Column(flag) enterSends: boolean;
  @Column(moment) createdAt: Date;
}
