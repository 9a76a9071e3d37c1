import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalMoment, string } from '../database/columns.js';

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
}
