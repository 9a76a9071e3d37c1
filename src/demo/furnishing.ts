import { Contact } from '../contacts/contact.js';
import { ContactType } from '../contacts/contact-type.js';
import { PhoneNumber } from '../contacts/phone-number.js';
import { Conversation } from '../conversations/conversation.js';
import type { Database } from '../database/database.js';
import type { Founding } from '../founding/founding.js';
import { demoAccounts } from '../people/demo-accounts.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { Role } from '../people/role.js';
import { ProgramNumber } from '../programs/program-number.js';
import type { Program } from '../programs/program.js';
import { Archive } from './archive.js';
import { Bulk } from './bulk.js';
import type { Calendar } from './calendar.js';
import { DemoCampaigns } from './campaigns.js';
import { keepImports } from './imports.js';
import type { Office } from './offices.js';
import { planCampaigns } from './planned-campaigns.js';
import { keepPrivate } from './privacy.js';
import { Retelling } from './retelling.js';
import { writeTemplates } from './templates.js';
import { Territories } from './territories.js';
import { avery, type Colleague, dana, jordan, type Thread } from './thread.js';

const month = 30 * 86_400_000;

/** Makes one program of the demo, inside the transaction under way. */
export class Furnishing {
  private readonly bulk: Bulk;

  constructor(
    private readonly database: Database,
    private readonly founding: Founding,
    private readonly calendar: Calendar,
  ) {
    this.bulk = new Bulk(database);
  }

  async furnish(office: Office, passwordHash: string) {
    const program = await this.found(office, passwordHash);
    const staff = await this.staff(program, office, passwordHash);
    const lines = await this.lines(program, office);
    const contacts = await this.contacts(program, office);
    const told = office.threads.map((thread) => {
      const { contact, number } = this.otherSide(thread, office, contacts);
      const line = lines.find(({ label }) => label === thread.line)!;
      const conversation = Conversation.between(line, contact, number, this.calendar.now);
      conversation.lastActivityAt = new Date(0);
      return { line, retelling: new Retelling(conversation, program, staff).tell(thread, this.calendar) };
    });
    // What somebody has was announced in its time; else the day would begin with a dozen notifications.
    for (const { retelling } of told) retelling.conversation.isEscalated = retelling.conversation.assigneeId !== null;
    const campaigns = new DemoCampaigns(this.database, this.bulk);
    const all = [...told, ...campaigns.silent(told, [...contacts.values()], program, staff)];
    await new Archive(this.database, this.bulk).keep(all);
    await campaigns.keep(all);
    const conversations = told.map(({ retelling }) => retelling.conversation);
    const territories = new Territories(this.database, this.bulk, this.calendar.now);
    await territories.settle(program, [...contacts.values()], conversations, staff);
    const [author, lead, counselor] = [staff.get(avery), staff.get(jordan), staff.get(dana)];
    if (author && counselor) await writeTemplates(this.database, author, counselor, this.calendar.now);
    if (lead && counselor)
      await planCampaigns(
        this.database,
        lead,
        lines.find(({ isDefault }) => isDefault)!,
        this.calendar,
      );
    if (author && counselor) await this.imports([...contacts.values()], author);
    if (author && counselor) await keepPrivate(this.database, [...contacts.values()], author, this.calendar);
  }

  private found(office: Office, passwordHash: string): Promise<Program> {
    const [admin] = demoAccounts;
    const { name: adminName, email } = admin!;
    const { name, number } = office;
    const founders = { name, number, country: 'US', timeZone: 'America/New_York', email, adminName, passwordHash };
    return this.founding.found(founders, true);
  }

  private async staff(program: Program, office: Office, passwordHash: string): Promise<Map<Colleague, Member>> {
    const roles = await this.database.manager.findBy(Role, { programId: program.id });
    for (const { email, name, role } of demoAccounts.filter((account) =>
      office.staff.includes(account.email as Colleague),
    ))
      await this.founding.hire(
        email,
        name,
        passwordHash,
        roles.find((each) => each.name === role)!,
      );
    const members = await new Members(this.database).of(program.id);
    return new Map(members.map((member) => [member.email as Colleague, member]));
  }

  private async lines(program: Program, { furtherNumbers }: Office): Promise<ProgramNumber[]> {
    const further = furtherNumbers.map(({ number, label }) => ProgramNumber.of(program.id, number, label, false));
    await this.database.manager.save(further);
    return this.database.manager.findBy(ProgramNumber, { programId: program.id });
  }

  private async contacts({ id: programId }: Program, { people }: Office): Promise<Map<string, Contact>> {
    const types = await this.database.manager.findBy(ContactType, { programId });
    const contacts = Object.entries(people).map(([key, person], place) => {
      const contactType = types.find(({ name }) => name === person.type)!;
      const known = new Date(this.calendar.now.getTime() - month - ((place * 7) % 60) * (month / 30));
      return [key, Contact.of(programId, { ...person, contactType }, known)] as const;
    });
    const all = contacts.map(([, contact]) => contact);
    await this.bulk.number('contacts', all);
    await this.bulk.insert(Contact, all);
    const numbers = all.flatMap(({ id: contactId, phoneNumbers }) =>
      phoneNumbers.map(
        ({ contact, ...number }) => (void contact, Object.assign(new PhoneNumber(), number, { contactId })),
      ),
    );
    await this.bulk.insert(PhoneNumber, numbers);
    return new Map(contacts);
  }

  private async imports(contacts: Contact[], by: Member) {
    const inquiry = { programId: by.programId, name: 'Inquiry' };
    const { id } = await this.database.manager.findOneByOrFail(ContactType, inquiry);
    await keepImports(this.database, contacts, by, id, this.calendar);
  }

  private otherSide({ who }: Thread, { people }: Office, contacts: Map<string, Contact>) {
    if ('number' in who) return { contact: null, number: who.number };
    return { contact: contacts.get(who.contact)!, number: people[who.contact]!.numbers[who.mobile]!.number };
  }
}
