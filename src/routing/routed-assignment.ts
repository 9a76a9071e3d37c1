import { Injectable } from '@nestjs/common';
import { ContactFacts } from '../contacts/facts.js';
import { Fields } from '../contacts/fields.js';
import { AutoAssignment } from '../conversations/auto-assignment.js';
import type { Conversation } from '../conversations/conversation.js';
import { Database } from '../database/database.js';
import { isAway } from '../people/absence.js';
import { Members } from '../people/members.js';
import { Program } from '../programs/program.js';
import { Availabilities, type Availability, isEligible, type People, standInFor, whyNot } from './availability.js';
import { decide, type Found, type Nobody } from './decision.js';
import { ContactRelationships } from './relationships.js';
import { RoutingTurn } from './routing-turn.js';

/** Auto-assignment by User Relationships and Routing Tables. */
@Injectable()
export class RoutedAssignment extends AutoAssignment {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly fields: Fields,
    private readonly facts: ContactFacts,
    private readonly relationships: ContactRelationships,
    private readonly availabilities: Availabilities,
  ) {
    super();
  }

  override async follow(conversation: Conversation, now: Date): Promise<void> {
    const happened = new Set(conversation.made.events.map(({ kind }) => kind));
    const hasOpened = happened.has('opened') || happened.has('reopened');
    const hasText = happened.has('received');
    if (!conversation.isOpen || conversation.contactId === null || !(hasOpened || hasText)) return;

    const program = await this.database.manager.findOneByOrFail(Program, { id: conversation.programId });
    const { assigneeId } = conversation;
    if (assigneeId === null) {
      if (hasOpened && program.allowsAutoAssignment) await this.route(conversation, program, now);
      return;
    }
    // Held, because a deactivation under way passes on what is open by its own end, and would not see this one.
    const owner = await this.members[hasOpened ? 'hold' : 'find'](assigneeId, program.id);
    if (!owner?.handlesConversations || isAway(owner, now))
      await this.relieve(conversation, assigneeId, hasText, program, now);
  }

  override async assign(conversation: Conversation, now: Date): Promise<boolean> {
    if (!conversation.isOpen || conversation.assigneeId !== null) return false;
    const program = await this.database.manager.findOneByOrFail(Program, { id: conversation.programId });
    if (!program.allowsAutoAssignment) return false;
    return this.route(conversation, program, now, 'quietly');
  }

  /** What would be decided now, with nobody's turn moved. */
  async preview(contactId: number, program: Program, now: Date): Promise<{ decision: Found | Nobody; people: People }> {
    const fields = await this.fields.of(program.id);
    const facts = await this.facts.of([contactId], program.id, fields);
    const relationships = await this.relationships.of(contactId);
    const compared = relationships
      .flatMap(({ table }) => table?.rows ?? [])
      .filter(({ givesTo }) => givesTo === 'fewest-open')
      .flatMap(({ users }) => users.map(({ userId }) => userId));
    const people = await this.availabilities.of(program.id, program.timeZone, now, compared);
    return { decision: decide(relationships, facts.get(contactId) ?? new Map(), fields, people), people };
  }

  // Whoever has it keeps it, unless they are gone; or are away when a text comes.
  private async relieve(conversation: Conversation, userId: number, hasText: boolean, program: Program, now: Date) {
    await this.takeTurn(program.id);
    const people = await this.availabilities.of(program.id, program.timeZone, now);
    const owner = people.get(userId);
    const isGone = !owner || !isEligible(owner);
    if (!isGone && !(hasText && owner.isAway)) return;
    const standIn = owner && standInFor(owner, people);
    if (standIn) await this.give(conversation, standIn, `, who stands in: ${whyNot(owner)}`, now);
    else if (program.allowsAutoAssignment || isGone) await this.reroute(conversation, owner, program, now);
  }

  private async reroute(conversation: Conversation, owner: Availability | undefined, program: Program, now: Date) {
    const reason = owner ? whyNot(owner)! : 'The person who had it is gone';
    if (program.allowsAutoAssignment && (await this.route(conversation, program, now, 'quietly'))) return;
    const waits = conversation.awaitsRoutingSince;
    conversation.assignTo(null, null, now, { reason });
    conversation.awaitsRoutingSince = waits;
  }

  private async route(
    conversation: Conversation,
    program: Program,
    now: Date,
    ifNobody: 'say so' | 'quietly' = 'say so',
  ) {
    await this.takeTurn(program.id);
    const contactId = conversation.contactId!;
    const { decision } = await this.preview(contactId, program, now);
    if (decision.person) {
      await this.relationships.keep(contactId, program.id, decision);
      return this.give(conversation, decision.person, decision.how, now);
    }
    if (decision.waits) conversation.awaitsRoutingSince ??= now;
    if (ifNobody === 'say so') conversation.record('not-assigned', now, null, { reason: `${decision.why}.` });
    return false;
  }

  // Held, so that nobody deactivates them or changes their role meanwhile. Whoever is gone already leaves it in the line.
  private async give(conversation: Conversation, to: Availability, how: string, now: Date) {
    const member = await this.members.hold(to.userId, conversation.programId);
    const canHave = member?.handlesConversations ?? false;
    if (canHave) conversation.assignTo(member, null, now, { how });
    else conversation.awaitsRoutingSince ??= now;
    return canHave;
  }

  private async takeTurn(programId: number) {
    const held = () =>
      this.database
        .locked(
          this.database.manager
            .createQueryBuilder(RoutingTurn, 'turn')
            .where('turn.programId = :programId', { programId }),
        )
        .getOne();
    if (await held()) return;
    await this.database.insertOnce(RoutingTurn, { programId });
    await held();
  }
}
