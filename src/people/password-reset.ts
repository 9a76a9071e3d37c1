import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalMoment, string } from '../database/columns.js';
import { hashOf, newToken } from './tokens.js';

const lifetime = 60 * 60_000;

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

  /** A new one, with the token of its link. */
  static for(userId: number, now: Date): { reset: PasswordReset; token: string } {
    const token = newToken();
    const expiresAt = new Date(now.getTime() + lifetime);
    const row = { userId, tokenHash: hashOf(token), createdAt: now, expiresAt, usedAt: null };
    return { reset: Object.assign(new PasswordReset(), row), token };
  }

  isOpen(now: Date): boolean {
    return this.usedAt === null && this.expiresAt > now;
  }
}
