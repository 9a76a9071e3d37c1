import { Injectable } from '@nestjs/common';
import { nationalForm } from '../programs/phone.js';
import type { Contact } from './contact.js';
import type { FieldChange } from './contact-change.js';
import { ContactProfile } from './contact-profile.js';

/** What the record of a contact says, field by field, in the words of the screen. */
export type Portrait = ReadonlyMap<string, string>;

const longest = 500;

/** Draws contacts, so that what changed can be told. */
@Injectable()
export class Portraits {
  constructor(private readonly profile: ContactProfile) {}

  /** As the contact is now; inside a transaction, as it would be. */
  async of(contact: Contact, country: string): Promise<Portrait> {
    const { properties, relationships } = await this.profile.of(contact, country);
    const numbers = contact.phoneNumbers.map(({ number, label }) =>
      label ? `${nationalForm(number, country)} ${label}` : nationalForm(number, country),
    );
    return new Map([
      ['First Name', contact.firstName],
      ['Last Name', contact.lastName],
      ['Contact Type', contact.contactType.name],
      ['E-mail', contact.email ?? ''],
      ['External ID', contact.externalId ?? ''],
      ['Numbers', numbers.join(', ')],
      ['Time zone', contact.timeZone ?? ''],
      ...properties.map(({ name, values }) => [name, values.map(({ text }) => text).join(', ')] as const),
      ...relationships.map(({ name, users }) => [name, users.map((user) => user.name).join(', ')] as const),
    ]);
  }
}

/** The fields in which two portraits differ, those of the second first. */
export function differences(before: Portrait, after: Portrait): FieldChange[] {
  const fields = new Set([...after.keys(), ...before.keys()]);
  return [...fields]
    .map((field) => ({ field, from: cut(before.get(field) ?? ''), to: cut(after.get(field) ?? '') }))
    .filter(({ from, to }) => from !== to);
}

function cut(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ', ').trim();
  return line.length > longest ? `${line.slice(0, longest).trimEnd()}…` : line;
}
