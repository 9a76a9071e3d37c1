import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, moment } from '../database/columns.js';

/** A user's place in a program: one role, active or not. */
@Entity('memberships')
export class Membership {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) userId: number;
  @Column(integer) programId: number;
  @Column(integer) roleId: number;
  @Column(flag) isActive: boolean;
  @Column(moment) createdAt: Date;
}
