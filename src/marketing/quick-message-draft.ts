import { randomUUID } from 'node:crypto';
import { idsIn } from '../contacts/selection.js';
import { lines, type Typed, word } from '../contacts/typed.js';
import { idIn } from '../web/identifier.js';

/** A Quick Message that somebody is writing, as the form tells it each time. Nothing of it is stored. */
export interface QuickMessageDraft {
  /** Ids of contacts, in the order in which they were chosen; whoever is there twice is skipped once. */
  contacts: number[];
  body: string;
  /** The Program number; 0 when the form doesn’t say. */
  numberId: number;
  /** Of the form, to be used once. */
  token: string;
  /** What is looked for among the contacts. */
  q: string;
  /** Whose text the preview shows. */
  example: number;
}

/** Reads the form, or an address that names recipients: `contacts` once, several times, or as `1-2-3`. */
export function draftIn(said: Typed): QuickMessageDraft {
  return {
    contacts: idsIn(said),
    body: lines(said['body']),
    numberId: idIn(word(said['number'])),
    token: word(said['token']) || randomUUID(),
    q: word(said['q']).slice(0, 100),
    example: idIn(word(said['example'])),
  };
}

/** The draft for an address that names recipients, each once. */
export const freshDraft = (said: Typed, contacts: number[]): QuickMessageDraft => ({
  ...draftIn(said),
  contacts,
  q: '',
});

/** One more recipient, unless they are one already. */
export const withContact = (draft: QuickMessageDraft, id: number): QuickMessageDraft =>
  draft.contacts.includes(id) ? draft : { ...draft, contacts: [...draft.contacts, id] };

export const withoutContact = (draft: QuickMessageDraft, id: number): QuickMessageDraft => ({
  ...draft,
  contacts: draft.contacts.filter((each) => each !== id),
});
