import { Injectable, NotFoundException } from '@nestjs/common';
import { ContactHistory } from '../contacts/contact-history.js';
import { Contacts } from '../contacts/contacts.js';
import type { Typed } from '../contacts/typed.js';
import { asSql } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { bringCampaignTexts, bringListed } from './campaign-texts.js';
import { ContactMerge } from './contact-merge.js';
import { MergedRecord } from './merged-record.js';
import type { Two } from './pairing.js';
import type { Field } from './record-choice.js';
import { mergeRecords } from './record-merge.js';
import { ofContacts } from './references.js';
import { ThreadMerge } from './thread-merge.js';
import { Trail } from './trail.js';

const mostNumbers = 20;

/** Makes one contact of two, in one transaction: whole, or not at all. */
@Injectable()
export class Merging {
  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly record: MergedRecord,
    private readonly threads: ThreadMerge,
    private readonly history: ContactHistory,
    private readonly clock: Clock,
  ) {}

  /** Merges `goneId` into `keptId` as the form says. The same form again finds it done, and does nothing. */
  merge(keptId: number, goneId: number, typed: Typed, by: Member): Promise<void> {
    return this.database.transaction(async () => {
      await this.hold([keptId, goneId], by);
      if (await this.isDone(keptId, goneId, by)) return;
      const two = await this.two(keptId, goneId, by);
      const fields = await this.record.fields(two, typed, by);
      refuse(two, fields, typed);
      const merge = await this.begin(two, by);
      const trail = new Trail(this.database, merge.id);
      await mergeRecords(merge, { ...two, fields }, asSql(merge.at), trail);
      await this.threads.bring(merge, by, trail);
      await bringCampaignTexts(merge, trail);
      await bringListed(merge, trail);
      for (const reference of ofContacts) {
        const { table, column, how } = reference;
        if (how === 'moves') await trail.follow(reference, goneId, keptId);
        if (how === 'goes')
          for (const row of await trail.rows(table, { [column]: goneId })) await trail.remove(table, row);
      }
      await trail.remove('contacts', await trail.row('contacts', goneId));
      await this.note(merge, fields);
    });
  }

  /** Both contacts with what they have, or 404. */
  async two(keptId: number, goneId: number, by: Member): Promise<Two> {
    if (keptId === goneId) throw new NotFoundException();
    const [kept, gone] = [await this.contacts.find(keptId, by), await this.contacts.find(goneId, by)];
    return { kept, gone, ...(await this.record.values(kept, gone)) };
  }

  // In the order of their ids, so that two who merge the same two wait for each other.
  private async hold(ids: number[], by: Member) {
    const query = this.contacts.visibleTo(by).andWhere('contact.id IN (:...ids)', { ids }).orderBy('contact.id');
    await this.database.locked(query).getMany();
  }

  private isDone(keptId: number, goneId: number, { programId }: Member): Promise<boolean> {
    return this.database.manager
      .createQueryBuilder(ContactMerge, 'merge')
      .where('merge.keptId = :keptId AND merge.goneId = :goneId AND merge.programId = :programId', {
        keptId,
        goneId,
        programId,
      })
      .andWhere('merge.undoneAt IS NULL')
      .getExists();
  }

  private begin({ kept, gone }: Two, by: Member): Promise<ContactMerge> {
    const details = { programId: by.programId, keptId: kept.id, goneId: gone.id, goneName: gone.name };
    const merge = { ...details, byUserId: by.userId, at: this.clock.now(), undoneAt: null };
    return this.database.manager.save(Object.assign(new ContactMerge(), merge));
  }

  private note({ programId, keptId, goneName, byUserId, at }: ContactMerge, fields: Field[]) {
    const changes = fields
      .filter(({ result, texts }) => result !== texts.kept)
      .map(({ label, texts, result }) => ({ field: label, from: texts.kept, to: result }));
    const told = {
      programId,
      contactId: keptId,
      kind: 'merged' as const,
      byUserId,
      at,
      source: goneName.slice(0, 190),
    };
    return this.history.note([{ ...told, fields: changes.length ? changes : null }]);
  }
}

/** What both looked like when the form was made: whoever changes one meanwhile is not overruled unseen. */
export const seenOf = ({ kept, gone }: Two) => [kept, gone].map(({ updatedAt }) => updatedAt.getTime()).join('-');

function refuse(two: Two, fields: Field[], typed: Typed) {
  const { kept, gone } = two;
  const name = (column: string) => fields.find((field) => field.column === column)?.result;
  if (!name('firstName') && !name('lastName')) throw new Refusal('Keep a first or a last name.', 'firstName');
  const numbers = new Set([...kept.phoneNumbers, ...gone.phoneNumbers].map(({ number }) => number));
  if (numbers.size > mostNumbers)
    throw new Refusal(`Together they have ${numbers.size} numbers; a contact can have twenty. Remove some first.`);
  if (typeof typed['seen'] === 'string' && typed['seen'] !== seenOf(two))
    throw new Refusal('One of them was changed in the meantime. Look again before you merge them.');
}
