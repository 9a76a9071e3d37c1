import { Refusal } from '../refusal.js';

/** Refuses a text in which a merge field was left, so that no braces ever reach anybody. */
export function refuseMergeFields(words: string) {
  const [left] = /\{\{[^{}]*\}\}|\{\{|\}\}/.exec(words) ?? [];
  if (!left) return;
  const shown = left.length > 60 ? `${left.slice(0, 57)}…}}` : left;
  throw new Refusal(
    left.length > 2
      ? `“${shown}” is a merge field; insert it from the menu, or write what it should say.`
      : `“${left}” belongs to a merge field; take it out, or insert one from the menu.`,
    'body',
  );
}
