import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { integer, moment, optionalInteger, optionalString, string } from '../database/columns.js';
import { User } from '../people/user.js';

/** `spam` is put aside, where it is looked through now and then; of who is `blocked` nobody wants to hear. */
export type Unwanted = 'spam' | 'blocked';

/** A number whose texts are put aside for as long as it belongs to no contact. */
@Entity('unwanted_numbers')
export class UnwantedNumber {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** E.164 */
  @Column(string) number: string;
  @Column(string) kind: Unwanted;
  @Column(optionalString) reason: string | null;
  @Column(optionalInteger) byUserId: number | null;
  @ManyToOne(() => User) @JoinColumn({ name: 'by_user_id' }) by: Relation<User> | null;
  @Column(moment) at: Date;
}

/** The longest reason that is kept. */
export const longestReason = 200;
