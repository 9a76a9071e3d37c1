import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { Refusals, refused } from '../refusal.js';
import { Database } from '../database/database.js';
import type { Contact, ContactDetails } from './contact.js';
import { detailsFrom, formFor, typeIn } from './contact-form.js';
import { ContactProperties } from './contact-properties.js';
import { ContactValues } from './contact-values.js';
import { Contacts } from './contacts.js';
import { inputsFor, type Person, storedFor } from './property-inputs.js';
import { type Typed, word } from './typed.js';
import { carriedOver, isAsked, type Values, valuesFrom } from './typed-values.js';

const none = (): Values => ({ values: new Map(), users: new Map() });

/** Whether a button of the form wants the fields of another type rather than to save. */
export const wantsFields = (typed: Typed) => word(typed['step']) === 'fields';

// What a form does not ask for stays as it is.
const asItIs = ({ firstName, lastName, email, phoneNumbers }: Contact, said: Typed): Typed => ({
  ...{ firstName, lastName, email: email ?? '' },
  ...(!('numbers' in said) && {
    numbers: phoneNumbers.map(({ number }) => number),
    labels: phoneNumbers.map(({ label }) => label),
  }),
});

/** The form of a contact, with the properties of the Contact Type that is chosen in it. */
@Injectable()
export class ContactForms {
  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly properties: ContactProperties,
    private readonly values: ContactValues,
    private readonly members: Members,
  ) {}

  /** What was typed, as details of a contact; everything that is wrong, with it and its properties, is refused at once. */
  async details(said: Typed, contact: Contact | null, member: Member): Promise<ContactDetails> {
    const typed = contact ? { ...asItIs(contact, said), ...said } : said;
    const [types, all, stored, eligible] = await Promise.all([
      this.contacts.types(member),
      this.properties.ofProgram(member),
      contact ? this.values.of(contact.id) : none(),
      this.members.assignable(member.programId),
    ]);
    const type = typeIn(typed, types);
    const offered = all.filter((property) => property.contactTypeId === type?.id && !property.isArchived);
    const values = () =>
      valuesFrom(carriedOver(typed, offered, all), offered, {
        country: member.country,
        stored: storedFor(stored, offered, all, contact),
        eligible: new Set(eligible.map(({ userId }) => userId)),
        keepsRest: contact?.contactTypeId === type?.id,
      });
    const [details, found] = both(() => detailsFrom(typed, types, member.country), values);
    return { ...details, values: found };
  }

  /** What the form shows: what was typed, else what the contact has. */
  async of(contact: Contact | null, typed: Typed | null, member: Member) {
    const [types, all, stored, eligible] = await Promise.all([
      this.contacts.types(member),
      this.properties.ofProgram(member),
      contact ? this.values.of(contact.id) : none(),
      this.members.assignable(member.programId),
    ]);
    const form = formFor(contact, types, member.country, typed);
    const type = types.find(({ id }) => String(id) === form.contactTypeId);
    const offered = all.filter((property) => property.contactTypeId === type?.id && !property.isArchived);
    const carried = carriedOver(typed ?? {}, offered, all);
    const people = await this.people(eligible, stored, member);
    const own = storedFor(stored, offered, all, contact);
    return {
      ...form,
      typeName: type?.name ?? '',
      shown: offered.map(({ id }) => id).join(','),
      properties: offered.map((property) =>
        inputsFor(property, isAsked(carried, property) ? carried : null, own, people, member.country),
      ),
      // What was typed for fields that this type doesn't have comes back when the type does.
      kept: keptFrom(
        carried,
        offered.map(({ id }) => id),
      ),
    };
  }

  private async people(
    eligible: Omit<Person, 'isEligible'>[],
    { users }: Values,
    { programId }: Member,
  ): Promise<Person[]> {
    const known = eligible.map(({ userId, name }): Person => ({ userId, name, isEligible: true }));
    const absent = [...users.values()].flat().filter((id) => !known.some(({ userId }) => userId === id));
    if (!absent.length) return known;
    const rows = await this.database.query<{ id: number; name: string; is_active: number | boolean | null }>(
      `SELECT user.id, user.name, member.is_active FROM users user
       LEFT JOIN memberships member ON member.user_id = user.id AND member.program_id = ?
       WHERE user.id IN (${marks(absent)})`,
      [programId, ...absent],
    );
    const gone = rows.map(({ id, name, is_active: isActive }): Person => {
      const why = isActive ? 'may not handle conversations' : 'inactive';
      return { userId: id, name: `${name} (${why})`, isEligible: false };
    });
    return [...known, ...gone];
  }
}

function both<A, B>(one: () => A, other: () => B): [A, B] {
  const problems: Record<string, string> = {};
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      Object.assign(problems, refused(error));
      return undefined;
    }
  };
  const results = [attempt(one), attempt(other)];
  if (Object.keys(problems).length) throw new Refusals(problems);
  return results as [A, B];
}

const mostKept = 200;

function keptFrom(typed: Typed, shownIds: number[]) {
  const shown = new Set(shownIds.map((id) => `p${id}`));
  const kept = Object.keys(typed).filter((name) => /^p\d{1,9}(\.\w+)?$/.test(name) && !shown.has(name.split('.')[0]!));
  return kept
    .flatMap((name) => [typed[name]].flat().map((value) => ({ name, value: word(value) })))
    .filter(({ value }) => value)
    .slice(0, mostKept);
}
