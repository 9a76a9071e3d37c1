import { Injectable, Logger } from '@nestjs/common';
import { setImmediate as breathe } from 'node:timers/promises';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { Brakes } from './brakes.js';
import { CampaignNews } from './campaign-news.js';
import { Control } from './control.js';
import { Feeding } from './feeding.js';
import { Preparing } from './preparing.js';
import { kindOfFailure } from '../programs/kind-of-failure.js';

/** So many batches of one campaign before the next one has its turn. */
const batches = 5;
const second = 1000;
const minute = 60 * second;

interface Due {
  id: number;
  status: string;
  is_prepared: number;
}

/**
 * Carries campaigns out, in every process: what one does the others can go on with at any moment, because the campaign's
 * row is held for each step, and nobody needs to notice that a process died.
 */
@Injectable()
export class CampaignRounds extends Recurring {
  private readonly log = new Logger('Campaigns');
  private readonly looked = new Map<number, number>();

  constructor(
    private readonly database: Database,
    private readonly preparing: Preparing,
    private readonly feeding: Feeding,
    private readonly control: Control,
    private readonly brakes: Brakes,
    private readonly news: CampaignNews,
    private readonly clock: Clock,
  ) {
    super(second / 2);
  }

  override onApplicationBootstrap() {
    this.news.toDo.subscribe(() => this.nudge());
    super.onApplicationBootstrap();
  }

  /** Does what can be done now; whether there is more. */
  override round(): Promise<boolean> {
    return this.database.patiently(() => this.goOn());
  }

  private async goOn(): Promise<boolean> {
    const now = this.clock.now();
    const due = await this.database.query<Due>(
      `SELECT id, status, prepared_at IS NOT NULL AS is_prepared FROM campaigns
       WHERE status = 'sending' OR (status = 'scheduled' AND starts_at <= ?) ORDER BY id`,
      [now],
    );
    let hasMore = false;
    for (const campaign of due) {
      // SQLite answers without ever waiting: somebody else must get the processor in between.
      await breathe();
      // What is wrong with one campaign must not keep the others waiting.
      const more = await this.work(campaign).catch((error: unknown) => this.complain(campaign, error));
      hasMore ||= more;
    }
    return hasMore;
  }

  private async work({ id, status, is_prepared: isPrepared }: Due): Promise<boolean> {
    if (status === 'scheduled') await this.control.begin(id);
    if (!Number(isPrepared) && (await this.preparing.step(id))) return true;
    const hasTurn = await this.hasTurn(id);
    const isMoving = hasTurn || (await this.control.hasQueued(id));
    if (!isMoving && (await this.control.isEmpty(id))) {
      await this.control.finish(id);
      return false;
    }
    if ((await this.stops(id, isMoving ? second : minute)) || !hasTurn) return false;
    for (let batch = 0; batch < batches; batch++) {
      const fed = await this.feeding.step(id).catch(() => this.feeding.stepAlone(id));
      if (!fed) return false;
      await breathe();
    }
    return true;
  }

  // Whether it pauses itself now. Not looked at with every batch, and rarely while nothing is about to leave.
  private async stops(id: number, every: number): Promise<boolean> {
    const now = this.clock.now().getTime();
    if (Math.abs(now - (this.looked.get(id) ?? 0)) < every) return false;
    if (this.looked.size > 1000) this.looked.clear();
    this.looked.set(id, now);
    const campaign = await this.brakes.underWay(id);
    const reason = campaign ? await this.brakes.reason(campaign) : null;
    if (reason) await this.control.brake(id, reason);
    return reason !== null;
  }

  private async hasTurn(id: number): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 AS one FROM campaign_recipients
       WHERE campaign_id = ? AND state = 'waiting' AND outcome IS NULL AND due_at <= ? LIMIT 1`,
      [id, this.clock.now()],
    );
    return rows.length > 0;
  }

  private complain({ id }: Due, error: unknown): false {
    this.log.error(`Campaign ${id} could not go on and is tried again: ${kindOfFailure(error)}`);
    return false;
  }
}
