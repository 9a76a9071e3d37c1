import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalMoment, string } from '../database/columns.js';
import type { Role } from './role.js';
import type { Member } from './member.js';
import { hashOf, newToken } from './tokens.js';

export type InvitationState = 'open' | 'accepted' | 'withdrawn' | 'expired';

const lifetime = 7 * 86_400_000;

/** A place in a program that is offered to an e-mail address, for a while, once. */
@Entity('invitations')
export class Invitation {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** In lower case. */
  @Column(string) email: string;
  @Column(string) name: string;
  @Column(integer) roleId: number;
  @Column(optionalInteger) invitedById: number | null;
  /** SHA-256 of the token in the link, in hex: the token itself is nowhere but in the mail. */
  @Column(string) tokenHash: string;
  @Column(moment) createdAt: Date;
  @Column(moment) expiresAt: Date;
  @Column(optionalMoment) acceptedAt: Date | null;
  @Column(optionalMoment) withdrawnAt: Date | null;

  /** A new one, with the token of its link. Nobody can offer a role that allows more than they hold. */
  static to(email: string, name: string, role: Role, by: Member, now: Date): { invitation: Invitation; token: string } {
    role.mustBeGivableBy(by);
    const token = newToken();
    const invitation = Object.assign(new Invitation(), {
      programId: by.programId,
      email,
      name,
      roleId: role.id,
      invitedById: by.userId,
      tokenHash: hashOf(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifetime),
      acceptedAt: null,
      withdrawnAt: null,
    });
    return { invitation, token };
  }

  state(now: Date): InvitationState {
    if (this.acceptedAt) return 'accepted';
    if (this.withdrawnAt) return 'withdrawn';
    return this.expiresAt > now ? 'open' : 'expired';
  }
}
