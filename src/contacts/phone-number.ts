import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { integer, string } from '../database/columns.js';
import { Contact } from './contact.js';
import { reversed } from '../programs/phone.js';

/** A number of a contact. Several contacts may share one (siblings, a parent). */
@Entity('phone_numbers')
export class PhoneNumber {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) contactId: number;
  @ManyToOne(() => Contact, (contact) => contact.phoneNumbers, { orphanedRowAction: 'delete' })
  @JoinColumn({ name: 'contact_id' })
  contact: Relation<Contact>;
  /** E.164 */
  @Column(string) number: string;
  @Column(string) reversed: string;
  @Column(string) label: string;
  @Column(integer) position: number;

  static of(programId: number, number: string, label: string, position: number): PhoneNumber {
    return Object.assign(new PhoneNumber(), { programId, number, reversed: reversed(number), label, position });
  }
}
