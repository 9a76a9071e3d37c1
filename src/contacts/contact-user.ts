import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment } from '../database/columns.js';

/** A user whom a User Relationship ties to a contact: somebody's Recruiter. */
@Entity('contact_users')
export class ContactUser {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) contactId: number;
  @Column(integer) propertyId: number;
  @Column(integer) userId: number;
  @Column(integer) place: number;
  @Column(moment) createdAt: Date;
}
