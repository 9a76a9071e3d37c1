import { Injectable } from '@nestjs/common';
import { InboxFilter } from '../conversations/inbox-filter.js';
import { Inbox } from '../conversations/inbox.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Program } from '../programs/program.js';
import { Refusal } from '../refusal.js';

export interface TypedSettings {
  allowsAutoAssignment?: unknown;
  limit?: unknown;
  unit?: unknown;
}

const units = { minutes: 1, hours: 60, days: 1440 } as const;
type Unit = keyof typeof units;
const longest = 30 * units.days;
const shortest = 5;

/** How conversations of a program are assigned, and how long they may wait. */
@Injectable()
export class ConversationSettings {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
  ) {}

  /** What the page shows: what was typed, else what holds. */
  async of(member: Member, typed?: TypedSettings) {
    const program = await this.database.manager.findOneByOrFail(Program, { id: member.programId });
    const [relationships, waiting] = await Promise.all([this.relationships(member.programId), this.waiting(member)]);
    const unit = unitOf(program.waitingLimitMinutes);
    const shownUnit = typed ? String(typed.unit) : unit;
    return {
      settings: {
        isOn: program.allowsAutoAssignment,
        allowsAutoAssignment: typed ? typed.allowsAutoAssignment === '1' : program.allowsAutoAssignment,
        limit: typed ? String(typed.limit ?? '') : String(program.waitingLimitMinutes / units[unit]),
        units: Object.keys(units).map((name) => ({ name, isSelected: name === shownUnit })),
        types: relationships,
        isReady: relationships.some(({ ways }) => ways.length > 0),
        // Assigning takes more than changing settings.
        waiting:
          program.allowsAutoAssignment && member.seesAll && member.can('manage-all-conversations') ? waiting : '',
      },
    };
  }

  /** Saves what was typed, or refuses. Conversations that are open stay as they are. */
  async change(typed: TypedSettings, member: Member): Promise<void> {
    const waitingLimitMinutes = limitIn(typed);
    const allowsAutoAssignment = typed.allowsAutoAssignment === '1';
    await this.database.transaction(() =>
      this.database.manager.update(Program, member.programId, { allowsAutoAssignment, waitingLimitMinutes }),
    );
  }

  /** The open conversations that nobody has, as far as this person sees them. */
  unassigned(member: Member) {
    return this.inbox.matching(InboxFilter.read({ assignee: 'none' }, member), member);
  }

  private async waiting(member: Member): Promise<string> {
    const count = await this.inbox.count(InboxFilter.read({ assignee: 'none' }, member), member);
    return count === '0' ? '' : count;
  }

  // What each Contact Type says of who gets its conversations.
  private async relationships(programId: number) {
    const rows = await this.database.query<{
      id: number;
      type: string;
      accent: string;
      name: string | null;
      table_name: string | null;
    }>(
      `SELECT type.id, type.name AS type, type.accent, property.name, routing.name AS table_name FROM contact_types type
       LEFT JOIN contact_properties property ON property.contact_type_id = type.id
         AND property.kind = 'user-relationship' AND property.archived_at IS NULL
       LEFT JOIN routing_tables routing ON routing.id = property.routing_table_id
       WHERE type.program_id = ? ORDER BY type.position, type.id, property.position, property.id`,
      [programId],
    );
    return [...Map.groupBy(rows, ({ type }) => type)].map(([name, ways]) => ({
      name,
      id: ways[0]!.id,
      accent: ways[0]!.accent,
      ways: ways.flatMap((way) => (way.name ? [{ relationship: way.name, table: way.table_name }] : [])),
    }));
  }
}

function limitIn({ limit, unit }: TypedSettings): number {
  const count = /^\d{1,6}$/.test(String(limit).trim()) ? Number(limit) : NaN;
  const minutes = count * (units[String(unit) as Unit] ?? NaN);
  if (!(minutes >= shortest && minutes <= longest))
    throw new Refusal('Enter a time between 5 minutes and 30 days, as a whole number.', 'limit');
  return minutes;
}

const unitOf = (minutes: number): Unit =>
  minutes % units.days === 0 ? 'days' : minutes % units.hours === 0 ? 'hours' : 'minutes';
