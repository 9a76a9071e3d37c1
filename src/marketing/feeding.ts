import { Injectable, Logger } from '@nestjs/common';
import { notArrived } from '../conversations/message-status.js';
import { Threads } from '../conversations/threads.js';
import { Database } from '../database/database.js';
import { isContention } from '../database/duplicate.js';
import { Clock } from '../programs/clock.js';
import { ProgramNumber } from '../programs/program-number.js';
import { quietUntil, zonesOf } from '../programs/quiet-hours.js';
import { visible } from '../programs/legible.js';
import type { Campaign } from './campaign.js';
import { CampaignRecipient, type SkipReason } from './campaign-recipient.js';
import type { CampaignStep } from './campaign-step.js';
import { Campaigns } from './campaigns.js';
import { merged, type Part, parse, type Values } from './merge-fields.js';
import { type Mergeable, MergeValues, type Sender } from './merge-values.js';
import { recipientOf } from './preparing.js';
import { fault, type Turn, Turns } from './turns.js';
import { kindOfFailure } from '../programs/kind-of-failure.js';

/** So many texts are queued in one transaction: few enough that a reply does not wait for them. */
const atOnce = 20;
/** For so long a number has texts in the queue; a pause or a reply need not wait behind more. */
const aheadSeconds = 3;
const fewestAhead = 30;
const mostAhead = 600;
const afterFault = 5 * 60_000;
const hour = 3_600_000;
const day = 24 * hour;

interface Around {
  campaign: Campaign;
  number: ProgramNumber;
  steps: (CampaignStep & { parts: Part[] })[];
  sender: Sender;
  mergeable: Mergeable;
  programZone: string;
}

