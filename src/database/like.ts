/** A text as LIKE takes it, with `!` before what would stand for anything. */
export const like = (text: string) => text.replace(/[!%_]/g, '!$&');

/** Beyond everything that begins with a text. */
export const beyond = (text: string) => `${text}\u{10FFFF}`;
