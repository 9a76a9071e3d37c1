import { type Field, fieldOf } from '../contacts/fields.js';
import { normalised, problemOf } from '../contacts/property-condition.js';
import { Refusals } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import { isEligible, type People } from './availability.js';
import type { RowDetails } from './routing-row.js';
import { conditionOf, type TypedRow } from './row-form.js';

/** Everything that a table refers to, as it is now. */
export interface Surroundings {
  fields: Field[];
  people: People;
}

/** A typed row as one that can be kept; everything that is wrong is refused at once, each beside its field. */
export function detailsFrom(typed: TypedRow, { fields, people }: Surroundings, stored: number[] = []): RowDetails {
  const problems: Record<string, string> = {};
  const conditions = typed.conditions.flatMap((one, place) => {
    const condition = conditionOf(one);
    const field = fieldOf(one.field, fields);
    const problem = field ? problemOf(condition, field) : null;
    if (!field) problems[`c${place}.field`] = one.field ? 'This field is gone. Choose another.' : 'Choose a field.';
    if (problem) problems[`c${place}.value`] = problem;
    return field && !problem ? [normalised(condition, field)] : [];
  });
  const chosen = typed.users.map(idIn);
  for (const [place, userId] of chosen.entries())
    if (typed.users[place]) {
      const problem =
        problemOfUser(userId, people, stored) ?? (chosen.indexOf(userId) < place ? 'Listed twice.' : null);
      if (problem) problems[`users.${place}`] = problem;
    }
  if (!chosen.some(Boolean) && !problems['users.0']) problems['users.0'] = 'Choose who this row assigns.';
  if (Object.keys(problems).length) throw new Refusals(problems);
  const { isOtherwise, joined, givesTo } = typed;
  return { isOtherwise, joined, conditions, givesTo, userIds: chosen.filter(Boolean) };
}

// Who is in the row may stay in it: the row warns of them, and may be waiting for their return.
function problemOfUser(userId: number, people: People, stored: number[]): string | null {
  if (stored.includes(userId)) return null;
  const person = people.get(userId);
  return person && isEligible(person) ? null : 'Choose somebody active who handles conversations.';
}
