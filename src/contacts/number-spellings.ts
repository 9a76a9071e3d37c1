import parsePhoneNumber from 'libphonenumber-js/max';

const known = new Map<string, string[]>();

/**
 * The ways in which people write a number, without punctuation: +16175550142 also as 6175550142 and 16175550142, a
 * British one also with the 0 in front. So "617" begins a number of Boston, and never an Australian one (+61 7…).
 */
export function numberSpellings(e164: string): string[] {
  let spellings = known.get(e164);
  if (!spellings) {
    if (known.size > 20_000) known.clear();
    known.set(e164, (spellings = spell(e164)));
  }
  return spellings;
}

function spell(e164: string): string[] {
  const parsed = parsePhoneNumber(e164);
  if (!parsed) return [dialled(e164)];
  const { number, nationalNumber: national, countryCallingCode: country } = parsed;
  const trunk = country === '1' ? '1' : '0';
  return [number, national, ...(national.startsWith(trunk) ? [] : [trunk + national])];
}

/** What one would dial of what was typed: "(617) 555-01" is 61755501, "+1 617" is +1617. */
export const dialled = (typed: string): string => (/^\s*\+/.test(typed) ? '+' : '') + typed.replace(/\D/g, '');
