import { Injectable, Logger } from '@nestjs/common';
import { Contact } from '../contacts/contact.js';
import { Conversation } from '../conversations/conversation.js';
import { Conversations } from '../conversations/conversations.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { StaffChanges } from '../people/staff-changes.js';
import { befallsAll } from '../programs/befalls-all.js';
import { Clock } from '../programs/clock.js';
import { kindOfFailure } from '../programs/kind-of-failure.js';
import { Program } from '../programs/program.js';
import { Recurring } from '../programs/recurring.js';
import { Availabilities, isAvailable } from './availability.js';
import { RoutedAssignment } from './routed-assignment.js';

interface Waiting {
  id: number;
  contact_id: number;
  awaits_routing_since: string | Date;
}

const slice = 50;
/** However little seems to have changed (a contact's property, say), everybody is looked at again after that. */
const anyway = 60_000;

/** What found nobody waits here, oldest first, until somebody is back or has room. */
@Injectable()
export class WaitingLine extends Recurring {
  private readonly log = new Logger('WaitingLine');
  private readonly looked = new Map<number, { at: number; signature: string }>();

  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly assignment: RoutedAssignment,
    private readonly availabilities: Availabilities,
    private readonly staffChanges: StaffChanges,
    private readonly clock: Clock,
  ) {
    super();
  }

  override onApplicationBootstrap() {
    this.staffChanges.changed.subscribe(() => this.nudge());
    super.onApplicationBootstrap();
  }

  /** Goes through the line of every program in which something has changed for it. */
  override async round(): Promise<boolean> {
    const programs = await this.database.query<{ id: number; time_zone: string }>(
      `SELECT id, time_zone FROM programs WHERE allows_auto_assignment = 1
         AND id IN (SELECT program_id FROM conversations WHERE awaits_routing_since IS NOT NULL)`,
    );
    for (const { id, time_zone: timeZone } of programs) await this.look(id, timeZone);
    return false;
  }

  // Everybody is away, nothing has changed: there is nothing to do, however long the line.
  private async look(programId: number, timeZone: string) {
    const signature = await this.signature(programId, timeZone);
    const last = this.looked.get(programId);
    const now = Date.now();
    if (last && last.signature === signature && now - last.at < anyway) return;
    await this.drain(programId, timeZone);
    this.looked.set(programId, { at: now, signature: await this.signature(programId, timeZone) });
  }

  private async drain(programId: number, timeZone: string) {
    const program = await this.database.manager.findOneByOrFail(Program, { id: programId });
    let after: Waiting | undefined;
    while ((await this.there(programId, timeZone)).length) {
      const line = await this.next(programId, after);
      for (const waiting of line) await this.attend(waiting, program);
      after = line.at(-1);
      if (line.length < slice) return;
    }
  }

  // What is wrong with one of them must not keep the others waiting.
  private async attend(waiting: Waiting, program: Program) {
    try {
      if (await this.findsSomebody(waiting, program)) await this.retry(waiting);
    } catch (error) {
      if (befallsAll(error)) throw error;
      this.log.error(`Conversation ${waiting.id} goes on waiting: ${kindOfFailure(error)}`);
    }
  }

  // Oldest first. What was looked at and found nobody is passed.
  private next(programId: number, after: Waiting | undefined): Promise<Waiting[]> {
    const since = after ? asDate(after.awaits_routing_since) : new Date(0);
    return this.database.query<Waiting>(
      `SELECT id, contact_id, awaits_routing_since FROM conversations
       WHERE program_id = ? AND awaits_routing_since IS NOT NULL
         AND (awaits_routing_since > ? OR (awaits_routing_since = ? AND id > ?))
       ORDER BY awaits_routing_since, id LIMIT ${slice}`,
      [programId, since, since, after?.id ?? 0],
    );
  }

  // A look that holds nothing: most of a long line finds nobody, and what arrives meanwhile must not wait for it.
  private async findsSomebody({ contact_id: contactId }: Waiting, program: Program): Promise<boolean> {
    const { decision } = await this.assignment.preview(contactId, program, this.clock.now());
    return decision.person !== null;
  }

  // The contact first, then the conversation: everybody holds them in this order.
  private retry({ id, contact_id: contactId }: Waiting): Promise<void> {
    return this.database.transaction(async () => {
      await this.database.hold(Contact, contactId);
      const conversation = await this.database.hold(Conversation, id);
      if (!conversation?.awaitsRoutingSince) return;
      if (await this.assignment.assign(conversation, this.clock.now())) await this.conversations.save(conversation);
    });
  }

  private async signature(programId: number, timeZone: string): Promise<string> {
    const there = await this.there(programId, timeZone);
    const [tables] = await this.database.query<{ edits: number | string | null }>(
      'SELECT SUM(version) AS edits FROM routing_tables WHERE program_id = ?',
      [programId],
    );
    return `${there.join(' ')} / ${tables?.edits ?? 0}`;
  }

  // Who can be given a conversation now.
  private async there(programId: number, timeZone: string): Promise<number[]> {
    const people = await this.availabilities.of(programId, timeZone, this.clock.now());
    return [...people.values()].filter(isAvailable).map(({ userId }) => userId);
  }
}
