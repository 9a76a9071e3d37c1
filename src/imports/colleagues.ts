import { folded } from '../contacts/folded.js';

/** Somebody who can be tied to a contact, as files name them. */
export interface Colleague {
  userId: number;
  name: string;
  email: string;
}

/** The ids of those whom a cell names by e-mail or by name; what is wrong goes to `problems`. */
export function colleaguesIn(
  said: string[],
  colleagues: Colleague[],
  field: string,
  problems: Record<string, string>,
): string[] {
  return said.flatMap((word) => {
    const wanted = folded(word);
    const found = colleagues.filter(({ name, email }) => email.toLowerCase() === wanted || folded(name) === wanted);
    if (found.length === 1) return String(found[0]!.userId);
    problems[field] = found.length
      ? `Several people are called “${word}”. Name them by e-mail.`
      : `“${word}” is nobody who is active and handles conversations.`;
    return [];
  });
}
