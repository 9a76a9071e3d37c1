/** Something that stops a command and that the person who typed it can mend: shown as a sentence, without a stack. */
export class Failure extends Error {}

/** Runs a command's work; a failure is told in plain words and ends the command with code 1. */
export async function orExplain(work) {
  try {
    return await work();
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exit(1);
  }
}
