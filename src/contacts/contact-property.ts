import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, moment, optionalInteger, optionalJson, optionalMoment, string } from '../database/columns.js';

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

  get isRelationship() {
    return this.kind === 'user-relationship';
  }
}
