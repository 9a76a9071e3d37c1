import { Injectable } from '@nestjs/common';
import { OptOuts } from '../consent/opt-outs.js';
import type { Failure, Source } from '../conversations/message.js';
import { CampaignHolds } from '../marketing/campaign-holds.js';
import { Clock } from '../programs/clock.js';
import { quietUntil, zonesOf } from '../programs/quiet-hours.js';

/** What the gate wants to know of a text. */
export interface AtTheGate {
  id: number;
  source: Source;
  isBulk: boolean;
  programId: number;
  to: string;
  /** The time zone of the contact, where known. */
  contactZone: string | null;
  programZone: string;
}

/** Why a text may not leave: never, or not before a moment. */
export interface Stop {
  failure: Failure;
  until: Date | null;
}

/**
 * One gate decides on every text, whoever sends it: opted out? Its campaign paused? Night where they are? It is asked when a
 * text is taken out of the queue, and again right before it is handed over, because much can happen in between. The rate is
 * asked before (see `Queue`), so that what is stopped as it is taken out uses none of it up.
 */
@Injectable()
export class Gate {
  constructor(
    private readonly optOuts: OptOuts,
    private readonly holds: CampaignHolds,
    private readonly clock: Clock,
  ) {}

  /** Why this text may not leave now; null when it may. */
  async stops(text: AtTheGate): Promise<Stop | null> {
    // The confirmation is the one text that an opted-out number still gets.
    if (text.source === 'opt-out-confirmation') return null;
    if (await this.optOuts.hold(text.programId, text.to)) return { failure: { code: 'opted-out' }, until: null };
    if (!text.isBulk) return null;
    const held = await this.holds.of(text.id);
    if (held) return { failure: { code: held.code }, until: held.until };
    const until = this.quiet(text);
    return until && { failure: { code: 'quiet-hours' }, until };
  }

  // Whoever answers a person was warned instead, and what Parley answers by itself goes at once.
  private quiet({ to, contactZone, programZone }: AtTheGate): Date | null {
    return quietUntil(zonesOf({ zone: contactZone, number: to }, programZone), this.clock.now());
  }
}
