/** The product says no, in a sentence for people. `field` names the form field that it concerns. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

/** This person may not do that to this thing, whatever they type: a 403 with the sentence. */
export class NotAllowed extends Error {}

/** A link of an e-mail does not work, or no longer; the sentence says why and what to do. 404 when we never knew it. */
export class DeadLink extends Error {
  constructor(
    message: string,
    readonly status: 404 | 410 = 410,
  ) {
    super(message);
  }
}

/** Something is wrong with several fields of a form at once. */
export class Refusals extends Refusal {
  constructor(readonly fields: Record<string, string>) {
    super(Object.values(fields)[0] ?? 'Please check the form.');
  }
}

/** The sentences of a refusal by field (`form` when it concerns the whole form); rethrows anything else. */
export function refused(error: unknown): Record<string, string> {
  if (error instanceof Refusals) return error.fields;
  if (error instanceof Refusal) return { [error.field ?? 'form']: error.message };
  throw error;
}
