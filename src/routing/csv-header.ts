import { folded } from '../contacts/folded.js';
import { Refusal } from '../refusal.js';
import { columns } from './csv.js';
import { unguarded } from './csv-file.js';

/** What the first line says the columns are. */
export interface Header {
  /** Where each column is, by its folded name. */
  places: ReadonlyMap<string, number>;
  /** Whether the column at a place has a name. */
  isNamed: boolean[];
  /** The numbers of the conditions that have columns: 1, 2… */
  conditions: number[];
}

const most = 200;
const condition = /^if (\d{1,3}) (field|operator|value)$/;
const own = Object.values(columns).map((name) => folded(name));
const needed = [columns.match, columns.assigns, columns.users];

/** Reads the first line. A column that means nothing is refused: what stands in it would be lost without a word. */
export function headerOf(cells: string[]): Header {
  const names = cells.map((cell) => folded(unguarded(cell)));
  const missing = needed.filter((name) => !names.includes(folded(name)));
  if (missing.length)
    throw wrong(
      `The first line has to name the columns. ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
    );
  if (names.length > most) throw wrong(`Those are ${names.length} columns; there is room for ${most}.`);
  for (const [place, name] of names.entries()) {
    const said = `The column “${cells[place]!.trim().slice(0, 60)}”`;
    if (name && !own.includes(name) && !condition.test(name))
      throw wrong(`${said} means nothing here. Rename it, or take it out.`);
    if (name && names.indexOf(name) < place) throw wrong(`${said} is there twice.`);
  }
  const numbers = names.flatMap((name) => condition.exec(name)?.[1] ?? []).map(Number);
  return {
    places: new Map(names.flatMap((name, place) => (name ? [[name, place] as const] : []))),
    isNamed: names.map(Boolean),
    conditions: [...new Set(numbers)].sort((one, other) => one - other),
  };
}

const wrong = (sentence: string) => new Refusal(sentence, 'csv');
