/** So many in a hurry may go ahead before one who is patient has a turn. */
const mostAhead = 10;

/** Lets one at a time through, in the order in which they come; those who are patient when nobody else waits. */
export class Turnstile {
  private readonly hasty: (() => void)[] = [];
  private readonly patient: (() => void)[] = [];
  private isTaken = false;
  private ahead = 0;

  async pass<T>(work: () => Promise<T>, isPatient = false): Promise<T> {
    if (this.isTaken) await new Promise<void>((go) => (isPatient ? this.patient : this.hasty).push(go));
    this.isTaken = true;
    try {
      return await work();
    } finally {
      const next = this.next();
      if (next) next();
      else this.isTaken = false;
    }
  }

  private next(): (() => void) | undefined {
    const isPatient = this.patient.length > 0 && (!this.hasty.length || this.ahead >= mostAhead);
    this.ahead = isPatient ? 0 : this.ahead + 1;
    return isPatient ? this.patient.shift() : this.hasty.shift();
  }
}
