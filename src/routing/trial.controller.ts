import { Controller, Get, NotFoundException, Param, Query } from '@nestjs/common';
import { ContactGrid } from '../contacts/contact-grid.js';
import { Contacts } from '../contacts/contacts.js';
import { ContactFacts, type Facts } from '../contacts/facts.js';
import { type Field, Fields } from '../contacts/fields.js';
import { Database } from '../database/database.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Identifier, idIn } from '../web/identifier.js';
import { page, unprocessable } from '../web/responses.js';
import { allowsAutoAssignment } from './allowing.js';
import { Availabilities, type People } from './availability.js';
import { decide } from './decision.js';
import { ContactRelationships } from './relationships.js';
import type { RoutingTable } from './routing-table.js';
import { RoutingTables } from './routing-tables.js';
import { trialOf } from './trial.js';
import { factsFrom, fieldsAsked, inputsFor, isTyped, type Typed } from './trial-values.js';

const mostMatches = 10;

/** Tries a table with a contact, or with values that somebody might have. It only reads. */
@Controller('settings/routing-tables/:id/trial')
@Can('manage-settings')
export class TrialController {
  constructor(
    private readonly tables: RoutingTables,
    private readonly contacts: Contacts,
    private readonly grid: ContactGrid,
    private readonly fields: Fields,
    private readonly facts: ContactFacts,
    private readonly availabilities: Availabilities,
    private readonly relationships: ContactRelationships,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query() query: Typed) {
    const table = await this.tables.find(id, member);
    const fields = await this.fields.of(member.programId);
    const asked = fieldsAsked(table.rows, fields);
    const tried = query['contact'] ? await this.contact(idIn(query['contact']), fields, member) : null;
    const byHand = !tried && isTyped(query) ? factsFrom(query, asked) : null;
    const facts = tried?.facts ?? byHand?.facts;
    const isRight = facts && !Object.keys(byHand?.problems ?? {}).length;
    const people = isRight ? await this.people(table, member) : null;
    const q = String(query['q'] ?? '').trim();
    const shown = page('routing/try', {
      table: { name: table.name, url: `/settings/routing-tables/${id}`, rows: table.rows.length },
      q,
      matches: q ? (await this.grid.of({ q }, member)).rows.slice(0, mostMatches) : [],
      contact: tried?.shown ?? null,
      inputs: inputsFor(asked, query, tried?.facts ?? null),
      trial: people && trialOf(table.rows, facts!, fields, people, member.country),
      really: tried && people ? await this.really(tried.shown.id, tried.facts, fields, people, member) : null,
    });
    return isRight || !byHand ? shown : unprocessable(shown, byHand.problems);
  }

  private async contact(id: number, fields: Field[], member: Member) {
    const contact = await this.contacts.find(id, member);
    const facts = (await this.facts.of([id], member.programId, fields)).get(id);
    if (!facts) throw new NotFoundException();
    const { name, contactType } = contact;
    return {
      facts,
      shown: { id, name, url: `/contacts/${id}`, typeName: contactType.name, accent: contactType.accent },
    };
  }

  private people(table: RoutingTable, member: Member): Promise<People> {
    const compared = table.rows.filter(({ givesTo }) => givesTo === 'fewest-open').flatMap(({ userIds }) => userIds);
    return this.availabilities.of(member.programId, member.timeZone, this.clock.now(), compared);
  }

  /** What would happen to a conversation of the contact now: who is stored comes before any table. */
  private async really(id: number, facts: Facts, fields: Field[], people: People, { programId }: Member) {
    const [relationships, isAllowed] = await Promise.all([
      this.relationships.of(id),
      allowsAutoAssignment(programId, this.database),
    ]);
    const decision = decide(relationships, facts, fields, people);
    return {
      isAllowed,
      person: decision.person?.name ?? '',
      how: decision.person ? decision.how : decision.why,
      waits: decision.person ? false : decision.waits,
    };
  }
}
