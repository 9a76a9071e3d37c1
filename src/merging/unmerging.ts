import { Injectable } from '@nestjs/common';
import { OptOuts } from '../consent/opt-outs.js';
import { ContactHistory } from '../contacts/contact-history.js';
import { ContactType } from '../contacts/contact-type.js';
import { Contacts } from '../contacts/contacts.js';
import { threadKey } from '../conversations/conversation.js';
import { Conversations } from '../conversations/conversations.js';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { ContactMerge, undoableForDays } from './contact-merge.js';
import { DuplicateSearch } from './duplicate-search.js';
import { Merges } from './merges.js';
import { MergeStep } from './merge-step.js';
import { ReturningIds } from './returning-ids.js';
import { ThreadMerge } from './thread-merge.js';
import { WayBack } from './way-back.js';

/** Makes two contacts again of one. What came since then stays where it is. */
@Injectable()
export class Unmerging {
  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly merges: Merges,
    private readonly threads: ThreadMerge,
    private readonly returningIds: ReturningIds,
    private readonly duplicateSearch: DuplicateSearch,
    private readonly conversations: Conversations,
    private readonly history: ContactHistory,
    private readonly optOuts: OptOuts,
    private readonly clock: Clock,
  ) {}

  /** Undoes a merge; the id of the contact that is back. The same form again finds it undone, and does nothing. */
  undo(id: number, keptId: number, by: Member): Promise<number> {
    return this.database.transaction(async () => {
      // Held, so that nothing arrives for the contact, or is merged into it, meanwhile.
      await this.database.locked(this.contacts.visibleTo(by).andWhere('contact.id = :keptId', { keptId })).getOne();
      const merge = await this.merges.find(id, keptId, by);
      if (merge.undoneAt) return merge.goneId;
      await this.refuse(merge);
      await this.threads.held([keptId]);
      await this.takeBack(merge);
      await this.returnThreads(merge);
      await this.recall(merge);
      const now = this.clock.now();
      await this.tell(merge, by, now);
      await this.database.update(ContactMerge, id, { undoneAt: now });
      for (const table of ['merged_threads', 'merge_steps'])
        await this.database.run(`DELETE FROM ${table} WHERE merge_id = ?`, [id]);
      // Both are as old again as they were, so that the search would not notice them.
      await this.duplicateSearch.look([keptId, merge.goneId], merge.programId);
      return merge.goneId;
    });
  }

  /** Why it can’t be undone now, as a sentence; nothing when it can. */
  async obstacle(merge: ContactMerge): Promise<string | null> {
    if (!this.merges.isUndoable(merge)) return `A merge can be undone for ${undoableForDays} days.`;
    const latest = await this.merges.latest(merge.keptId);
    return latest && latest.id !== merge.id
      ? `${latest.goneName} was merged into this contact later. Undo that merge first.`
      : this.returningIds.obstacle(merge);
  }

  private async refuse(merge: ContactMerge) {
    const obstacle = await this.obstacle(merge);
    if (obstacle) throw new Refusal(obstacle);
  }

  private async takeBack(merge: ContactMerge) {
    const { id, keptId } = merge;
    const wayBack = new WayBack(this.database);
    const steps = await this.database.manager.find(MergeStep, { where: { mergeId: id }, order: { id: 'DESC' } });
    const [kept] = await wayBack.rows('contacts', { id: keptId });
    for (const { step } of steps) {
      if (step.kind === 'removed' && step.table === 'contacts') await this.keepType(step.row, kept!);
      await wayBack.take(step).catch(async (error: unknown) => {
        // Somebody may have been given an external ID of theirs a moment ago.
        if (isDuplicate(error)) await this.refuse(merge);
        throw error;
      });
    }
  }

  // Its Contact Type may have been deleted since; then it comes back as one of the type of the other.
  private async keepType(gone: { [column: string]: unknown }, kept: { [column: string]: unknown }) {
    const isThere = await this.database.manager.existsBy(ContactType, { id: Number(gone['contact_type_id']) });
    if (!isThere) gone['contact_type_id'] = kept['contact_type_id'];
  }

  // A number that only the other had goes back with its threads, those that began since then included: what a person
  // wrote stays with the number that they wrote it on.
  private async returnThreads({ keptId, goneId, at }: ContactMerge) {
    const strays = await this.database.query<{ id: number; program_number_id: number; number: string }>(
      `SELECT thread.id, thread.program_number_id, thread.number FROM conversations thread
       JOIN phone_numbers phone ON phone.contact_id = ? AND phone.number = thread.number
       WHERE thread.contact_id = ? AND thread.created_at >= ? AND NOT EXISTS
         (SELECT 1 FROM phone_numbers own WHERE own.contact_id = thread.contact_id AND own.number = thread.number)`,
      [goneId, keptId, at],
    );
    for (const { id, program_number_id: programNumberId, number } of strays)
      await this.database.run('UPDATE conversations SET contact_id = ?, thread_key = ? WHERE id = ?', [
        goneId,
        threadKey(programNumberId, goneId, number),
        id,
      ]);
  }

  // A number that neither had had any more may be that of somebody who was erased since.
  private async recall({ programId, keptId, goneId }: ContactMerge) {
    const rows = await this.database.query<{ number: string }>(
      'SELECT number FROM phone_numbers WHERE contact_id IN (?, ?)',
      [keptId, goneId],
    );
    const numbers = [...new Set(rows.map(({ number }) => number))];
    await this.optOuts.recall(programId, numbers, this.clock.now());
  }

  private async tell({ id, programId, keptId, goneId, goneName }: ContactMerge, by: Member, now: Date) {
    const parted = await this.database.query<{ kept_id: number }>(
      'SELECT kept_id FROM merged_threads WHERE merge_id = ?',
      [id],
    );
    for (const thread of await this.threads.held([keptId, goneId])) {
      if (thread.contactId === keptId && !parted.some((each) => each.kept_id === thread.id)) continue;
      await this.threads.point(thread);
      thread.record('unmerged', now, by, { contact: goneName });
      await this.conversations.save(thread);
    }
    const told = { programId, kind: 'unmerged' as const, byUserId: by.userId, at: now };
    const kept = await this.contacts.find(keptId, by);
    await this.history.note([
      { ...told, contactId: keptId, source: goneName.slice(0, 190) },
      { ...told, contactId: goneId, source: kept.name.slice(0, 190) },
    ]);
  }
}
