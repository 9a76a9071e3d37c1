import { setImmediate as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Program } from '../programs/program.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Audiences } from './audiences.js';
import type { Campaign } from './campaign.js';
import { Campaigns } from './campaigns.js';
import { type Part, parse, usedIn, type Values } from './merge-fields.js';
import { type Mergeable, MergeValues, type Sender } from './merge-values.js';
import { type Reached, Reach } from './reach.js';
import { type Course, courseOf } from './review-course.js';
import { ReviewTally } from './review-tally.js';
import { Turns } from './turns.js';
import { kindOfFailure } from '../programs/kind-of-failure.js';

/** A count of what sending a campaign would do, under way or done. */
export interface Review {
  readonly version: number;
  state: 'counting' | 'done' | 'failed' | 'dropped';
  /** How many contacts there are to look at. */
  total: number;
  tally: ReviewTally | null;
  course: Course | null;
  /** When the campaign would begin. */
  startsAt: Date;
  askedAt: Date;
  finishedAt: Date | null;
}

interface Around {
  sender: Sender;
  mergeable: Mergeable;
  texts: Part[][];
}

/** Few enough that a page asked for meanwhile hardly waits. */
const slice = 100;
const everybody = 100_000_000;
/** Nobody has asked for so long: they went away. */
const patience = 60_000;
/** So long a result is shown before it is counted anew. */
const freshness = 10 * 60_000;

/**
 * Counts in the background, a slice of contacts at a time, what sending a campaign would do. The counts are kept in this
 * process for some minutes; another process would count for itself.
 */
@Injectable()
export class Reviews implements BeforeApplicationShutdown {
  private readonly log = new Logger('Reviews');
  private readonly known = new Map<number, Review>();
  private turn: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly audiences: Audiences,
    private readonly reach: Reach,
    private readonly values: MergeValues,
    private readonly turns: Turns,
    private readonly clock: Clock,
  ) {}

  /** The count for this version of a campaign, which begins when there is none yet. */
  of(campaign: Campaign): Review {
    this.forgetOld();
    const known = this.known.get(campaign.id);
    if (known?.version !== campaign.version || known.state === 'dropped') return this.begin(campaign);
    known.askedAt = this.clock.now();
    return known;
  }

  /** Counts anew, whatever was counted. */
  again(campaign: Campaign): Review {
    return this.begin(campaign);
  }

  /** The count for this version, if it is done. */
  finished({ id, version }: Pick<Campaign, 'id' | 'version'>): Review | null {
    const known = this.known.get(id);
    return known?.version === version && known.state === 'done' ? known : null;
  }

  async beforeApplicationShutdown() {
    this.isStopped = true;
    await this.turn;
  }

  private begin(campaign: Campaign): Review {
    const before = this.known.get(campaign.id);
    if (before?.state === 'counting') before.state = 'dropped';
    const now = this.clock.now();
    const review: Review = {
      ...{ version: campaign.version, state: 'counting', total: 0, tally: null, course: null },
      ...{ startsAt: campaign.startsAt ?? now, askedAt: now, finishedAt: null },
    };
    this.known.set(campaign.id, review);
    // One after the other, so that several of them slow the pages down no more than one does.
    this.turn = this.turn
      .then(() => this.count(review, campaign))
      .catch((error: unknown) => {
        review.state = 'failed';
        this.log.error(`A campaign could not be reviewed: ${kindOfFailure(error)}`);
      });
    return review;
  }

  private async count(review: Review, campaign: Campaign) {
    if (this.isIdle(review)) return;
    const { programId, audience } = campaign;
    const { manager } = this.database;
    const [sender, mergeable, steps, program, number] = await Promise.all([
      this.campaigns.senderOf(campaign),
      this.values.mergeable(programId),
      this.campaigns.steps(campaign.id),
      manager.findOneByOrFail(Program, { id: programId }),
      manager.findOneByOrFail(ProgramNumber, { id: campaign.programNumberId }),
    ]);
    review.total = await this.audiences.count(audience, sender, everybody);
    const texts = steps.map(({ body }) => parse(body, mergeable.fields).parts);
    const tally = (review.tally = new ReviewTally(texts.length ? texts : [[]], program.timeZone));
    for (let after: number | null = 0; after !== null && !this.isIdle(review); await pause()) {
      const { contactIds, next }: { contactIds: number[]; next: number | null } = await this.audiences.slice(
        audience,
        sender,
        after,
        slice,
      );
      await this.take(tally, contactIds, campaign, { sender, mergeable, texts });
      after = next;
    }
    if (review.state === 'dropped') return;
    review.course = courseOf(tally.places, number.segmentsPerMinute, review.startsAt);
    review.state = 'done';
    review.finishedAt = this.clock.now();
  }

  private async take(tally: ReviewTally, contactIds: number[], campaign: Campaign, around: Around) {
    const reached = await this.reach.of(contactIds, campaign.programId);
    const ids = [...new Set(reached.flatMap(({ contactId, reason }) => (reason ? [] : [contactId])))];
    const [values, zones, texted] = await Promise.all([
      this.valuesOf(ids, around),
      this.zonesOf(ids),
      this.textedToday(reached, campaign),
    ]);
    for (const one of reached)
      tally.take(
        { ...one, zone: zones.get(one.contactId) ?? null, wasTextedToday: texted.has(one.number ?? '') },
        values.get(one.contactId) ?? new Map(),
      );
  }

  private async valuesOf(ids: number[], { sender, mergeable, texts }: Around): Promise<Map<number, Values>> {
    const isPlain = texts.every((parts) => !usedIn(parts).length);
    return isPlain || !ids.length ? new Map() : this.values.of(ids, sender, mergeable);
  }

  private async zonesOf(ids: number[]): Promise<Map<number, string | null>> {
    if (!ids.length) return new Map();
    const rows = await this.database.query<{ id: number; time_zone: string | null }>(
      `SELECT id, time_zone FROM contacts WHERE id IN (${marks(ids)})`,
      ids,
    );
    return new Map(rows.map(({ id, time_zone: zone }) => [id, zone]));
  }

  // Of a day that is still to come nobody knows it yet.
  private async textedToday(reached: Reached[], campaign: Campaign): Promise<Set<string>> {
    const numbers = reached.flatMap(({ number, reason }) => (number && !reason ? [{ number }] : []));
    if (!campaign.skipsTextedToday || campaign.startsAt) return new Set();
    return this.turns.textedToday(campaign, numbers, this.clock.now());
  }

  /** Whether there is no more use in counting. */
  private isIdle(review: Review): boolean {
    const isForgotten = this.clock.now().getTime() - review.askedAt.getTime() > patience;
    if (isForgotten || this.isStopped) review.state = 'dropped';
    return review.state === 'dropped';
  }

  private forgetOld() {
    const now = this.clock.now().getTime();
    for (const [id, { state, finishedAt, askedAt }] of this.known)
      if (state === 'dropped' || (state !== 'counting' && now - (finishedAt ?? askedAt).getTime() > freshness))
        this.known.delete(id);
  }
}
