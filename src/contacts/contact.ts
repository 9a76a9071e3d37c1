import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { derived, integer, moment, optionalString, string } from '../database/columns.js';
import { wordsOf } from '../database/words.js';
import { Refusal } from '../refusal.js';
import { ContactType } from './contact-type.js';
import { PhoneNumber } from './phone-number.js';
import type { Values } from './typed-values.js';

export interface ContactDetails {
  contactType: ContactType;
  firstName: string;
  lastName: string;
  email: string | null;
  /** What another program calls them; when nothing is said it stays. */
  externalId?: string | null;
  /** When nothing is said it stays. */
  timeZone?: string | null;
  /** E.164, in the order to be shown. */
  numbers: { number: string; label: string }[];
  /** Of its properties; those of which nothing is said stay as they are. */
  values?: Values;
}

/** A person of one contact type, with any number of phone numbers. */
@Entity('contacts')
export class Contact {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) contactTypeId: number;
  @ManyToOne(() => ContactType) @JoinColumn({ name: 'contact_type_id' }) contactType: Relation<ContactType>;
  @Column(string) firstName: string;
  @Column(string) lastName: string;
  @Column(optionalString) email: string | null;
  @Column(optionalString) timeZone: string | null;
  /** What another program calls them: a reference of Slate, of the student system. One contact of a program has it. */
  @Column(optionalString) externalId: string | null;
  @Column(moment) createdAt: Date;
  @Column(moment) updatedAt: Date;
  @OneToMany(() => PhoneNumber, (phone) => phone.contact, { cascade: true }) phoneNumbers: Relation<PhoneNumber>[];

  static of(programId: number, details: ContactDetails, now: Date): Contact {
    const contact = Object.assign(new Contact(), {
      ...{ programId, phoneNumbers: [], timeZone: null, externalId: null },
      createdAt: now,
    });
    contact.describe(details, now);
    return contact;
  }

  /** By what a search finds them; nothing of a contact of whom the names are not known. */
  @Column(derived) get words(): string | undefined {
    if (this.firstName === undefined || this.lastName === undefined || this.email === undefined) return undefined;
    return wordsOf(this.firstName, this.lastName, this.email);
  }

  get name() {
    return `${this.firstName} ${this.lastName}`.trim();
  }

  /** Takes what a form says of the contact. */
  describe(details: ContactDetails, now: Date) {
    if (!details.firstName && !details.lastName) throw new Refusal('Enter a first or a last name.', 'firstName');
    this.contactType = details.contactType;
    this.contactTypeId = details.contactType.id;
    this.firstName = details.firstName;
    this.lastName = details.lastName;
    this.email = details.email;
    if (details.externalId !== undefined) this.externalId = details.externalId;
    if (details.timeZone !== undefined) this.timeZone = details.timeZone;
    this.phoneNumbers = this.numbered(details.numbers);
    this.updatedAt = now;
  }

  has(number: string) {
    return this.phoneNumbers.some((phone) => phone.number === number);
  }

  /** Adds a number that turned out to be theirs. */
  gain(number: string, label: string, now: Date) {
    if (this.has(number)) return;
    this.phoneNumbers.push(PhoneNumber.of(this.programId, number, label, this.phoneNumbers.length));
    this.updatedAt = now;
  }

  // Keeps the rows of numbers that stay, so that what refers to them stays too.
  private numbered(numbers: ContactDetails['numbers']) {
    return numbers.map(({ number, label }, position) => {
      const known = this.phoneNumbers.find((phone) => phone.number === number);
      return known
        ? Object.assign(known, { label, position })
        : PhoneNumber.of(this.programId, number, label, position);
    });
  }
}
