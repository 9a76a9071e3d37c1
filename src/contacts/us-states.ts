import { folded } from './folded.js';

const names =
  'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|' +
  'DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|' +
  'KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|' +
  'MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|' +
  'ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|' +
  'SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|VI Virgin Islands|WA Washington|' +
  'WV West Virginia|WI Wisconsin|WY Wyoming|GU Guam|AS American Samoa|MP Northern Mariana Islands';

const pairs = names.split('|').map((pair): [string, string] => [folded(pair.slice(0, 2)), folded(pair.slice(3))]);
const spellings = new Map(pairs.flatMap((pair) => pair.map((spelling) => [spelling, pair] as const)));

/** The ways to write a state, folded: "tx" and "texas" are the same. Of any other text, itself. */
export const stateSpellings = (text: string): string[] => spellings.get(text) ?? [text];

/** All of these spellings. */
export const allStateSpellings = [...spellings.keys()];
