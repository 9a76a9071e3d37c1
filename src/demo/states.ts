/** Where the area codes of the demo's telephones are. */
const areas: Record<string, string> = {
  AZ: '480',
  CA: '213 408 626 669 714',
  CT: '203',
  DC: '202',
  FL: '305',
  GA: '404',
  HI: '808',
  IA: '515',
  IL: '773',
  IN: '317',
  KY: '859',
  LA: '504',
  MA: '508 617 978',
  MD: '240 301 410 443',
  ME: '207',
  MI: '248 313 616',
  MN: '612 651',
  NC: '336',
  NJ: '732 862',
  NM: '505',
  NY: '516 585 718 914',
  OH: '216 419 614',
  OR: '503',
  PA: '412',
  RI: '401',
  SD: '605',
  TN: '901',
  TX: '210 832 915',
  VA: '571 703',
  WA: '206 425',
  WI: '414',
};

const states = new Map(
  Object.entries(areas).flatMap(([state, codes]) => codes.split(' ').map((code) => [code, state] as const)),
);

/** The state of a telephone number of the demo; nothing for one from elsewhere. */
export const stateOf = (number: string): string | undefined => states.get(number.slice(2, 5));
