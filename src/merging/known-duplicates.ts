import { Injectable } from '@nestjs/common';
import type { Contact } from '../contacts/contact.js';
import { SamePerson } from '../contacts/same-person.js';
import type { Member } from '../people/member.js';
import { Duplicates } from './duplicates.js';
import { Merges } from './merges.js';

/** What a contact’s record says of duplicates, to those who can do something about them. */
@Injectable()
export class KnownDuplicates extends SamePerson {
  constructor(
    private readonly duplicates: Duplicates,
    private readonly merges: Merges,
  ) {
    super();
  }

  override async of({ id }: Contact, member: Member) {
    if (!member.can('edit-contacts')) return { lookalikes: [], merges: [] };
    const [lookalikes, merges] = await Promise.all([this.duplicates.of(id, member), this.merges.undoable(id, member)]);
    return { lookalikes, merges };
  }
}
