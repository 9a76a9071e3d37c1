import { Injectable } from '@nestjs/common';
import { asOptionalDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { isAway } from '../people/absence.js';
import { openCounts } from '../people/open-counts.js';
import { dayOf } from '../web/moments.js';

/** Whether somebody can be given a conversation now, and what is in the way. */
export interface Availability {
  userId: number;
  name: string;
  isActive: boolean;
  /** Whether their role lets them handle conversations. */
  handles: boolean;
  isAway: boolean;
  /** Until when, as "Dec 3"; empty when they are not away, or for good. */
  awayUntil: string;
  standInId: number | null;
  /** Their open conversations; 0 where nobody asks, because they have no limit. */
  openCount: number;
  openLimit: number | null;
}

export type People = ReadonlyMap<number, Availability>;

interface Row {
  user_id: number;
  name: string;
  is_active: number | boolean;
  permissions: string;
  away_from: string | Date | null;
  away_until: string | Date | null;
  stand_in_id: number | null;
  open_limit: number | null;
}

/** Who of a program's staff is there and has room. */
@Injectable()
export class Availabilities {
  constructor(private readonly database: Database) {}

  /** @param compared users whose open conversations are wanted although they have no limit */
  async of(
    programId: number,
    timeZone: string,
    now: Date,
    compared: number[] = [],
  ): Promise<Map<number, Availability>> {
    const rows = await this.database.query<Row>(
      `SELECT member.user_id, user.name, member.is_active, role.permissions, member.away_from, member.away_until,
         member.stand_in_id, member.open_limit
       FROM memberships member JOIN users user ON user.id = member.user_id JOIN roles role ON role.id = member.role_id
       WHERE member.program_id = ? ORDER BY member.user_id`,
      [programId],
    );
    const counted = rows.filter((row) => row.open_limit !== null || compared.includes(row.user_id));
    const open = await openCounts(
      this.database,
      programId,
      counted.map((row) => row.user_id),
    );
    return new Map(rows.map((row) => [row.user_id, availabilityOf(row, open.get(row.user_id) ?? 0, timeZone, now)]));
  }
}

function availabilityOf(row: Row, openCount: number, timeZone: string, now: Date): Availability {
  const awayUntil = asOptionalDate(row.away_until);
  const isGone = isAway({ awayFrom: asOptionalDate(row.away_from), awayUntil }, now);
  return {
    userId: row.user_id,
    name: row.name,
    isActive: Boolean(row.is_active),
    handles: /manage-(all|assigned)-conversations/.test(row.permissions),
    isAway: isGone,
    awayUntil: isGone && awayUntil ? dayOf(awayUntil, timeZone) : '',
    standInId: row.stand_in_id,
    openCount,
    openLimit: row.open_limit,
  };
}

/** Whether they could ever be given something: what is in the way of the others passes by itself. */
export const isEligible = (one: Availability) => one.isActive && one.handles;

const isFull = ({ openCount, openLimit }: Availability) => openLimit !== null && openCount >= openLimit;

export const isAvailable = (one: Availability) => isEligible(one) && !one.isAway && !isFull(one);

/** "Dana Whitfield is away until Dec 3"; nothing of somebody who is available. */
export function whyNot(one: Availability): string | null {
  if (!one.isActive) return `${one.name} is no longer active`;
  if (!one.handles) return `${one.name} may not handle conversations`;
  if (one.isAway) return `${one.name} is away${one.awayUntil ? ` until ${one.awayUntil}` : ''}`;
  return isFull(one) ? `${one.name} has ${one.openCount} of ${one.openLimit} open` : null;
}

/** Who stands in for somebody who is away, if that person is there. */
export function standInFor(one: Availability, people: People): Availability | null {
  const standIn = one.isAway && isEligible(one) && one.standInId !== null ? people.get(one.standInId) : undefined;
  return standIn && isAvailable(standIn) ? standIn : null;
}
