import { textIn } from '../imports/cell-words.js';
import { nationalDigits } from '../programs/phone.js';

/** Whether a cell has an address, whole: alone, or among other words. `kathylee@x.example` is not `lee@x.example`. */
export function hasAddress(cell: string, address: string): boolean {
  const text = textIn(cell).toLowerCase();
  const words = text.split(/[\s,;:<>()[\]"“”«»]+/).map((word) => word.replace(aroundWords, ''));
  return [text, ...words].includes(address.toLowerCase());
}

// Within a word an apostrophe is part of it: o’brien@x.example.
const aroundWords = /^[‘’'`]+|[‘’'`.!?]+$/g;

/** Whether a cell has a number, whole, in whatever notation: alone, or beside others, but not as part of a longer one. */
export function hasNumber(cell: string, e164: string): boolean {
  const written = notations(e164);
  return partsOf(cell).some((part) => {
    const groups = part.match(/\d+/g) ?? [];
    const digits = groups.join('');
    const ends = endsOf(groups);
    return [...ends].some((start) =>
      written.some((number) => {
        const end = start + number.length;
        return digits.startsWith(number, start) && ends.has(end) && isApart(start) && isApart(digits.length - end);
      }),
    );
  });
}

function endsOf(groups: string[]): Set<number> {
  let at = 0;
  return new Set([0, ...groups.map((group) => (at += group.length))]);
}

// What may be one number, or several with nothing but spaces between them. Spreadsheets write 16175550111.0 too.
const partsOf = (cell: string) =>
  textIn(cell)
    .replace(/\.0+$/, '')
    .split(/[^\d+\p{Zs}\t()./‑–-]+|(?=\+)/u);

/** As few digits may be anything: a year, a postal code. */
const fewest = 7;

/** Whether so many digits beside a number are another number, or none. */
const isApart = (count: number) => count === 0 || count >= fewest;

/** The digits of a number as it is written at home, from abroad, and with what is dialed before it. */
function notations(e164: string): string[] {
  const [all, home] = [e164.replace(/\D/g, ''), nationalDigits(e164)];
  const code = all.slice(0, all.length - home.length);
  const written = [all, `00${all}`, `011${all}`, `${code}0${home}`];
  return home.length < fewest ? written : [home, `0${home}`, ...written];
}
