import { Clock } from '../../src/programs/clock.js';

/** A clock that a test sets. */
export class SetClock extends Clock {
  constructor(private time = new Date('2026-11-20T15:00:00Z')) {
    super();
  }

  override now() {
    return this.time;
  }

  /** Lets some time pass, in milliseconds. */
  pass(milliseconds: number) {
    this.time = new Date(this.time.getTime() + milliseconds);
  }
}
