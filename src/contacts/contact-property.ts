import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, moment, optionalInteger, optionalJson, optionalMoment, string } from '../database/columns.js';
import { Refusal } from '../refusal.js';
import type { ContactType } from './contact-type.js';
import { folded } from './folded.js';

/** What a Contact Property can hold, in the words of the screen. */
export const propertyKinds = {
  text: 'Text',
  'long-text': 'Long text',
  number: 'Number',
  date: 'Date',
  'yes-no': 'Yes or no',
  choice: 'Choice',
  choices: 'Several choices',
  email: 'E-mail',
  phone: 'Phone',
  address: 'Address',
  'user-relationship': 'User Relationship',
} as const;

export type PropertyKind = keyof typeof propertyKinds;

/** The parts of an address, in the order of an envelope. */
export const addressParts = { street: 'Street', city: 'City', state: 'State', zip: 'ZIP', country: 'Country' } as const;
export type AddressPart = keyof typeof addressParts;

/** What can be changed of a property. */
export interface PropertyDetails {
  name: string;
  isRequired: boolean;
  choices: string[] | null;
  mostUsers: number;
  routingTableId: number | null;
}

export const mostProperties = 100;

/** A field that the contacts of a Contact Type have besides name, e-mail and phone numbers. */
@Entity('contact_properties')
export class ContactProperty {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) contactTypeId: number;
  @Column(string) name: string;
  @Column(string) kind: PropertyKind;
  @Column(integer) position: number;
  @Column(flag) isRequired: boolean;
  /** What can be chosen; empty for other kinds. */
  @Column(optionalJson) choices: string[] | null;
  /** Of a User Relationship: how many users a contact may have. */
  @Column(integer) mostUsers: number;
  /** Of a User Relationship: the Routing Table that it employs. */
  @Column(optionalInteger) routingTableId: number | null;
  /** Since when it is offered no more; its values stay. */
  @Column(optionalMoment) archivedAt: Date | null;
  @Column(moment) createdAt: Date;

  /** A new one at the end of its type. `others` are all of the type. */
  static of(type: ContactType, kind: PropertyKind, details: PropertyDetails, others: ContactProperty[], now: Date) {
    if (others.length >= mostProperties)
      throw new Refusal(`A Contact Type has room for ${mostProperties} fields.`, 'form');
    const property = Object.assign(new ContactProperty(), {
      programId: type.programId,
      contactTypeId: type.id,
      kind,
      position: Math.max(-1, ...others.map((other) => other.position)) + 1,
      archivedAt: null,
      createdAt: now,
    });
    property.describe(details, others);
    return property;
  }

  get isRelationship() {
    return this.kind === 'user-relationship';
  }

  get isArchived() {
    return this.archivedAt !== null;
  }

  /** Takes what a form says of it. Its kind stays what it is: the values are of that kind. */
  describe(details: PropertyDetails, others: ContactProperty[]) {
    if (this.isArchived)
      throw new Refusal(`“${this.name}” was archived in the meantime. Restore it before you change it.`, 'form');
    this.claim(details.name, others);
    Object.assign(this, details);
  }

  archive(now: Date) {
    this.archivedAt ??= now;
  }

  /** Offers it again, unless another has taken its name. */
  restore(others: ContactProperty[]) {
    if (!this.isArchived) return;
    this.claim(this.name, others);
    this.archivedAt = null;
  }

  copyFor(contactTypeId: number, createdAt: Date): ContactProperty {
    const { programId, name, kind, position, isRequired, choices, mostUsers, routingTableId } = this;
    const same = { programId, name, kind, position, isRequired, choices, mostUsers, routingTableId };
    return Object.assign(new ContactProperty(), { ...same, contactTypeId, archivedAt: null, createdAt });
  }

  /** Whether it is the same field of another type: a value can move from one to the other. */
  isTwinOf(other: ContactProperty) {
    return other.id !== this.id && other.kind === this.kind && folded(other.name) === folded(this.name);
  }

  private claim(name: string, others: ContactProperty[]) {
    const taken = others.some(
      (other) => other.id !== this.id && !other.isArchived && folded(other.name) === folded(name),
    );
    if (taken) throw new Refusal(`This Contact Type has a field “${name}” already.`, 'name');
  }
}
