import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Database } from '../database/database.js';
import { type CampaignFacts, Event, type Kind } from '../events/event.js';
import { Happenings } from '../events/happenings.js';
import { Clock } from '../programs/clock.js';
import type { Campaign } from './campaign.js';
import { countOf, Tallies } from './tallies.js';

/** Tells what happens to campaigns. */
@Injectable()
export class CampaignNews {
  /** In this process: there may be something to do. */
  readonly toDo = new Subject<void>();

  constructor(
    private readonly database: Database,
    private readonly happenings: Happenings,
    private readonly tallies: Tallies,
    private readonly clock: Clock,
  ) {}

  /** Part of the transaction under way. */
  changed({ status }: Campaign) {
    if (status === 'sending') this.database.afterCommit(() => this.toDo.next());
  }

  /** It stopped by itself: whoever sent it should know. */
  paused(campaign: Campaign) {
    return this.tell('campaign-paused', campaign);
  }

  /** With what came of it so far. Each text counts, so one recipient of two texts counts twice. */
  async finished(campaign: Campaign) {
    const { total: recipients, left: sent, failed, skipped } = await this.tallies.of(campaign.id);
    await this.tell('campaign-finished', campaign, {
      recipients,
      sent,
      failed: countOf(failed),
      skipped: countOf(skipped),
    });
  }

  private async tell(kind: Kind, campaign: Campaign, numbers: Partial<CampaignFacts> = {}) {
    const { id, programId, createdById: byUserId, kind: what, name, pause } = campaign;
    const because = pause ? { because: pause.because } : {};
    const particulars = { campaign: { id, kind: what, name, ...because, ...numbers } };
    const event = Event.of(kind, { programId, byUserId, particulars, at: this.clock.now() });
    const { identifiers } = await this.database.manager.insert(Event, event as never);
    event.id = identifiers[0]!['id'] as number;
    await this.happenings.tell([event]);
  }
}
