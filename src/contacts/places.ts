interface Placed {
  position: number;
}

/** Moves one of a list a place up or down; those whose position is another now. */
export function moved<T extends Placed>(list: T[], one: T, direction: unknown): T[] {
  const from = list.indexOf(one);
  const to = direction === 'up' ? from - 1 : direction === 'down' ? from + 1 : from;
  if (to < 0 || to >= list.length) return [];
  const order = list.toSpliced(from, 1).toSpliced(to, 0, one);
  const changed = order.filter((each, place) => each.position !== place);
  order.forEach((each, place) => (each.position = place));
  return changed;
}
