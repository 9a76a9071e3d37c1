import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, string, text } from '../database/columns.js';
import { folded } from '../contacts/folded.js';
import { line } from '../contacts/typed.js';
import type { Member } from '../people/member.js';
import { legible } from '../programs/legible.js';
import { Refusals } from '../refusal.js';
import { type MergeField, problemOfText } from './merge-fields.js';

/** Whose templates: the program's, or one's own. */
export type Scope = 'shared' | 'own';

export interface TemplateDetails {
  name: string;
  body: string;
}

export const longestName = 80;
export const mostTemplates = 200;

/** A text with merge fields, under a name, to be inserted again and again. */
@Entity('templates')
export class Template {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** Whose it is; empty when the program shares it. */
  @Column(optionalInteger) userId: number | null;
  /** The same, with 0 for nobody. */
  @Column(integer) owner: number;
  @Column(string) name: string;
  @Column(string) folded: string;
  @Column(text) body: string;
  @Column(integer) version: number;
  @Column(optionalInteger) changedById: number | null;
  @Column(moment) changedAt: Date;
  @Column(moment) createdAt: Date;

  /** A new one; refused when its fields don't exist. */
  static of(scope: Scope, details: TemplateDetails, fields: MergeField[], by: Member, now: Date): Template {
    const template = Object.assign(new Template(), {
      programId: by.programId,
      userId: scope === 'own' ? by.userId : null,
      owner: ownerOf(scope, by),
      version: 0,
      createdAt: now,
    });
    template.describe(details, fields, by, now);
    return template;
  }

  get isShared() {
    return this.userId === null;
  }

  /** Takes a name and a text, or says what is wrong with them. */
  describe(details: TemplateDetails, fields: MergeField[], by: Member, now: Date) {
    const name = line(details.name);
    const body = legible(details.body);
    const problems = { name: problemOfName(name), body: problemOfText(body, fields) };
    const found = Object.entries(problems).filter(([, problem]) => problem);
    if (found.length) throw new Refusals(Object.fromEntries(found));
    Object.assign(this, { name, body, folded: folded(name).slice(0, 190) });
    this.version += 1;
    this.changedById = by.userId;
    this.changedAt = now;
  }

  /** The same text under the first name of "… (copy)", "… (copy 2)" that none of the `others` has. */
  copy(others: Template[], by: Member, now: Date): Template {
    const taken = new Set(others.map((other) => other.folded));
    const beginning = cut(this.name, longestName - 12);
    let name = `${beginning} (copy)`;
    for (let number = 2; taken.has(folded(name)); number += 1) name = `${beginning} (copy ${number})`;
    const { programId, userId, owner, body } = this;
    const same = { programId, userId, owner, body };
    const own = { name, folded: folded(name), version: 1, changedById: by.userId, changedAt: now, createdAt: now };
    return Object.assign(new Template(), same, own);
  }
}

/** The number under which a scope keeps its templates. */
export const ownerOf = (scope: Scope, { userId }: Pick<Member, 'userId'>) => (scope === 'own' ? userId : 0);

function problemOfName(name: string): string {
  if (!name) return 'Give the template a name.';
  return name.length > longestName ? `A name can have ${longestName} characters.` : '';
}

// As much of a name as fits, and no half of a character.
const cut = (name: string, length: number) =>
  [...name].reduce((kept, character) => (kept.length + character.length > length ? kept : kept + character), '').trim();
