import type { Calendar } from './calendar.js';
import type { Retelling } from './retelling.js';

export const avery = 'admin@demo.example';
export const jordan = 'lead@demo.example';
export const dana = 'dana@demo.example';
export const sam = 'sam@demo.example';
export const riley = 'viewer@demo.example';
export type Colleague = typeof avery | typeof jordan | typeof dana | typeof sam | typeof riley;

/** What happens next in a thread, and when: at a time of its own, or so many minutes after what came before. */
interface Step {
  when: ((calendar: Calendar) => Date) | number;
  happens(retelling: Retelling, at: Date): void;
}

/** A thread of the demo, written down as it is told: who texted, who answered, who handed it to whom. */
export class Thread {
  readonly steps: Step[] = [];
  private time: Step['when'] | null = null;

  constructor(
    /** A contact's name in the demo; or an unknown sender's number. */
    readonly who: { contact: string; mobile: number } | { number: string },
    /** The label of our number. */
    readonly line: string,
  ) {}

  /** What follows begins so many working days before the last one, at "14:05". */
  on = (day: number, time: string) => this.begin((calendar) => calendar.on(day, time));
  /** … so many minutes of office hours ago. */
  recently = (minutes: number) => this.begin((calendar) => calendar.recently(minutes));
  /** … so many minutes ago, even at night. */
  ago = (minutes: number) => this.begin((calendar) => calendar.ago(minutes));

  campaign = (body: string, by: Colleague = jordan) => this.add(0, (to, at) => to.announce('campaign', body, by, at));
  quickMessage = (by: Colleague, body: string) => this.add(0, (to, at) => to.announce('quick-message', body, by, at));
  they = (body: string) => this.add(2 + (body.length % 7), (to, at) => to.receive(body, at));
  we = (by: Colleague, body: string) => this.add(3 + (body.length % 11), (to, at) => to.reply(by, body, at));
  note = (by: Colleague, body: string) => this.add(2, (to, at) => to.note(by, body, at));
  assign = (by: Colleague, whom: Colleague | null, note?: string) =>
    this.add(2, (to, at) => to.assign(by, whom, note, at));
  take = (by: Colleague) => this.assign(by, by);
  resolve = (by: Colleague) => this.add(4, (to, at) => to.resolve(by, at));
  reopen = (by: Colleague) => this.add(2, (to, at) => to.reopen(by, at));
  stop = (word: string) => this.add(3, (to, at) => to.stop(word, at));
  start = (word: string) => this.add(3, (to, at) => to.start(word, at));
  /** The number is shared, and the thread says so. */
  shared = () => this.add(0, (to, at) => to.tellSharing(at));
  spam = (by: Colleague) => this.add(30, (to, at) => to.putAside('spam', by, '', at));
  block = (by: Colleague, reason: string) => this.add(30, (to, at) => to.putAside('blocked', by, reason, at));
  /** Our last text did not arrive. */
  undeliverable = (code: string) => this.add(0, (to, at) => to.lose('undeliverable', code, at));
  unconfirmed = () => this.add(0, (to, at) => to.lose('unconfirmed', 'unconfirmed', at));
  /** Whoever of these can see it has not read it yet. */
  unread = (...by: Colleague[]) => this.add(0, (to) => to.leaveUnread(by));

  private begin(time: Step['when']): this {
    this.time = time;
    return this;
  }

  private add(gap: number, happens: Step['happens']): this {
    this.steps.push({ when: this.time ?? gap, happens });
    this.time = null;
    return this;
  }
}

/** The vocabulary for the threads of an office with these people. */
export const threadsOf =
  <Name extends string>(_people: Record<Name, unknown>, mainLine: string) =>
  (contact: Name, line = mainLine, mobile = 0) =>
    new Thread({ contact, mobile }, line);
