import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, string } from '../database/columns.js';

/** The accents that a contact type can have; each is a class in app.css, legible in light and dark. */
export const accents = ['teal', 'indigo', 'amber', 'rose', 'green', 'sky', 'violet', 'slate'] as const;
export type Accent = (typeof accents)[number];

/** Applicant, Inquiry, Parent, School counselor… */
@Entity('contact_types')
export class ContactType {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) name: string;
  @Column(string) accent: Accent;
  @Column(integer) position: number;
}
