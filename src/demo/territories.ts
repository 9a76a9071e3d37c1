import type { Contact } from '../contacts/contact.js';
import { ContactProperty } from '../contacts/contact-property.js';
import { ContactUser } from '../contacts/contact-user.js';
import { rowOf } from '../contacts/contact-values.js';
import type { PropertyCondition } from '../contacts/property-condition.js';
import { PropertyValue } from '../contacts/property-value.js';
import type { Conversation } from '../conversations/conversation.js';
import type { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import type { Program } from '../programs/program.js';
import { RoutingRow } from '../routing/routing-row.js';
import { RoutingRowUser } from '../routing/routing-row-user.js';
import { RoutingTable } from '../routing/routing-table.js';
import type { Bulk } from './bulk.js';
import { stateOf } from './states.js';
import { avery, type Colleague, dana, jordan, sam } from './thread.js';

const majors = [
  'Biology',
  'Nursing',
  'Computer Science',
  'Psychology',
  'Business',
  'Undeclared',
  'Music',
  'Engineering',
];
const schools = ['Lincoln High School', 'Westfield Academy', 'St. Brendan’s', 'Riverside High', 'Northgate Charter'];

type Staff = ReadonlyMap<Colleague, Member>;

/** Says where the demo's applicants are from and what they want to study, and who has which territory. */
export class Territories {
  constructor(
    private readonly database: Database,
    private readonly bulk: Bulk,
    private readonly now: Date,
  ) {}

  /** Auto-assignment itself stays off: that is for the newcomer to switch on. */
  async settle(program: Program, contacts: Contact[], conversations: Conversation[], staff: Staff) {
    const properties = await this.database.manager.findBy(ContactProperty, { programId: program.id });
    await this.describe(contacts, properties);
    const recruiters = properties.filter(({ kind }) => kind === 'user-relationship');
    if (!recruiters.length || !staff.has(dana)) return;
    const table = await this.table(program, properties, staff);
    for (const { id } of recruiters)
      await this.database.manager.update(ContactProperty, id, { routingTableId: table.id });
    await this.store(contacts, conversations, recruiters, staff);
  }

  private async describe(contacts: Contact[], properties: ContactProperty[]) {
    const values = contacts.flatMap((contact, place) => {
      const own = properties.filter(({ contactTypeId }) => contactTypeId === contact.contactTypeId);
      return own.flatMap((property) =>
        saidOf(contact, property, place).map((each) => valueOf(contact, property, each)),
      );
    });
    await this.bulk.number('property_values', values);
    await this.bulk.insert(PropertyValue, values);
  }

  private async table(program: Program, properties: ContactProperty[], staff: Staff): Promise<RoutingTable> {
    const { manager } = this.database;
    const key = (name: string, part = '') => `p${properties.find((property) => property.name === name)!.id}${part}`;
    const isIn = (...values: string[]): PropertyCondition => ({
      field: key('Address', '.state'),
      operator: 'is-any-of',
      values,
    });
    const rows: { conditions: PropertyCondition[]; who: Colleague[] }[] = [
      {
        conditions: [{ field: key('Intended major'), operator: 'is-any-of', values: ['Nursing', 'Engineering'] }],
        who: [jordan],
      },
      { conditions: [isIn('CA', 'OR', 'WA', 'HI', 'AZ', 'NM', 'TX')], who: [dana] },
      { conditions: [isIn('NY', 'NJ', 'CT', 'MA', 'ME', 'RI', 'PA')], who: [sam] },
      { conditions: [], who: [dana, sam] },
    ];
    const changed = { version: 1, changedById: staff.get(avery)!.userId, changedAt: this.now, createdAt: this.now };
    const table = await manager.save(
      Object.assign(new RoutingTable(), { programId: program.id, name: 'Territory', ...changed }),
    );
    for (const [position, { conditions, who }] of rows.entries()) {
      const row = await manager.save(
        Object.assign(new RoutingRow(), {
          ...{ programId: program.id, tableId: table.id, position, conditions, joined: 'all', lastUserId: null },
          ...{ isOtherwise: !conditions.length, givesTo: who.length > 1 ? 'in-turn' : 'one' },
        }),
      );
      for (const [place, colleague] of who.entries())
        await manager.save(
          Object.assign(new RoutingRowUser(), { rowId: row.id, userId: staff.get(colleague)!.userId, place }),
        );
    }
    return table;
  }

  // Whoever talks with an applicant is their recruiter.
  private async store(contacts: Contact[], conversations: Conversation[], recruiters: ContactProperty[], staff: Staff) {
    const counselors = new Set(([dana, sam] as const).map((colleague) => staff.get(colleague)?.userId));
    const own = contacts.flatMap(({ id: contactId, programId, contactTypeId }) => {
      const property = recruiters.find((each) => each.contactTypeId === contactTypeId);
      const userId = conversations.find(
        (one) => one.contactId === contactId && counselors.has(one.assigneeId ?? 0),
      )?.assigneeId;
      if (!property || !userId) return [];
      const row = { programId, contactId, propertyId: property.id, userId, place: 0, createdAt: this.now };
      return [Object.assign(new ContactUser(), row)];
    });
    await this.bulk.number('contact_users', own);
    await this.bulk.insert(ContactUser, own);
  }
}

interface Said {
  value: string;
  part?: PropertyValue['part'];
}

function saidOf({ phoneNumbers }: Contact, { name, choices }: ContactProperty, place: number): Said[] {
  const state = stateOf(phoneNumbers[0]?.number ?? '');
  const said: Record<string, Said[]> = {
    'Entry term': [{ value: choices?.[place % 6 === 5 ? 2 : 1] ?? 'Fall' }],
    'Intended major': place % 9 === 4 ? [] : [{ value: majors[(place * 5) % majors.length]! }],
    'High school': place % 3 === 2 ? [] : [{ value: schools[(place * 3) % schools.length]! }],
    Address: state
      ? [
          { value: state, part: 'state' },
          { value: 'United States', part: 'country' },
        ]
      : [],
  };
  return said[name] ?? [];
}

const valueOf = (
  { id: contactId, programId }: Contact,
  { id: propertyId }: ContactProperty,
  { value, part = '' }: Said,
) => Object.assign(new PropertyValue(), rowOf({ programId, contactId, propertyId }, { part, value }));
