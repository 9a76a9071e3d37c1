import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import type { Condition } from '../database/condition.js';
import { like } from '../database/like.js';

/**
 * The SQL of what `numberSpellings` says in memory: a stored number is met as +16175550142, as 6175550142, and with its
 * trunk prefix (1 in North America, 0 elsewhere) as 16175550142 or 02079460018.
 */
export function phoneTest(column: string, operator: string, dialled: string): Condition {
  const tail = operator === 'is' ? '' : '%';
  if (dialled.startsWith('+')) return { sql: `${column} LIKE ? ESCAPE '!'`, values: [like(dialled) + tail] };
  const ways = [national(column, dialled, tail), ...withTrunk(column, dialled, tail)];
  if (operator === 'contains') ways.push({ sql: `${column} LIKE ? ESCAPE '!'`, values: [`%${like(dialled)}%`] });
  return { sql: `(${ways.map(({ sql }) => sql).join(' OR ')})`, values: ways.flatMap(({ values }) => values) };
}

function withTrunk(column: string, dialled: string, tail: string): Condition[] {
  const rest = dialled.slice(1);
  if (dialled.startsWith('1')) return [{ sql: `${column} LIKE ?`, values: [`+1${rest}${tail}`] }];
  if (!dialled.startsWith('0')) return [];
  // A national number that begins with 0, as in Italy, gets no second one.
  const abroad = national(column, rest, tail);
  const doubled = national(column, '0', '%');
  return [
    {
      sql: `(${column} NOT LIKE '+1%' AND ${abroad.sql} AND NOT ${doubled.sql})`,
      values: [...abroad.values, ...doubled.values],
    },
  ];
}

// What follows the country's code, which has one digit (1 and 7), two, or three.
function national(column: string, digits: string, tail: string): Condition {
  const two = twoDigitCodes.map((code) => `'${code}'`).join(', ');
  return {
    sql: `(${column} LIKE ? OR ${column} LIKE ?
      OR (${column} LIKE ? AND SUBSTR(${column}, 2, 2) IN (${two}))
      OR (${column} LIKE ? AND SUBSTR(${column}, 2, 1) NOT IN ('1', '7') AND SUBSTR(${column}, 2, 2) NOT IN (${two})))`,
    values: ['+1', '+7', '+__', '+___'].map((code) => `${code}${digits}${tail}`),
  };
}

const twoDigitCodes = [...new Set(getCountries().map((country) => String(getCountryCallingCode(country))))].filter(
  (code) => code.length === 2,
);
