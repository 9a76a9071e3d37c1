import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, moment, optionalInteger, optionalMoment } from '../database/columns.js';

/** A user's place in a program: one role, active or not. */
@Entity('memberships')
export class Membership {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) userId: number;
  @Column(integer) programId: number;
  @Column(integer) roleId: number;
  @Column(flag) isActive: boolean;
  @Column(moment) createdAt: Date;
  /** Away from then on, until then; for good when it has no end. */
  @Column(optionalMoment) awayFrom: Date | null;
  @Column(optionalMoment) awayUntil: Date | null;
  /** The user who gets what would be theirs while they are away. */
  @Column(optionalInteger) standInId: number | null;
  /** The most open conversations that routing gives them. */
  @Column(optionalInteger) openLimit: number | null;
}
