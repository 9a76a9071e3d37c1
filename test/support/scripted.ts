import { randomUUID } from 'node:crypto';
import { Carrier, type OutgoingText } from '../../src/sending/carrier.js';

/** Does what a test says with each text, and keeps what it was given. */
export class Scripted extends Carrier {
  given: OutgoingText[] = [];
  does: (text: OutgoingText) => Promise<string> = async () => randomUUID();

  override send(text: OutgoingText) {
    this.given.push(text);
    return this.does(text);
  }

  to(number: string) {
    return this.given.filter((text) => text.to === number).map(({ body }) => body);
  }

  get bodies() {
    return this.given.map(({ body }) => body);
  }
}
