/** Where a list that goes by time goes on: after, or before, a row. */
export interface Marker {
  at: Date;
  id: number;
}

/** Reads a marker from an address; null for what can't be one. Fourteen digits end in a year that MySQL knows. */
export function markerIn(said: unknown): Marker | null {
  const [, at, id] = /^(\d{1,14})-(\d{1,9})$/.exec(String(said ?? '')) ?? [];
  return at && id ? { at: new Date(Number(at)), id: Number(id) } : null;
}

/** The marker of a row, for an address. */
export const markerOf = (at: Date, id: number) => `${at.getTime()}-${id}`;