/** Queues the texts of a campaign, a few at a time and just ahead of the pace of its number. */
@Injectable()
export class Feeding {
  private readonly log = new Logger('Campaigns');

  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly turns: Turns,
    private readonly values: MergeValues,
    private readonly threads: Threads,
    private readonly clock: Clock,
  ) {}

  /** Gives the next recipients their text, or their reason; how many had their turn. */
  step(id: number): Promise<number> {
    return this.feed(id, atOnce, () => undefined);
  }

  /** After a fault with several: one alone. If that fails too, it is put off, and the next time given up; the others go on. */
  async stepAlone(id: number): Promise<number> {
    let tried: Turn | undefined;
    try {
      return await this.feed(id, 1, (turn) => (tried = turn));
    } catch (error) {
      if (!tried || isContention(error)) throw error;
      this.log.error(`A text of campaign ${id} could not be queued: ${kindOfFailure(error)}`);
      const { id: recipientId, hadFault } = tried;
      await this.campaigns.hold(id, () => (hadFault ? this.giveUp(recipientId) : this.putOff(recipientId)));
      return 1;
    }
  }

  private feed(id: number, most: number, tries: (turn: Turn) => void): Promise<number> {
    return this.campaigns.hold(id, async (campaign) => {
      if (campaign.status !== 'sending') return 0;
      const number = await this.database.manager.findOneByOrFail(ProgramNumber, { id: campaign.programNumberId });
      const room = Math.min(most, await this.room(number));
      if (room <= 0) return 0;
      const turns = await this.turns.next(campaign, room, this.clock.now());
      if (!turns.length) return 0;
      const around = await this.around(campaign, number);
      const ids = [...new Set(turns.map(({ contactId }) => contactId))];
      const values = await this.values.of(ids, around.sender, around.mergeable);
      for (const turn of turns) {
        tries(turn);
        await this.give(turn, around, values.get(turn.contactId) ?? new Map());
      }
      return turns.length;
    });
  }

  // Another process may have been quicker, and the text may be queued by now.
  private putOff(recipientId: number) {
    return this.database.run(
      `UPDATE campaign_recipients SET due_at = ?, detail = ? WHERE id = ? AND state = 'waiting'`,
      [new Date(this.clock.now().getTime() + afterFault), fault, recipientId],
    );
  }

  private giveUp(recipientId: number) {
    return this.database.run(
      `UPDATE campaign_recipients SET state = 'skipped', reason = 'fault', detail = NULL WHERE id = ? AND state = 'waiting'`,
      [recipientId],
    );
  }

  // How many more texts may wait in the queue of this number.
  private async room({ id, segmentsPerMinute }: ProgramNumber): Promise<number> {
    const ahead = Math.ceil((segmentsPerMinute / 60) * aheadSeconds);
    const most = Math.min(mostAhead, Math.max(fewestAhead, ahead));
    const waiting = await this.database.count(
      `messages WHERE status = 'queued' AND program_number_id = ? AND is_bulk = 1 AND due_at <= ?`,
      [id, this.clock.now()],
      mostAhead,
    );
    return most - waiting;
  }

  private async around(campaign: Campaign, number: ProgramNumber): Promise<Around> {
    const sender = await this.campaigns.senderOf(campaign);
    const mergeable = await this.values.mergeable(campaign.programId);
    const steps = await this.campaigns.steps(campaign.id);
    const [program] = await this.database.query<{ time_zone: string }>('SELECT time_zone FROM programs WHERE id = ?', [
      campaign.programId,
    ]);
    return {
      campaign,
      number,
      sender,
      mergeable,
      steps: steps.map((step) => Object.assign(step, { parts: parse(step.body, mergeable.fields).parts })),
      programZone: program!.time_zone,
    };
  }

  private async give(turn: Turn, around: Around, values: Values) {
    const step = around.steps.find(({ position }) => position === turn.step)!;
    const reason = reasonAgainst(turn, step);
    if (reason) return this.skip(turn, reason);
    const now = this.clock.now();
    const early = tooEarly(turn, step, now);
    if (early) return this.change(turn, { dueAt: early });
    const { text, missing, isTooLong } = merged(step.parts, values);
    if (missing.length) return this.skip(turn, 'no-value', missing.join(', ').slice(0, 190));
    if (!visible(text)) return this.skip(turn, 'no-value');
    if (isTooLong) return this.skip(turn, 'too-long', `${text.length} characters`);
    const until = quietUntil(zonesOf({ zone: turn.zone, number: turn.number }, around.programZone), now);
    if (until) return this.change(turn, { dueAt: until });
    await this.queue(turn, text, around, now);
    const next = around.steps.find(({ position }) => position === turn.step + 1);
    if (!next) return;
    const { contactId, number } = turn;
    const dueAt = new Date(now.getTime() + next.waitDays * day);
    const waiting = recipientOf(around.campaign, next.position, { contactId, number, reason: null }, dueAt);
    await this.database.insert(CampaignRecipient, waiting);
  }

  private async queue(turn: Turn, text: string, { campaign, number }: Around, now: Date) {
    const conversation = await this.threads.between(number, { id: turn.contactId }, turn.number, now);
    conversation.send(text, campaign.kind, now, campaign.createdById);
    const [message] = conversation.made.messages;
    await this.threads.save(conversation);
    await this.change(turn, {
      ...{ state: 'queued', detail: null },
      conversationId: conversation.id,
      messageId: message!.id,
    });
  }

  private skip(turn: Turn, reason: SkipReason, detail: string | null = null) {
    return this.change(turn, { state: 'skipped', reason, detail });
  }

  private async change({ id }: Turn, columns: Partial<CampaignRecipient>) {
    await this.database.update(CampaignRecipient, id, columns);
  }
}

function reasonAgainst(turn: Turn, step: CampaignStep): SkipReason | null {
  if (turn.isOptedOut) return 'opted-out';
  if (turn.isNumberGone) return 'number-gone';
  if (turn.last?.outcome && notArrived.includes(turn.last.outcome)) return 'not-delivered';
  if (turn.step > 1 && step.onlyIfNoReply && turn.hasAnswered) return 'replied';
  return turn.wasTextedToday ? 'texted-today' : null;
}

// The days count from when the text before it left, which a pause or the provider may have held up.
function tooEarly({ last }: Turn, { waitDays }: CampaignStep, now: Date): Date | null {
  if (!last) return null;
  if (!last.leftAt) return new Date(now.getTime() + hour);
  const due = new Date(last.leftAt.getTime() + waitDays * day);
  return due.getTime() - now.getTime() > hour ? due : null;
}
