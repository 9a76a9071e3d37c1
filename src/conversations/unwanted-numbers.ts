import { Injectable, NotFoundException } from '@nestjs/common';
import { In } from 'typeorm';
import { line, tooLong } from '../contacts/typed.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { Conversation, type SenderState } from './conversation.js';
import { Conversations } from './conversations.js';
import { longestReason, UnwantedNumber, type Unwanted } from './unwanted-number.js';

/** Numbers of which an office does not want to hear: spam, and who is blocked. */
@Injectable()
export class UnwantedNumbers {
  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly clock: Clock,
  ) {}

  /** Where a text of a number that belongs to no contact goes. */
  async stateOf(programId: number, number: string): Promise<SenderState> {
    const found = await this.database.manager.findOneBy(UnwantedNumber, { programId, number });
    return found?.kind ?? 'waiting';
  }

  /** What is known of these numbers, with who said so. */
  of(numbers: string[], { programId }: Member): Promise<UnwantedNumber[]> {
    if (!numbers.length) return Promise.resolve([]);
    return this.database.manager.find(UnwantedNumber, {
      where: { programId, number: In(numbers) },
      relations: { by: true },
    });
  }

  /** Puts the numbers of these senders aside, with all that they have texted and will. Those who are gone by now are passed over. */
  putAside(kind: Unwanted, senderIds: number[], by: Member, why = ''): Promise<void> {
    const reason = line(why);
    const problem = tooLong(reason.length, longestReason);
    if (problem) throw new Refusal(problem, 'reason');
    return this.database.transaction(async () => {
      const threads = await this.threads(senderIds, by);
      const numbers = [...new Set(threads.map(({ number }) => number))].sort();
      await this.mustBeUnknown(numbers, by);
      const row = { kind, reason: reason || null, byUserId: by.userId, at: this.clock.now() };
      for (const number of numbers) await this.write(number, row, by);
      for (const thread of threads) await this.sort(thread, kind, by, reason);
    });
  }

  /** Takes that back: the texts wait in Unknown senders again. */
  bringBack(kind: Unwanted, senderIds: number[], by: Member): Promise<void> {
    return this.database.transaction(async () => {
      for (const thread of await this.threads(senderIds, by)) {
        if (thread.senderState !== kind) continue;
        await this.forget(thread);
        await this.sort(thread, 'waiting', by);
      }
    });
  }

  /** The number has turned out to be somebody's. Part of the caller's transaction. */
  async forget({ programId, number }: Pick<Conversation, 'programId' | 'number'>): Promise<void> {
    const values = [programId, number];
    await this.database.run('DELETE FROM unwanted_numbers WHERE program_id = ? AND number = ?', values);
    await this.sortAll('waiting', programId, number);
  }

  private async write(number: string, row: Partial<UnwantedNumber>, { programId }: Member) {
    const { manager } = this.database;
    if (!(await this.database.insertOnce(UnwantedNumber, { ...row, programId, number })))
      await manager.update(UnwantedNumber, { programId, number }, row);
    await this.sortAll(row.kind!, programId, number);
  }

  // A number may have texted several numbers of ours: what is said of it holds for each thread.
  private sortAll(state: SenderState, programId: number, number: string) {
    return this.database.run(
      `UPDATE conversations SET sender_state = ? WHERE program_id = ? AND number = ? AND contact_id IS NULL
         AND sender_state IS NOT NULL`,
      [state, programId, number],
    );
  }

  private async sort(thread: Conversation, state: SenderState, by: Member, reason = '') {
    thread.sortSender(state, by, this.clock.now(), reason);
    await this.conversations.save(thread);
  }

  // In the order of their ids, so that two people who mark the same ones don't wait for each other in a ring.
  private async threads(ids: number[], { programId }: Member): Promise<Conversation[]> {
    const query = this.database.manager
      .createQueryBuilder(Conversation, 'conversation')
      .where('conversation.id IN (:...ids) AND conversation.programId = :programId', { ids: [0, ...ids], programId })
      .andWhere('conversation.contactId IS NULL AND conversation.senderState IS NOT NULL')
      .orderBy('conversation.id');
    const threads = await this.database.locked(query).getMany();
    if (!threads.length) throw new NotFoundException();
    return threads;
  }

  private async mustBeUnknown(numbers: string[], { programId }: Member) {
    const [owner] = await this.database.query<{ first_name: string; last_name: string }>(
      `SELECT contact.first_name, contact.last_name FROM phone_numbers phone JOIN contacts contact ON contact.id = phone.contact_id
       WHERE phone.program_id = ? AND phone.number IN (${marks(numbers)}) ORDER BY contact.id LIMIT 1`,
      [programId, ...numbers],
    );
    if (!owner) return;
    const name = `${owner.first_name} ${owner.last_name}`.trim();
    throw new Refusal(`This number now belongs to ${name}. Link the texts; a contact can be opted out instead.`, 'ids');
  }
}
