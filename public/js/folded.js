const plain = { đ: 'd', ð: 'd', ı: 'i', ł: 'l', ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', þ: 'th' };

/** A text as people type a name: in small plain letters, without accents, with straight apostrophes. */
export const folded = (text) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[đðıłøæœßþ]/g, (letter) => plain[letter])
    .replaceAll('’', "'");
