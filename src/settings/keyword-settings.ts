import { Injectable } from '@nestjs/common';
import { fixedKeywords, keywordSaid, usualKeywords } from '../consent/keywords.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { type KeywordLists, Program } from '../programs/program.js';
import { Refusals } from '../refusal.js';

/** What the form says: words, one a line, and the answers to them. */
export interface TypedKeywords {
  stop?: unknown;
  start?: unknown;
  help?: unknown;
  optOutConfirmation?: unknown;
  optInConfirmation?: unknown;
  helpAnswer?: unknown;
}

const lists = ['stop', 'start', 'help'] as const;
const answers = ['optOutConfirmation', 'optInConfirmation', 'helpAnswer'] as const;
const mostWords = 40;
const longestWord = 40;
const longestAnswer = 320;
/** What people answer to a question must not mean something else. */
const everyday = ['YES', 'NO', 'OK', 'OKAY', 'THANKS', 'THANK YOU', 'HI', 'HELLO', 'SI', 'GRACIAS', 'Y', 'N'];

/** The words that mean something by themselves in a program, and what Parley answers to them. */
@Injectable()
export class KeywordSettings {
  constructor(private readonly database: Database) {}

  /** What the form shows: what was typed, else what holds, so that a field that did not come is not emptied by saving again. */
  async of(member: Member, typed?: TypedKeywords) {
    const program = await this.database.manager.findOneByOrFail(Program, { id: member.programId });
    const own = program.keywords ?? usualKeywords;
    const said = (name: keyof TypedKeywords, holds: string) =>
      typed?.[name] === undefined ? holds : String(typed[name] ?? '');
    const shown = (name: (typeof lists)[number]) => said(name, own[name].join('\n'));
    return {
      lists: [
        { name: 'stop', label: 'Opt out', words: shown('stop'), fixed: fixedKeywords.stop.join(', ') },
        { name: 'start', label: 'Opt back in', words: shown('start'), fixed: fixedKeywords.start.join(', ') },
        { name: 'help', label: 'Help', words: shown('help'), fixed: '' },
      ],
      answers: [
        {
          name: 'optOutConfirmation',
          label: 'Answer to an opt-out',
          text: said('optOutConfirmation', program.textOnOptOut),
        },
        {
          name: 'optInConfirmation',
          label: 'Answer to opting back in',
          text: said('optInConfirmation', program.textOnOptIn),
        },
        { name: 'helpAnswer', label: 'Answer to a call for help', text: said('helpAnswer', program.textOnHelp) },
      ],
    };
  }

  /** Saves what was typed, or refuses it all with a sentence beside each field. */
  async change(typed: TypedKeywords, member: Member): Promise<void> {
    const problems: Record<string, string> = {};
    const keywords = Object.fromEntries(lists.map((name) => [name, wordsIn(typed[name])])) as unknown as KeywordLists;
    const owners = new Map(
      Object.entries(fixedKeywords).flatMap(([name, words]) => words.map((word) => [word, name] as const)),
    );
    for (const name of lists) {
      const problem =
        typed[name] === undefined ? 'This list was missing. Save again.' : problemOf(keywords[name], name, owners);
      if (problem) problems[name] = problem;
      for (const word of keywords[name]) owners.set(keywordSaid(word), name);
      // What always works need not be listed too.
      keywords[name] = keywords[name].filter((word) => !isFixed(word, name));
    }
    const texts = Object.fromEntries(
      answers.map((name) => [
        name,
        String(typed[name] ?? '')
          .replace(/\s+/g, ' ')
          .trim(),
      ]),
    );
    for (const name of answers) {
      if (!texts[name]) problems[name] = 'Write the answer.';
      else if (texts[name].length > longestAnswer) problems[name] = `An answer can have ${longestAnswer} characters.`;
    }
    if (Object.keys(problems).length) throw new Refusals(problems);
    const program = await this.database.manager.findOneByOrFail(Program, { id: member.programId });
    await this.database.transaction(() =>
      this.database.manager.update(Program, member.programId, { keywords, ...changed(texts, program) }),
    );
  }
}

/** Only answers of one's own are stored, so that the usual ones follow the name of the program. */
function changed(texts: Record<string, string>, program: Program) {
  const usual = Object.assign(new Program(), { name: program.name });
  const own = (text: string, usually: string) => (text === usually ? null : text);
  return {
    optOutConfirmation: own(texts['optOutConfirmation']!, usual.textOnOptOut),
    optInConfirmation: own(texts['optInConfirmation']!, usual.textOnOptIn),
    helpAnswer: own(texts['helpAnswer']!, usual.textOnHelp),
  };
}

const wordsIn = (said: unknown): string[] => {
  const words = String(said ?? '')
    .split(/[\n,;]/)
    .map((word) => word.replace(/\s+/g, ' ').trim().toUpperCase())
    .filter(Boolean);
  return [...new Set(words)];
};

const isFixed = (word: string, name: (typeof lists)[number]) =>
  name !== 'help' && fixedKeywords[name].includes(keywordSaid(word));

function problemOf(words: string[], name: string, owners: ReadonlyMap<string, string>): string | null {
  if (words.length > mostWords) return `A list can have ${mostWords} words.`;
  for (const word of words) {
    const said = keywordSaid(word);
    if (!said) return `“${word}” has no letters or digits.`;
    if (word.length > longestWord) return `“${word.slice(0, 20)}…” is too long for a word.`;
    if (everyday.includes(said)) return `“${word}” is how people answer questions, so it can’t be in this list.`;
    const owner = owners.get(said);
    if (owner && owner !== name) return `“${word}” is already in another list.`;
  }
  return null;
}
