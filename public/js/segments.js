// How a text is cut into the parts that are sent and paid for (3GPP TS 23.038). The server and the page use this file.

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extension = new Set('^{}\\[~]|€\f');

const alphabets = {
  'GSM-7': { single: 160, part: 153, cost: (character) => (extension.has(character) ? 2 : 1) },
  Unicode: { single: 70, part: 67, cost: (character) => character.length },
};

const plain = new Map([
  ...[...'‘’‚‛′`´'].map((mark) => [mark, "'"]),
  ...[...'“”„‟″«»'].map((mark) => [mark, '"']),
  ...[...'‐‑‒–—―−'].map((mark) => [mark, '-']),
  ...[...'\u00a0\u2002\u2003\u2009\u202f\t'].map((mark) => [mark, ' ']),
  ...[...'\u200b\u2060\ufeff'].map((mark) => [mark, '']),
  ['…', '...'],
  ['•', '-'],
]);

/** Says in how many parts a text is sent, what is left in the last one, and which characters force Unicode. */
export function segmentsOf(text) {
  const characters = [...normal(text)];
  const forcedBy = [...new Set(characters.filter((character) => !isGsm(character)))];
  const encoding = forcedBy.length ? 'Unicode' : 'GSM-7';
  const { single, part, cost } = alphabets[encoding];
  const units = characters.reduce((sum, character) => sum + cost(character), 0);
  if (units <= single) return { count: units ? 1 : 0, encoding, units, left: single - units, forcedBy };

  let count = 1;
  let used = 0;
  for (const character of characters) {
    // A character that costs two is never split: it starts the next part, and the last place of this one stays empty.
    if (used + cost(character) > part) {
      count += 1;
      used = 0;
    }
    used += cost(character);
  }
  return { count, encoding, units, left: part - used, forcedBy };
}

/** Offers the text in plain characters: what it would become, and which characters would be replaced; or null. */
export function replaceable(text) {
  const characters = [...normal(text)];
  const replaced = [...new Set(characters.filter((character) => plain.has(character)))];
  return replaced.length
    ? { text: characters.map((character) => plain.get(character) ?? character).join(''), replaced }
    : null;
}

/** The same in words: "183 characters · 2 segments · 123 left". Nothing for an empty text. */
export function countInWords(text) {
  const { count, encoding, left } = segmentsOf(text);
  if (!count) return '';
  const letters = [...normal(text)].length;
  const said = [
    `${letters} ${letters === 1 ? 'character' : 'characters'}`,
    `${count} ${count === 1 ? 'segment' : 'segments'}`,
  ];
  if (count > 1 || left < 20) said.push(`${left} left`);
  if (encoding === 'Unicode') said.push('Unicode');
  return said.join(' · ');
}

const normal = (text) => text.replaceAll('\r\n', '\n');
const isGsm = (character) => basic.has(character) || extension.has(character);
