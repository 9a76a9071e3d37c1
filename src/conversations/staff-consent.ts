import { Injectable } from '@nestjs/common';
import type { ConsentChange } from '../consent/consent-change.js';
import { OptOuts } from '../consent/opt-outs.js';
import { OptOutWishes } from '../consent/opt-out-wishes.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { legible } from '../programs/legible.js';
import { NotAllowed, Refusal } from '../refusal.js';
import { mayHandle } from './abilities.js';
import type { Conversation, SenderState } from './conversation.js';
import { Conversations } from './conversations.js';
import { Threads } from './threads.js';
import { UnknownSenders } from './unknown-senders.js';

/** What a form says of why somebody is opted back in. */
export interface Agreement {
  reason?: unknown;
  /** Whether the person asked for texts themself. */
  agreed?: unknown;
}

const longestReason = 500;

/** Opts numbers out and back in for people who said so to staff, in whatever words. */
@Injectable()
export class StaffConsent {
  constructor(
    private readonly database: Database,
    private readonly optOuts: OptOuts,
    private readonly wishes: OptOutWishes,
    private readonly threads: Threads,
    private readonly conversations: Conversations,
    private readonly senders: UnknownSenders,
    private readonly clock: Clock,
  ) {}

  /** Who may opt a conversation's number out: whoever may answer there, and whoever looks after contacts. */
  static mayOptOut(member: Member, conversation: { assigneeId: number | null }): boolean {
    return mayHandle(member, conversation) || member.can('edit-contacts');
  }

  /** Opts the number of a conversation out, at once and for everything that sends. */
  async optOut(conversationId: number, reason: unknown, by: Member): Promise<void> {
    const conversation = await this.conversations.find(conversationId, by);
    if (!StaffConsent.mayOptOut(by, conversation)) throw new NotAllowed('This conversation is not yours to answer.');
    await this.write('opt-out', conversation.number, worded(reason), by);
  }

  /** Opts the number of a conversation back in. */
  async optIn(conversationId: number, agreement: Agreement, by: Member): Promise<void> {
    const conversation = await this.conversations.find(conversationId, by);
    await this.write('opt-in', conversation.number, reasonIn(agreement), by);
  }

  /** The same for a number of a contact. The caller has made sure that it is one, and that `by` may. */
  async set(change: ConsentChange['change'], number: string, agreement: Agreement, by: Member): Promise<void> {
    const reason = change === 'opt-in' ? reasonIn(agreement) : worded(agreement.reason);
    await this.write(change, number, reason, by);
  }

  /** What was taken for a wish to opt out is none. */
  async dismiss(conversationId: number, by: Member): Promise<void> {
    await this.conversations.change(conversationId, by, async (conversation) => {
      if (!mayHandle(by, conversation)) throw new NotAllowed('This conversation is not yours to answer.');
      const now = this.clock.now();
      if (await this.wishes.dismiss(by.programId, conversation.number, by.userId, now))
        conversation.record('wish-dismissed', now, by);
    });
  }

  /** Opts an unknown sender out, who asked for it in a text. */
  optOutUnknown(threadId: number, by: Member): Promise<SenderState | null> {
    return this.database.transaction(async () => {
      const thread = await this.senders.thread(threadId, by);
      await this.write('opt-out', thread.number, 'Asked for it in a text', by, [thread]);
      return thread.senderState;
    });
  }

  /** What was taken for a wish of an unknown sender is none. */
  dismissUnknown(threadId: number, by: Member): Promise<SenderState | null> {
    return this.database.transaction(async () => {
      const thread = await this.senders.thread(threadId, by);
      const now = this.clock.now();
      if (await this.wishes.dismiss(by.programId, thread.number, by.userId, now)) {
        thread.record('wish-dismissed', now, by);
        await this.threads.save(thread);
      }
      return thread.senderState;
    });
  }

  // In every thread of the number, because it holds for the number; and in an unknown sender's.
  private write(
    change: ConsentChange['change'],
    number: string,
    reason: string | null,
    by: Member,
    unknown: Conversation[] = [],
  ): Promise<void> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const { programId, userId: byUserId } = by;
      const threads = [...unknown, ...(await this.threads.on(programId, number))];
      const [first] = threads;
      const line = { programId, number, source: 'staff' as const, byUserId, reason, at: now };
      const details = { ...line, conversationId: first?.id ?? null };
      const isNew = change === 'opt-out' ? await this.optOuts.add(details) : await this.optOuts.lift(details);
      if (!isNew) return;
      for (const thread of threads) {
        thread.record(change === 'opt-out' ? 'opted-out' : 'opted-in', now, by, reason ? { reason } : {});
        await this.threads.save(thread);
      }
    });
  }
}

function worded(said: unknown): string | null {
  const reason = typeof said === 'string' ? legible(said).replace(/\s+/g, ' ') : '';
  if (reason.length > longestReason) throw new Refusal(`A reason can have ${longestReason} characters.`, 'reason');
  return reason || null;
}

// A mistake here is what regulators ask about: it takes a reason, and the person's own wish.
function reasonIn({ reason: said, agreed }: Agreement): string {
  const reason = worded(said);
  if (!reason) throw new Refusal('Say how and when they asked to get texts again.', 'reason');
  if (agreed !== '1') throw new Refusal('Only somebody who asked for it may be opted back in.', 'agreed');
  return reason;
}
