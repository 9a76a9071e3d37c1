import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, string, text } from '../database/columns.js';
import type { AddressPart } from './contact-property.js';

/**
 * One value of a contact's property, in its canonical form: a number as JavaScript writes it, a date as 2027-08-31,
 * "yes" or "no", a choice by its name, a phone number as E.164. An address has a row for each part, several choices
 * have a row each.
 */
@Entity('property_values')
export class PropertyValue {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) contactId: number;
  @Column(integer) propertyId: number;
  @Column(string) part: AddressPart | '';
  @Column(integer) place: number;
  @Column(text) value: string;
  /** `folded(value)`, cut to 190 characters: what filters and sorting compare. */
  @Column(string) folded: string;
  /** Of a number: itself. */
  @Column({ type: 'double', nullable: true }) number: number | null;
}
