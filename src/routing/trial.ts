import type { Facts } from '../contacts/facts.js';
import { type Field, fieldOf } from '../contacts/fields.js';
import { inLine } from '../contacts/shown-value.js';
import { outcomes, rowInWords } from './answer.js';
import { type Availability, type People, whyNot } from './availability.js';
import { choose } from './choosing.js';
import { givesInWords } from './row-in-words.js';
import type { RoutingRow } from './routing-row.js';

/** How a table would answer for somebody, row by row. Touches nothing: nobody's turn moves. */
export function trialOf(rows: RoutingRow[], facts: Facts, fields: Field[], people: People, country: string) {
  const all = outcomes(rows, facts, fields);
  const decides = all.findIndex(({ isMatch }) => isMatch);
  return {
    rows: all.map(({ row, findings, isMatch }, place) => ({
      place: row.isOtherwise ? '' : String(place + 1),
      // What follows the row that decides is not looked at when a conversation opens, and so not here.
      isLookedAt: decides === -1 || place <= decides,
      isMatch,
      isAny: row.joined === 'any' && findings.length > 1,
      isOtherwise: row.isOtherwise,
      text: rowInWords(row, fields) || 'No condition: this row takes nobody',
      gives: givesInWords(row, people),
      findings: findings.map(({ text, isMet, found }, index) => ({
        ...{ text, isMet },
        found: foundInWords(found, fieldOf(row.conditions[index]!.field, fields), country),
      })),
    })),
    answer: answerOf(rows[decides], decides, fields, people),
  };
}

const shownOfLong = 80;

function foundInWords(found: readonly string[], field: Field | undefined, country: string): string {
  const said = found.map((value) => inLine(field?.kind ?? 'text', value, country)).join(', ');
  return said.length > shownOfLong ? `${said.slice(0, shownOfLong)}…` : said || 'nothing';
}

function answerOf(row: RoutingRow | undefined, place: number, fields: Field[], people: People) {
  if (!row)
    return { isMatch: false, row: '', why: '', person: '', instead: '', passedOver: [] as string[], waits: false };
  const { person, turnOf, passedOver, mayBeLater } = choose(row, people);
  return {
    isMatch: true,
    row: row.isOtherwise ? 'Otherwise' : `row ${place + 1}`,
    why: row.isOtherwise ? '' : rowInWords(row, fields),
    person: person?.name ?? '',
    instead: person && turnOf !== person.userId ? standingIn(people.get(turnOf ?? 0)) : '',
    passedOver: passedOver.filter(
      (reason) => !person || turnOf === person.userId || reason !== reasonOf(people.get(turnOf ?? 0)),
    ),
    waits: !person && mayBeLater,
  };
}

const reasonOf = (one: Availability | undefined) => (one ? whyNot(one) : null);
const standingIn = (one: Availability | undefined) => (one ? `stands in: ${whyNot(one) ?? one.name}` : '');
