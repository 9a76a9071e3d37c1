import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { Network } from './network.js';
import { PhoneText } from './phone-text.js';
import { sampleNamed } from './samples.js';
import { Phones } from './phones.js';

const longest = 1600;

/** What the form of a telephone says. */
export interface Typed {
  body?: unknown;
  to?: unknown;
  /** The name of one of the pictures in it. */
  picture?: unknown;
}

/** What somebody does with a telephone of the simulator. */
@Injectable()
export class Texting {
  constructor(
    private readonly database: Database,
    private readonly phones: Phones,
    private readonly network: Network,
    private readonly clock: Clock,
  ) {}

  /** Texts from a telephone to a number of the member's program. */
  async send(digits: string, typed: Typed, member: Member): Promise<void> {
    const phone = this.phones.numbered(digits);
    const numbers = await this.phones.numbersOf(member);
    const to = numbers.find(({ number }) => number === typed.to) ?? (typed.to ? undefined : numbers[0]);
    const body = String(typed.body ?? '').replace(/\r\n?/g, '\n');
    if (!to) throw new Refusal('Choose one of your numbers.', 'to');
    const sample = sampleNamed(typed.picture)?.name ?? null;
    if (!body.trim() && !sample) throw new Refusal('Write a text first.', 'body');
    if (body.length > longest) throw new Refusal(`A telephone sends ${longest} characters at most.`, 'body');
    if (await this.phones.isOff(phone)) throw new Refusal('This phone is off. Switch it on to text.', 'body');
    await this.add(
      PhoneText.of({
        phone,
        programNumber: to.number,
        direction: 'from-phone',
        body: body.trim() ? body : '',
        sample,
        state: 'leaving',
        at: this.clock.now(),
      }),
    );
    this.network.nudge();
  }

  /** Switches a telephone on or off. Off, texts to it are not delivered. */
  async switch(digits: string, power: 'on' | 'off'): Promise<void> {
    const phone = this.phones.numbered(digits);
    await this.add(
      PhoneText.of({ phone, programNumber: '', direction: 'power', body: power, state: 'done', at: this.clock.now() }),
    );
  }

  private add(text: PhoneText) {
    return this.database.transaction(() => this.database.manager.insert(PhoneText, { ...text }));
  }
}
