import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { FormerNumber } from '../programs/former-number.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Refusal } from '../refusal.js';
import type { NumberDetails } from './numbers-form.js';

/** The numbers of a program, as its settings show and change them. */
@Injectable()
export class Numbers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The default one first. */
  of(member: Member): Promise<ProgramNumber[]> {
    return this.database.manager.find(ProgramNumber, {
      where: { programId: member.programId },
      order: { isDefault: 'DESC', label: 'ASC', id: 'ASC' },
    });
  }

  async find(id: number, member: Member): Promise<ProgramNumber> {
    const number = await this.database.locked(this.one(id, member)).getOne();
    if (!number) throw new NotFoundException();
    return number;
  }

  /** What refers to it, so that it can't be removed: conversations, or campaigns, drafts included. */
  async useOf({ id }: ProgramNumber): Promise<'conversations' | 'campaigns' | null> {
    for (const table of ['conversations', 'campaigns'] as const) {
      const [used] = await this.database.query(`SELECT id FROM ${table} WHERE program_number_id = ? LIMIT 1`, [id]);
      if (used) return table;
    }
    return null;
  }

  /** Adds a number; the first one of a program is its default. */
  add({ number, ...details }: NumberDetails & { number: string }, by: Member): Promise<void> {
    return this.database.transaction(async () => {
      const isFirst = !(await this.database.manager.existsBy(ProgramNumber, { programId: by.programId }));
      const added = Object.assign(ProgramNumber.of(by.programId, number, details.label, isFirst), details);
      if (await this.database.insertOnce(ProgramNumber, { ...added })) return;
      const isOwn = await this.database.manager.existsBy(ProgramNumber, { programId: by.programId, number });
      throw new Refusal(
        isOwn ? 'This number is in the list already.' : 'This number belongs to another program already.',
        'number',
      );
    });
  }

  describe(id: number, by: Member, details: NumberDetails): Promise<void> {
    return this.database.transaction(async () => {
      await this.find(id, by);
      await this.database.manager.update(ProgramNumber, { id }, { ...details });
    });
  }

  /** From now on it is the number that texts are sent from unless another one is chosen. */
  makeDefault(id: number, by: Member): Promise<void> {
    return this.database.transaction(async () => {
      await this.find(id, by);
      await this.database.run(
        'UPDATE program_numbers SET is_default = CASE WHEN id = ? THEN 1 ELSE 0 END WHERE program_id = ?',
        [id, by.programId],
      );
    });
  }

  remove(id: number, by: Member): Promise<void> {
    return this.database.transaction(async () => {
      const number = await this.find(id, by);
      if (number.isDefault) throw new Refusal('This is the default number. Make another one the default first.');
      const use = await this.useOf(number);
      if (use) throw new Refusal(`This number has ${use}, so it can’t be removed.`);
      await this.database.manager.delete(ProgramNumber, { id });
      await this.remember(number);
    });
  }

  // What is still sent to it may hold words of people who wrote to this program.
  private async remember({ programId, number }: ProgramNumber) {
    await this.database.manager.delete(FormerNumber, { number });
    await this.database.insert(FormerNumber, { programId, number, removedAt: this.clock.now() });
  }

  private one(id: number, { programId }: Member) {
    return this.database.manager
      .createQueryBuilder(ProgramNumber, 'number')
      .where('number.id = :id AND number.programId = :programId', { id, programId });
  }
}
