import type { Field } from '../contacts/fields.js';
import { inDigits, shareInWords } from '../web/digits.js';
import { rowInWords } from './answer.js';
import type { People } from './availability.js';
import { portionsOf, takersOf } from './forecast.js';
import type { Forecast, Scope } from './forecasts.js';
import { givesInWords } from './row-in-words.js';
import type { RoutingTable } from './routing-table.js';

interface Parts {
  table: RoutingTable;
  /** The Contact Types that employ the table. */
  types: { name: string }[];
  scope: Scope;
  forecast: Forecast;
  fields: Field[];
  people: People;
}

/** What the page of a forecast shows. */
export function forecastPage({ table, types, scope, forecast, fields, people }: Parts) {
  const url = `/settings/routing-tables/${table.id}`;
  const address = `${url}/forecast?of=${scope}`;
  const isDone = forecast.state === 'done' && forecast.tally !== null;
  const past = forecast.tally?.total ?? 0;
  return {
    table: { name: table.name, url },
    scopes: [
      ...(types.length
        ? [scopeOption('employing', `Contacts of ${types.map(({ name }) => name).join(', ')}`, scope)]
        : []),
      scopeOption('all', 'All contacts', scope),
    ],
    isEmployed: types.length > 0,
    forecast: {
      url: address,
      isDone,
      isCounting: forecast.state === 'counting',
      past,
      // Without a greatest value a progress bar says that there is no telling yet.
      total: forecast.total,
      pastText: inDigits(past),
      totalText: inDigits(forecast.total),
      finishedAt: forecast.finishedAt,
      ...(isDone ? resultOf(forecast, fields, people) : { rows: [], portions: [], never: 0 }),
    },
  };
}

const scopeOption = (value: Scope, label: string, scope: Scope) => ({ value, label, isSelected: value === scope });

function resultOf({ tally }: Forecast, fields: Field[], people: People) {
  const { rows, counts, nobody, total } = tally!;
  const shown = rows.map((row, place) => ({
    place: row.isOtherwise ? '' : String(place + 1),
    text: rowInWords(row, fields) || 'No condition',
    gives: givesInWords(row, people),
    isForNobody: !takersOf(row, people).length,
    isNever: !counts[place],
    ...barOf(counts[place]!, total),
  }));
  const left = {
    place: '',
    text: 'No row',
    gives: 'stays unassigned',
    isForNobody: false,
    isNever: false,
    ...barOf(nobody, total),
  };
  const most = portionsOf(tally!, people);
  return {
    rows: rows.some(({ isOtherwise }) => isOtherwise) ? shown : [...shown, left],
    never: total ? shown.filter(({ isNever }) => isNever).length : 0,
    portions: most.map((portion) => ({ ...portion, ...barOf(portion.count, total) })),
  };
}

/** A count with its share of the whole, and how long its bar is, in hundredths. */
function barOf(count: number, total: number) {
  const share = total ? (100 * count) / total : 0;
  return { countText: inDigits(count), shareText: shareInWords(count, total), width: Math.round(share * 10) / 10 };
}
