/** By which word somebody opted out or in. The word is quoted without the space around it; the ledger's file has it as it came. */
export const byTexting = (word: string) => `by texting “${word.trim()}”`;
