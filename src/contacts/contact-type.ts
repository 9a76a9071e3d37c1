import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, string } from '../database/columns.js';
import { Refusal, Refusals } from '../refusal.js';
import { folded } from './folded.js';
import { line, tooLong, type Typed, word } from './typed.js';

/** The accents that a contact type can have; each is a class in app.css, legible in light and dark. */
export const accents = ['teal', 'indigo', 'amber', 'rose', 'green', 'sky', 'violet', 'slate'] as const;
export type Accent = (typeof accents)[number];

export interface TypeDetails {
  name: string;
  accent: Accent;
}

const longestName = 60;
const mostTypes = 30;

/** Applicant, Inquiry, Parent, School counselor… */
@Entity('contact_types')
export class ContactType {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) name: string;
  @Column(string) accent: Accent;
  @Column(integer) position: number;

  /** One more, after the others of its program. */
  static of(programId: number, details: TypeDetails, others: ContactType[]): ContactType {
    if (others.length >= mostTypes) throw new Refusal(`There is room for ${mostTypes} Contact Types.`, 'name');
    const position = Math.max(-1, ...others.map((other) => other.position)) + 1;
    const type = Object.assign(new ContactType(), { programId, position });
    type.describe(details, others);
    return type;
  }

  /** Takes what a form says of it. */
  describe({ name, accent }: TypeDetails, others: ContactType[]) {
    if (others.some((other) => other !== this && folded(other.name) === folded(name)))
      throw new Refusal(`There is a Contact Type “${name}” already.`, 'name');
    Object.assign(this, { name, accent });
  }

  /** A name for a copy that no other has: "Applicant (copy)", "Applicant (copy 2)". */
  copyName(others: ContactType[]): string {
    const taken = new Set(others.map((other) => folded(other.name)));
    const start = [...this.name].slice(0, longestName - 10).join('');
    const names = ['copy', ...others.map((_, place) => `copy ${place + 2}`)].map((copy) => `${start} (${copy})`);
    return names.find((name) => !taken.has(folded(name)))!;
  }
}

/** What was typed of a contact type, or what is wrong with it. */
export function typeFrom(typed: Typed): TypeDetails {
  const name = line(typed['name']);
  const accent = accents.find((known) => known === word(typed['accent']));
  const problems: Record<string, string> = {};
  const long = tooLong([...name].length, longestName);
  if (!folded(name)) problems['name'] = 'Give it a name.';
  else if (long) problems['name'] = long;
  if (!accent) problems['accent'] = 'Choose a color.';
  if (Object.keys(problems).length) throw new Refusals(problems);
  return { name, accent: accent! };
}
