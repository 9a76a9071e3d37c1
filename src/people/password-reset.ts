import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalMoment, string } from '../database/columns.js';

/** A wish for a new password: a link that works once, for a while, for one user. */
@Entity('password_resets')
export class PasswordReset {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) userId: number;
  /** SHA-256 of the token in the link, in hex. */
  @Column(string) tokenHash: string;
  @Column(moment) createdAt: Date;
  @Column(moment) expiresAt: Date;
  @Column(optionalMoment) usedAt: Date | null;
}
