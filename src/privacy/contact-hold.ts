import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, text } from '../database/columns.js';

/** A contact of whom nothing may be erased, by nobody: a complaint, a lawsuit, a request of the authorities. */
@Entity('contact_holds')
export class ContactHold {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) contactId: number;
  @Column(text) reason: string;
  @Column(optionalInteger) byUserId: number | null;
  @Column(moment) at: Date;
}
