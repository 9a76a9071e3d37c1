/** Somebody who can be mentioned. */
interface Mentionable {
  userId: number;
  name: string;
}

interface Mention<Person> {
  start: number;
  end: number;
  people: Person[];
}

/** Who is mentioned in a note: "@Dana Whitfield", or "@dana" where only one has this first name. Each once. */
export function mentionedIn<Person extends Mentionable>(body: string, people: Person[]): Person[] {
  return [...new Set(mentions(body, people).flatMap((mention) => mention.people))];
}

/** A note in parts, so that mentions can be marked: "@Dana Whitfield, call her" begins with one. */
export function partsOf(body: string, people: Mentionable[]): { text: string; isMention: boolean }[] {
  let place = 0;
  const parts = mentions(body, people).flatMap(({ start, end }) => {
    const before = { text: body.slice(place, start), isMention: false };
    place = end;
    return [before, { text: body.slice(start, end), isMention: true }];
  });
  return [...parts, { text: body.slice(place), isMention: false }].filter(({ text }) => text);
}

function mentions<Person extends Mentionable>(body: string, people: Person[]): Mention<Person>[] {
  if (!body.includes('@')) return [];
  const calls = callsOf(people);
  const { words, places } = plain(body);
  return [...words.matchAll(/(?<![\p{L}\p{N}])@/gu)].flatMap(({ index }) => {
    const rest = words.slice(index + 1);
    const call = calls.find(({ name }) => rest.startsWith(name) && ends(rest.slice(name.length)));
    return call ? [{ start: places[index]!, end: places[index + 1 + call.name.length]!, people: call.people }] : [];
  });
}

// What people are called by, the longest first. A first name that several have, or that is somebody's whole name, calls nobody.
function callsOf<Person extends Mentionable>(people: Person[]) {
  const whole = Map.groupBy(people, ({ name }) => plain(name.trim()).words);
  const first = Map.groupBy(people, ({ name }) => plain(name.trim()).words.split(' ')[0]!);
  const unique = [...first].filter(([name, those]) => those.length === 1 && !whole.has(name));
  return [...whole, ...unique]
    .filter(([name]) => name)
    .map(([name, those]) => ({ name, people: those }))
    .sort((one, other) => other.name.length - one.name.length);
}

// "@Dana's" is Dana, "@Danae" and "@Dana-Lou" are not.
const ends = (rest: string) => !/^(-?[\p{L}\p{N}])/u.test(rest);

/** A text without case and accents, and from where in the text each of its characters comes. */
function plain(text: string): { words: string; places: number[] } {
  let words = '';
  const places: number[] = [];
  let place = 0;
  for (const character of text) {
    const bare = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const simple = bare.replace(/\s/g, ' ').replaceAll('’', "'");
    for (let unit = 0; unit < simple.length; unit += 1) places.push(place);
    words += simple;
    place += character.length;
  }
  return { words, places: [...places, place] };
}
