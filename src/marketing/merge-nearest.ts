import { folded } from '../contacts/folded.js';

const longest = 60;

/** The name that somebody most likely meant, or nothing when none is near. */
export function nearest(said: string, names: string[]): string | null {
  const wanted = folded(said);
  if (!wanted || wanted.length > longest) return null;
  const ranked = names
    .map((name) => ({ name, distance: distanceTo(wanted, folded(name)) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((one, other) => one.distance - other.distance);
  return ranked[0]?.name ?? null;
}

// Whoever writes one word of a name, or all of them without spaces, is nearer than whoever mistypes it.
function distanceTo(wanted: string, name: string): number {
  if (name.replaceAll(/\P{L}/gu, '') === wanted.replaceAll(/\P{L}/gu, '')) return 0;
  if (wanted.length > 2 && name.split(/[^\p{L}\p{N}]+/u).includes(wanted)) return 1.5;
  return edits(wanted, name);
}

/** How many letters must be put in, taken out, changed, or swapped with their neighbour. */
function edits(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > longest) return Infinity;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const changed = row[j - 1]! + (isSame ? 0 : 1);
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, changed, isSwapped ? before[j - 2]! + 1 : Infinity);
    }
    [before, row] = [row, next];
  }
  return row[other.length]!;
}
