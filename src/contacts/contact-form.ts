import { isEmail } from 'class-validator';
import { Refusal, Refusals } from '../refusal.js';
import type { Contact, ContactDetails } from './contact.js';
import type { ContactType } from './contact-type.js';
import { nationalForm, toE164 } from '../programs/phone.js';
import { isTimeZone, zonesBeside } from '../programs/time-zones.js';
import { several, type Typed, word } from './typed.js';

const limits = { firstName: 100, lastName: 100, email: 190, externalId: 100 } as const;

/** What a number is called of which nothing is said; one whose label was emptied has none. */
const usualLabel = 'Mobile';

/** What was typed of the contact itself, as details of a contact; everything that is wrong is refused at once. */
export function detailsFrom(typed: Typed, types: ContactType[], country: string): ContactDetails {
  const problems: Record<string, string> = {};
  const [firstName, lastName, email, externalId, timeZone] = [
    word(typed['firstName']),
    word(typed['lastName']),
    word(typed['email']).toLowerCase(),
    word(typed['externalId']),
    word(typed['timeZone']),
  ];
  if (!firstName && !lastName) problems['firstName'] = 'Enter a first or a last name.';
  for (const [field, value] of Object.entries({ firstName, lastName, email, externalId }))
    if (value.length > limits[field as keyof typeof limits])
      problems[field] =
        `That is ${value.length} characters; there is room for ${limits[field as keyof typeof limits]}.`;
  if (email && !isEmail(email)) problems['email'] = `“${email}” is not an e-mail address.`;
  if (timeZone && !isTimeZone(timeZone)) problems['timeZone'] = 'Choose a time zone.';
  const contactType = typeIn(typed, types);
  if (!contactType) problems['contactTypeId'] = 'Choose what kind of contact this is.';
  const numbers = numbersFrom(typed, country, problems);
  if (Object.keys(problems).length) throw new Refusals(problems);
  // Not every form that makes a contact asks for these.
  const asked = {
    ...('externalId' in typed && { externalId: externalId || null }),
    ...('timeZone' in typed && { timeZone: timeZone || null }),
  };
  return { contactType: contactType!, firstName, lastName, email: email || null, numbers, ...asked };
}

/** The contact type that was chosen. */
export const typeIn = (typed: Typed, types: ContactType[]) =>
  types.find((type) => String(type.id) === word(typed['contactTypeId']));

function numbersFrom(typed: Typed, country: string, problems: Record<string, string>) {
  const labels = several(typed['labels']);
  const numbers: ContactDetails['numbers'] = [];
  for (const [place, written] of several(typed['numbers']).entries()) {
    if (!written) continue;
    const number = toE164(written, country);
    if (!number) problems[`numbers.${place}`] = notANumber(written);
    else if (numbers.some((other) => other.number === number))
      problems[`numbers.${place}`] = 'This number is listed twice.';
    else numbers.push({ number, label: (labels[place] ?? usualLabel).slice(0, 40) });
  }
  if (numbers.length > 20) throw new Refusal('A contact can have twenty numbers.', 'numbers.0');
  return numbers;
}

/** What is wrong with what can't be a phone number. */
export const notANumber = (written: string) => `“${written}” is not a phone number. Example: (202) 555-0142`;

/** What the form shows, field by field: what was typed, else what the contact has. */
export function formFor(contact: Contact | null, types: ContactType[], country: string, typed: Typed | null) {
  const value = (field: keyof typeof limits | 'timeZone') =>
    typed?.[field] === undefined ? (contact?.[field] ?? '') : word(typed[field]);
  const typeId = String((typed && typeIn(typed, types)?.id) ?? contact?.contactTypeId ?? types[0]?.id ?? '');
  return {
    action: contact ? `/contacts/${contact.id}` : '/contacts',
    heading: contact ? `Edit ${contact.name}` : 'New contact',
    submitLabel: contact ? 'Save' : 'Add contact',
    cancelUrl: contact ? `/contacts/${contact.id}` : '/contacts',
    sender: typed ? word(typed['sender']) : '',
    firstName: value('firstName'),
    lastName: value('lastName'),
    email: value('email'),
    externalId: value('externalId'),
    zones: zonesBeside(contact?.timeZone ?? null, value('timeZone') || null),
    contactTypeId: typeId,
    types: types.map(({ id, name }) => ({ id, name, isSelected: String(id) === typeId })),
    numbers: numberRows(contact, country, typed),
  };
}

// What was typed keeps its place, blanks included, so that what is wrong with a number is said beside it.
function numberRows(contact: Contact | null, country: string, typed: Typed | null) {
  const labels = several(typed?.['labels']);
  const rows =
    typed?.['numbers'] !== undefined
      ? several(typed['numbers']).map((number, place) => ({ number, label: labels[place] ?? usualLabel }))
      : (contact?.phoneNumbers ?? []).map(({ number, label }) => ({ number: nationalForm(number, country), label }));
  const spare = Math.max(rows.some(({ number }) => !number) ? 0 : 1, 3 - rows.length);
  return [...rows, ...Array.from({ length: spare }, () => ({ number: '', label: usualLabel }))];
}
