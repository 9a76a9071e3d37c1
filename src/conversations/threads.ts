import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Contact } from '../contacts/contact.js';
import type { Particulars } from '../events/event.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Conversation, threadKey } from './conversation.js';
import { Conversations } from './conversations.js';

/** Finds the thread that a text belongs to, or begins it. Every method works inside the caller's transaction. */
@Injectable()
export class Threads {
  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
  ) {}

  /** The thread of a contact (or of an unknown sender) on a number, held until the transaction ends. */
  async between(
    programNumber: ProgramNumber,
    contact: Pick<Contact, 'id'> | null,
    number: string,
    now: Date,
  ): Promise<Conversation> {
    const key = threadKey(programNumber.id, contact?.id ?? null, number);
    const known = await this.held(key);
    if (known) return known;
    if (!contact) {
      // The first texts of an unknown sender wait for each other here; a contact's wait for the contact.
      await this.database.hold(ProgramNumber, programNumber.id);
      // Whoever linked the number meanwhile took its thread away: what comes now is that contact's too.
      const { contact: owner } = await this.whoHas(programNumber.programId, number);
      if (owner) return this.between(programNumber, owner, number, now);
    }
    const conversation = Conversation.between(programNumber, contact, number, now);
    await this.database.insertOnce(Conversation, { ...conversation } as never);
    return (await this.held(key))!;
  }

  /**
   * Whose number this is: the contact whom we texted last on it, else the one updated last. Holds the contact's row,
   * so that several first texts of one person at once wait for each other. `others` share the number.
   */
  async whoHas(programId: number, number: string): Promise<{ contact: Contact | null; others: number }> {
    const rows = await this.database.query<{ contact_id: number }>(
      `SELECT phone.contact_id,
         (SELECT MAX(message.id) FROM conversations conversation JOIN messages message ON message.conversation_id = conversation.id
          WHERE conversation.contact_id = phone.contact_id AND conversation.number = phone.number
            AND message.direction = 'outbound') AS texted
       FROM phone_numbers phone JOIN contacts contact ON contact.id = phone.contact_id
       WHERE phone.program_id = ? AND phone.number = ?
       ORDER BY COALESCE(texted, 0) DESC, contact.updated_at DESC, contact.id DESC`,
      [programId, number],
    );
    const [first] = rows;
    if (!first) return { contact: null, others: 0 };
    const contact = await this.database.hold(Contact, first.contact_id);
    // Whoever had it was merged into somebody else while this waited for them.
    return contact ? { contact, others: rows.length - 1 } : this.whoHas(programId, number);
  }

  /** All threads of the program with a number on the other side, held until the transaction ends; but for one. */
  on(programId: number, number: string, id = 0): Promise<Conversation[]> {
    const query = this.database.manager
      .createQueryBuilder(Conversation, 'conversation')
      .where('conversation.programId = :programId AND conversation.number = :number', { programId, number })
      .andWhere('conversation.isListed = 1 AND conversation.id <> :id', { id })
      .orderBy('conversation.id');
    return this.database.locked(query).getMany();
  }

  /** An opt-out or opt-in holds for the number: each of its other threads gets the line, and every open page of one shows it. */
  async tellOthers(conversation: Conversation, kind: 'opted-out' | 'opted-in', said: Particulars, now: Date) {
    const { id, programId, number } = conversation;
    for (const other of await this.on(programId, number, id)) {
      other.record(kind, now, null, said);
      await this.save(other);
    }
  }

  save(conversation: Conversation) {
    return this.conversations.save(conversation);
  }

  private held(key: string) {
    const query = this.database.manager
      .createQueryBuilder(Conversation, 'conversation')
      .where('conversation.thread_key = :key', { key });
    return this.database.locked(query).getOne();
  }
}
