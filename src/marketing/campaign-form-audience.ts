import type { Field } from '../contacts/fields.js';
import { fieldOf } from '../contacts/fields.js';
import { filterText, gridQueryIn, newFilterIn } from '../contacts/grid-query.js';
import { inWords, normalised, problemOf, type PropertyCondition } from '../contacts/property-condition.js';
import { several, type Typed, word } from '../contacts/typed.js';
import { inDigits } from '../web/digits.js';
import { idIn } from '../web/identifier.js';
import { type Audience, isList } from './audience.js';

/** A filter as forms and addresses write it; without a condition when nobody understands it any more. */
export interface AskedFilter {
  text: string;
  condition: PropertyCondition | null;
}

/** Who is meant, as the form says it: contacts one by one, or as the contacts grid would show them. */
export interface AudienceForm {
  picked: number[];
  q: string;
  /** The id of a Contact Type; empty for any. */
  type: string;
  filters: AskedFilter[];
}

export const mostFilters = 10;
/** What a column of text holds on every database. */
const mostBytes = 60_000;

/**
 * Reads a form or an address of the grid. A filter that can't be understood is kept, so that it can be refused: leaving it
 * out would make the audience larger than anybody meant.
 */
export function audienceIn(said: Typed, fields: Field[]): AudienceForm {
  const { q } = gridQueryIn(said, fields);
  const picked = several(said['contacts']).flatMap((text) => text.split(/\D+/).map(idIn));
  const texts = [...new Set(several(said['f']).filter(Boolean))].slice(0, 50);
  return {
    picked: [...new Set(picked.filter(Boolean))].slice(0, 5000),
    q,
    type: word(said['type']).slice(0, 9),
    filters: texts.map((text) => asked(text, fields)),
  };
}

export function audienceFormOf(audience: Audience, fields: Field[]): AudienceForm {
  if (isList(audience)) return { picked: audience.contacts, q: '', type: '', filters: [] };
  const { q, typeId, filters } = audience;
  const texts = filters.map(filterText);
  return { picked: [], q, type: typeId ? String(typeId) : '', filters: texts.map((text) => asked(text, fields)) };
}

export const audienceOf = ({ picked, q, type, filters }: AudienceForm): Audience =>
  picked.length
    ? { contacts: picked }
    : { q, typeId: idIn(type), filters: filters.flatMap(({ condition }) => condition ?? []) };

/** What is wrong with it, in a sentence; empty when nothing is. */
export function problemOfAudience(form: AudienceForm, types: { id: number }[]): string {
  const { picked, type, filters } = form;
  if (picked.length) return '';
  if (filters.some(({ condition }) => !condition)) return 'A filter asks about something that is gone. Remove it.';
  if (filters.length > mostFilters) return `Use up to ${mostFilters} filters.`;
  if (Buffer.byteLength(JSON.stringify(audienceOf(form))) > mostBytes)
    return 'These filters hold too many values. Use fewer, or shorter ones.';
  if (type && !types.some(({ id }) => id === idIn(type))) return 'This Contact Type is gone. Choose another.';
  return '';
}

/** The filter that is being made added to the others; or what is wrong with it. Nothing made, nothing changed. */
export function withNewFilter(form: AudienceForm, said: Typed, fields: Field[]): AudienceForm | { problem: string } {
  const making = newFilterIn(said, fields);
  if (!making) return form;
  const problem = problemOf(making.condition, making.field);
  if (problem) return { problem };
  const condition = normalised(making.condition, making.field!);
  const text = filterText(condition);
  if (form.filters.some((filter) => filter.text === text)) return form;
  return { ...form, filters: [...form.filters, { text, condition }] };
}

export const withoutFilter = (form: AudienceForm, place: number): AudienceForm => ({
  ...form,
  filters: form.filters.filter((_, index) => index !== place),
});

/** "State is any of TX, OK" */
export const filterInWords = ({ condition }: AskedFilter, fields: Field[]): string =>
  condition ? inWords(condition, fieldOf(condition.field, fields)) : 'A filter that no longer works';

/** "Applicant · State is TX · search “maya”" */
export function audienceInWords(audience: Audience, fields: Field[], types: { id: number; name: string }[]): string {
  if (isList(audience)) {
    const count = audience.contacts.length;
    return count === 1 ? 'One picked contact' : `${inDigits(count)} picked contacts`;
  }
  const { q, typeId, filters } = audience;
  const type = typeId ? (types.find(({ id }) => id === typeId)?.name ?? 'A deleted Contact Type') : '';
  const said = filters.map((filter) => inWords(filter, fieldOf(filter.field, fields)));
  return [type, ...said, q && `search “${q}”`].filter(Boolean).join(' · ') || 'All contacts';
}

const asked = (text: string, fields: Field[]): AskedFilter => ({
  text,
  condition: gridQueryIn({ f: text }, fields).filters[0] ?? null,
});
