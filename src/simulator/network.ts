import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual } from 'typeorm';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { OwnAddress } from '../web/own-address.js';
import { PhoneText, type PhoneTextState } from './phone-text.js';
import { Phones } from './phones.js';
import { Telling } from './telling.js';

const onTheWay: PhoneTextState[] = ['accepted', 'travelling', 'arrived', 'lost', 'leaving'];
const longestWait = 30_000;
const mostAttempts = 200;

/**
 * The phone network of the simulator. It brings texts to and from telephones a step at a time, each told by a signed
 * webhook over HTTP until it is answered, so that a restart in between loses nothing.
 */
@Injectable()
export class Network extends Recurring {
  constructor(
    private readonly database: Database,
    private readonly phones: Phones,
    private readonly telling: Telling,
    private readonly address: OwnAddress,
    private readonly clock: Clock,
  ) {
    super(100);
  }

  /** Takes every text that is due a step further; whether there may be more. */
  override async round(): Promise<boolean> {
    if (!this.address.base) return false;
    const dueAt = LessThanOrEqual(this.clock.now());
    const due = await this.database.manager.find(PhoneText, {
      where: { state: In(onTheWay), dueAt },
      order: { dueAt: 'ASC', id: 'ASC' },
      take: 50,
    });
    const byPhone = Object.values(Object.groupBy(due, ({ phone }) => phone)) as PhoneText[][];
    await Promise.all(byPhone.map((texts) => this.stepAll(texts)));
    return due.length === 50;
  }

  // What one telephone sends or gets stays in its order; telephones don't wait for each other.
  private async stepAll(texts: PhoneText[]) {
    for (const text of texts) await this.step(text);
  }

  private async step(text: PhoneText) {
    if (text.state === 'travelling') return this.arrive(text);
    const answer = await this.telling.tell(text);
    if (answer === 200) await this.move(text, this.next(text));
    else await this.move(text, { attempts: text.attempts + 1, ...this.later(text, answer) });
  }

  // First on the telephone's screen, then told: whoever hears of it finds it there.
  private async arrive(text: PhoneText) {
    const isOff = await this.phones.isOff(text.phone);
    await this.move(text, { state: isOff ? 'lost' : 'arrived', dueAt: text.dueAt });
    this.nudge();
  }

  private next({ state }: PhoneText): Partial<PhoneText> {
    if (state === 'accepted') return { state: 'travelling', dueAt: this.in(800 + Math.random() * 700), attempts: 0 };
    return { state: state === 'lost' ? 'missed' : 'done', dueAt: null };
  }

  private later({ attempts, state }: PhoneText, answer: number): Partial<PhoneText> {
    const isOver = attempts >= mostAttempts || (answer >= 400 && answer < 500 && answer !== 429 && attempts >= 5);
    return isOver
      ? { state: state === 'lost' ? 'missed' : 'done', dueAt: null }
      : { dueAt: this.in(Math.min(longestWait, 250 * 2 ** attempts)) };
  }

  private in(wait: number) {
    return new Date(this.clock.now().getTime() + wait);
  }

  // Only from the step it was at: another process may have been faster.
  private move({ id, state }: PhoneText, change: Partial<PhoneText>) {
    return this.database.transaction(() => this.database.manager.update(PhoneText, { id, state }, change));
  }
}
