import { Injectable, NotFoundException } from '@nestjs/common';
import { type Selection, Selections } from '../contacts/selection.js';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { inDigits } from '../web/digits.js';
import type { Alteration } from './alteration.js';
import { ContactEdit } from './contact-edit.js';

/** The most contacts of one edit: the rows that say who they are, are written at once. */
export const mostEdited = 100_000;

export interface Wish {
  selection: Selection;
  contactTypeId: number;
  alterations: Alteration[];
  /** Of the form, used once; null without one. */
  formToken: string | null;
}

/** The edits of a program. */
@Injectable()
export class ContactEdits {
  constructor(
    private readonly database: Database,
    private readonly selections: Selections,
    private readonly clock: Clock,
  ) {}

  /** Notes down what is to be done and with whom, as of now. Nothing is changed yet. The same form again finds what it made. */
  async draft({ selection, ...wish }: Wish, by: Member): Promise<ContactEdit> {
    const { sql, values } = await this.selections.condition(selection, by);
    const backTo = (await this.selections.urlOf(selection, by)).slice(0, 600);
    const { programId, userId } = by;
    try {
      return await this.database.transaction(async () => {
        const edit = ContactEdit.draft({ programId, userId, backTo, ...wish }, this.clock.now());
        await this.database.manager.save(edit);
        edit.total = await this.database.run(
          `INSERT INTO contact_edit_items (edit_id, contact_id)
           SELECT ?, contact.id FROM contacts contact WHERE ${sql} ORDER BY contact.id LIMIT ${mostEdited + 1}`,
          [edit.id, ...values],
        );
        if (!edit.total) throw new Refusal('Select at least one contact.', 'form');
        if (edit.total > mostEdited) throw tooMany;
        return this.database.manager.save(edit);
      });
    } catch (error) {
      const { formToken } = wish;
      const known =
        formToken && isDuplicate(error) && (await this.database.manager.findOneBy(ContactEdit, { formToken }));
      if (!known) throw error;
      return known;
    }
  }

  /** One, or 404. */
  async find(id: number, { programId }: Member): Promise<ContactEdit> {
    const found = await this.database.manager.findOneBy(ContactEdit, { id, programId });
    if (!found) throw new NotFoundException();
    return found;
  }

  /** Every change of an edit passes through here: hold its row, change, save. */
  change(id: number, { programId }: Member, verb: (held: ContactEdit, now: Date) => void): Promise<void> {
    return this.hold(id, async (held) => {
      if (held.programId !== programId) throw new NotFoundException();
      verb(held, this.clock.now());
    });
  }

  /** The same for those who carry it out: meanwhile nobody cancels it or goes on with it. */
  hold<T>(id: number, work: (held: ContactEdit) => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      const held = await this.database.hold(ContactEdit, id);
      if (!held) throw new NotFoundException();
      const result = await work(held);
      await this.database.manager.save(held);
      return result;
    });
  }
}

const tooMany = new Refusal(
  `Up to ${inDigits(mostEdited)} contacts can be edited at once. Choose fewer with a filter, and the others after them.`,
  'form',
);
