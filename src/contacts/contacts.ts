import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { type ContactDetails, Contact } from './contact.js';
import { ContactType } from './contact-type.js';
import type { ContactChangeKind } from './contact-change.js';
import { ContactHistory } from './contact-history.js';
import { ContactValues } from './contact-values.js';
import { differences, Portraits } from './portrait.js';

type NumbersFollower = (programId: number, numbers: string[]) => Promise<unknown>;

/** The contacts of a program. Everybody in the program may look them up; changing them takes Edit Contacts. */
@Injectable()
export class Contacts {
  private readonly followers: NumbersFollower[] = [];

  constructor(
    private readonly database: Database,
    private readonly values: ContactValues,
    private readonly portraits: Portraits,
    private readonly history: ContactHistory,
    private readonly clock: Clock,
  ) {}

  /** Has somebody know, in the same transaction, which numbers became those of a contact. */
  whenNumbered(follower: NumbersFollower) {
    this.followers.push(follower);
  }

  visibleTo(member: Member) {
    return this.database.manager
      .createQueryBuilder(Contact, 'contact')
      .where('contact.programId = :programId', { programId: member.programId });
  }

  /** One contact with type and numbers, or 404. */
  async find(id: number, member: Member): Promise<Contact> {
    const contact = await this.visibleTo(member)
      .innerJoinAndSelect('contact.contactType', 'contactType')
      .leftJoinAndSelect('contact.phoneNumbers', 'phone')
      .andWhere('contact.id = :id', { id })
      .orderBy('phone.position')
      .addOrderBy('phone.id')
      .getOne();
    if (!contact) throw new NotFoundException();
    return contact;
  }

  types(member: Pick<Member, 'programId'>): Promise<ContactType[]> {
    return this.database.manager.find(ContactType, {
      where: { programId: member.programId },
      order: { position: 'ASC', id: 'ASC' },
    });
  }

  async add(details: ContactDetails, by: Member): Promise<Contact> {
    return this.database.transaction(async () => {
      const fresh = Contact.of(by.programId, details, this.clock.now());
      await this.claim(fresh);
      const contact = await this.saved(fresh);
      if (details.values) await this.values.set(contact, details.values);
      await this.history.note([whatHappened(contact, 'added', by, this.clock.now())]);
      await this.tellOfNumbers(contact, []);
      return contact;
    });
  }

  /** Changes a contact and its properties to what `read` says, which sees the contact as it is, held. */
  revise(id: number, by: Member, read: (contact: Contact) => Promise<ContactDetails>): Promise<Contact> {
    return this.change(id, by, async (contact, now) => {
      const formerTypeId = contact.contactTypeId;
      const details = await read(contact);
      contact.describe(details, now);
      if (contact.contactTypeId !== formerTypeId) await this.values.moveAlong(contact, formerTypeId);
      if (details.values) await this.values.set(contact, details.values);
    });
  }

  /** Every change of one contact passes through here: hold the row, load, change, save. */
  async change(
    id: number,
    by: Member,
    verb: (contact: Contact, now: Date) => unknown,
    kind: ContactChangeKind = 'changed',
  ): Promise<Contact> {
    return this.database.transaction(async () => {
      const held = await this.database.locked(this.visibleTo(by).andWhere('contact.id = :id', { id })).getOne();
      if (!held) throw new NotFoundException();
      const contact = await this.find(id, by);
      const now = this.clock.now();
      const { externalId } = contact;
      const had = contact.phoneNumbers.map(({ number }) => number);
      const before = await this.portraits.of(contact, by.country);
      await verb(contact, now);
      if (contact.externalId !== externalId) await this.claim(contact);
      const saved = await this.saved(contact);
      const fields = differences(before, await this.portraits.of(saved, by.country));
      if (fields.length) await this.history.note([{ ...whatHappened(saved, kind, by, now), fields }]);
      await this.tellOfNumbers(saved, had);
      return saved;
    });
  }

  // A unique key keeps it so; here it is said whose it is.
  private async claim({ id, programId, externalId }: Contact) {
    if (externalId === null) return;
    const holder = await this.database.manager.findOneBy(Contact, { programId, externalId });
    if (holder && holder.id !== id) throw new Refusal(`${holder.name} has this external ID already.`, 'externalId');
  }

  private async tellOfNumbers({ programId, phoneNumbers }: Contact, had: string[]) {
    const gained = phoneNumbers.map(({ number }) => number).filter((number) => !had.includes(number));
    if (gained.length) for (const follower of this.followers) await follower(programId, gained);
  }

  private saved(contact: Contact): Promise<Contact> {
    return this.database.manager.save(contact).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
      throw new Refusal('Another contact was just given this external ID.', 'externalId');
    });
  }
}

const whatHappened = ({ id, programId }: Contact, kind: ContactChangeKind, { userId }: Member, at: Date) => ({
  ...{ programId, contactId: id, kind, at },
  byUserId: userId,
});
