/** A text without case, accents and surrounding space, as people compare names: "  Zoë " and "ZOE" are the same. */
export const folded = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').replace(/\s+/g, ' ').trim();
