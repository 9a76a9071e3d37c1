import type { RoutingRow } from './routing-row.js';

type Named = Pick<ReadonlyMap<number, { name: string }>, 'get'>;

/** Whom a row gives to: "Dana Whitfield", "Dana Whitfield and Sam Okafor in turn". */
export function givesInWords({ givesTo, userIds }: Pick<RoutingRow, 'givesTo' | 'userIds'>, people: Named): string {
  const names = userIds
    .slice(0, givesTo === 'one' ? 1 : undefined)
    .map((userId) => people.get(userId)?.name ?? 'somebody who left');
  if (!names.length) return 'nobody';
  if (names.length === 1) return names[0]!;
  const all = new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
  return givesTo === 'in-turn' ? `${all} in turn` : `whoever of ${all} has the fewest open`;
}
