import { Injectable } from '@nestjs/common';
import { OptOuts } from '../consent/opt-outs.js';
import type { Failure, Source } from '../conversations/message.js';

/** One gate decides on every text, whoever sends it, at the moment of sending. */
@Injectable()
export class Gate {
  constructor(private readonly optOuts: OptOuts) {}

  /** Why this text may not leave; null when it may. */
  async stops(text: { source: Source; programId: number; to: string }): Promise<Failure | null> {
    // The confirmation is the one text that an opted-out number still gets.
    if (text.source === 'opt-out-confirmation') return null;
    return (await this.optOuts.hold(text.programId, text.to)) ? { code: 'opted-out' } : null;
  }
}
