import { asDate, asSql } from '../database/columns.js';

/** What a thread is made of. Of the same moment the first comes first, where one page of it ends and another begins. */
const sources = ['message', 'note', 'line'] as const;
export type Source = (typeof sources)[number];

/** A place in a thread: that of one of its items. */
export interface Place {
  at: Date;
  source: Source;
  id: number;
}

/** Where an item stands. */
export const placeOf = ({ kind, at, id }: { kind: string; at: string | Date; id: number }): Place => ({
  at: asDate(at),
  source: kind === 'message' || kind === 'note' ? kind : 'line',
  id,
});

/** Reads a place from an address; null for what can't be one. Fourteen digits end in a year that MySQL knows. */
export function placeIn(said: unknown): Place | null {
  const [, at, id, source = 'message'] = /^(\d{1,14})-(\d{1,9})(?:-(note|line))?$/.exec(String(said ?? '')) ?? [];
  return at && id ? { at: new Date(Number(at)), source: source as Source, id: Number(id) } : null;
}

/** A place for an address; the first it names is a text’s, as most are. */
export const writtenOut = ({ at, source, id }: Place) =>
  `${at.getTime()}-${id}${source === 'message' ? '' : `-${source}`}`;

/** Which of two comes first: negative when the one does. */
export const inOrder = (one: Place, other: Place) =>
  one.at.getTime() - other.at.getTime() ||
  sources.indexOf(one.source) - sources.indexOf(other.source) ||
  one.id - other.id;

/** What holds, in SQL, for items of a source that come before a place. */
export function before(place: Place, source: Source): { sql: string; values: unknown[] } {
  const at = asSql(place.at);
  if (source === place.source)
    return { sql: '(item.at < ? OR (item.at = ? AND item.id < ?))', values: [at, at, place.id] };
  const isEarlier = sources.indexOf(source) < sources.indexOf(place.source);
  return { sql: `item.at ${isEarlier ? '<=' : '<'} ?`, values: [at] };
}
