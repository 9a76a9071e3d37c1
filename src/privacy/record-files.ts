import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.js';
import type { Contact } from '../contacts/contact.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { full } from '../web/moments.js';
import { recordJson } from './record-json.js';
import { recordPage } from './record-page.js';
import { RecordSections } from './record-sections.js';

/** Everything known about a contact as one file, made a part at a time, so that however long it is, little is in memory. */
@Injectable()
export class RecordFiles {
  constructor(
    private readonly database: Database,
    private readonly sections: RecordSections,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** For programs. */
  async json(contact: Contact, member: Member): Promise<AsyncGenerator<string>> {
    await this.note(contact, member, 'json');
    const { id, externalId, firstName, lastName, email, timeZone, createdAt, updatedAt } = contact;
    const own = {
      ...{ id, externalId, type: contact.contactType.name, firstName, lastName, email, timeZone, createdAt, updatedAt },
    };
    const head = { program: member.programName, exportedAt: this.clock.now(), exportedBy: member.name, contact: own };
    return recordJson(head, await this.sections.of(contact, member, true));
  }

  /** For people, to read and to print. */
  async page(contact: Contact, member: Member): Promise<AsyncGenerator<string>> {
    await this.note(contact, member, 'page');
    const made = `${member.programName}, ${full(this.clock.now(), member.timeZone)}, by ${member.name}`;
    return recordPage(contact, made, await this.sections.of(contact, member, false), member.timeZone);
  }

  private note({ id: contactId, programId }: Contact, member: Member, form: 'json' | 'page') {
    const about = { contactId, particulars: { form } };
    return this.database.transaction(() => this.audit.write('contact-exported', programId, member, about));
  }
}
