import { Injectable } from '@nestjs/common';
import { ContactFacts, type Facts } from '../contacts/facts.js';
import { type Field, Fields } from '../contacts/fields.js';
import { isoDate } from '../contacts/property-notations.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { type MergeField, mergeFieldsOf, relationshipKey, type Values } from './merge-fields.js';

/** In whose name a text is sent, and from which program. */
export type Sender = Pick<Member, 'programId' | 'programName' | 'country' | 'name'>;

/** What a program can merge, read once and used for as many contacts as one likes. */
export interface Mergeable {
  fields: MergeField[];
  facts: Field[];
}

interface Related {
  contact_id: number;
  property: string;
  name: string;
}

/** Finds what merge fields stand for. */
@Injectable()
export class MergeValues {
  constructor(
    private readonly database: Database,
    private readonly fields: Fields,
    private readonly facts: ContactFacts,
  ) {}

  /** The merge fields of a program, in the order in which they are offered. */
  async mergeable(programId: number): Promise<Mergeable> {
    const [facts, relationships] = await Promise.all([
      this.fields.of(programId),
      this.database.query<{ name: string; archived_at: unknown }>(
        `SELECT name, archived_at FROM contact_properties WHERE program_id = ? AND kind = 'user-relationship'
         ORDER BY contact_type_id, position, id`,
        [programId],
      ),
    ]);
    const named = relationships.map(({ name, archived_at: archived }) => ({ name, isArchived: archived !== null }));
    return { facts, fields: mergeFieldsOf(facts, named) };
  }

  /** The values of these contacts, in four queries whatever their number; at most a thousand at a time. */
  async of(contactIds: number[], sender: Sender, { fields, facts }: Mergeable): Promise<Map<number, Values>> {
    const [known, related] = await Promise.all([
      this.facts.of(contactIds, sender.programId, facts),
      this.related(contactIds, sender.programId),
    ]);
    const users = Map.groupBy(related, (row) => row.contact_id);
    const kinds = new Map(facts.map((field) => [field.key, field.kind]));
    return new Map(
      [...known].map(([id, own]) => {
        const words = inWords(own, kinds, sender.country);
        for (const { property, name } of users.get(id) ?? []) {
          const key = relationshipKey(property);
          if (!words.has(key)) words.set(key, name);
        }
        words.set('my-name', sender.name).set('program', sender.programName);
        return [id, byName(fields, words)];
      }),
    );
  }

  // The first stored user of each relationship comes first. What another Contact Type had is out of sight.
  private async related(contactIds: number[], programId: number): Promise<Related[]> {
    if (!contactIds.length) return [];
    return this.database.query<Related>(
      `SELECT tie.contact_id, property.name AS property, person.name FROM contact_users tie
       JOIN contacts contact ON contact.id = tie.contact_id
       JOIN contact_properties property
         ON property.id = tie.property_id AND property.contact_type_id = contact.contact_type_id
       JOIN users person ON person.id = tie.user_id
       WHERE tie.program_id = ? AND tie.contact_id IN (${contactIds.map(() => '?').join(', ')})
       ORDER BY tie.contact_id, property.position, property.id, tie.place, tie.id`,
      [programId, ...contactIds],
    );
  }
}

function byName(fields: MergeField[], words: ReadonlyMap<string, string>): Values {
  return new Map(
    fields.flatMap(({ name, keys }) => {
      const key = keys.find((each) => words.get(each));
      return key ? [[name, words.get(key)!] as const] : [];
    }),
  );
}

/** Values as people write them in the program's country. */
function inWords(facts: Facts, kinds: ReadonlyMap<string, Field['kind']>, country: string): Map<string, string> {
  return new Map(
    [...facts].map(([key, values]) => {
      const kind = kinds.get(key);
      if (kind === 'phone') return [key, values[0] ? nationalForm(values[0], country) : ''];
      if (kind === 'date') return [key, values.map((value) => dateInWords(value, country)).join(', ')];
      return [key, values.join(', ')];
    }),
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** August 31, 2027 in the United States, 31 August 2027 in Britain. */
export function dateInWords(iso: string, country: string): string {
  if (!isoDate(iso)) return iso;
  const locale = /^[A-Z]{2}$/.test(country) ? `en-${country}` : 'en-US';
  const format = formats.get(locale) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  formats.set(locale, format);
  return format.format(new Date(`${iso}T00:00:00Z`));
}
