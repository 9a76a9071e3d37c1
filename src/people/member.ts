import { asOptionalDate } from '../database/columns.js';
import type { Permission } from './permissions.js';

export interface MemberRow {
  user_id: number;
  program_id: number;
  name: string;
  email: string;
  enter_sends: number | boolean;
  role: string;
  permissions: string;
  program: string;
  is_demo: number | boolean;
  country: string;
  time_zone: string;
  waiting_limit_minutes: number;
  away_from: string | Date | null;
  away_until: string | Date | null;
}

/** The person asking: a user in one program, with the permissions of their role there. */
export class Member {
  private constructor(
    readonly userId: number,
    readonly programId: number,
    readonly name: string,
    readonly email: string,
    readonly roleName: string,
    readonly programName: string,
    readonly inDemo: boolean,
    readonly enterSends: boolean,
    readonly country: string,
    readonly timeZone: string,
    /** How long a conversation may wait before it is marked, in minutes. */
    readonly waitingLimit: number,
    /** Away from then on, until then; see `isAway`. */
    readonly awayFrom: Date | null,
    readonly awayUntil: Date | null,
    private readonly permissions: ReadonlySet<string>,
  ) {}

  static from(row: MemberRow): Member {
    return new Member(
      row.user_id,
      row.program_id,
      row.name,
      row.email,
      row.role,
      row.program,
      Boolean(row.is_demo),
      Boolean(row.enter_sends),
      row.country,
      row.time_zone,
      row.waiting_limit_minutes,
      asOptionalDate(row.away_from),
      asOptionalDate(row.away_until),
      new Set(row.permissions.split(',')),
    );
  }

  can(permission: Permission): boolean {
    return this.permissions.has(permission);
  }

  /** Whether they are still who they were when a stream began: the same role, the same permissions. */
  sameAs(other: Member): boolean {
    return (
      this.permissions.size === other.permissions.size &&
      [...this.permissions].every((permission) => other.permissions.has(permission))
    );
  }

  get seesAll() {
    return this.can('view-all-conversations');
  }

  /** Whether they can be somebody's assignee: their role lets them handle conversations. */
  get handlesConversations() {
    return this.can('manage-assigned-conversations') || this.can('manage-all-conversations');
  }

  get initials() {
    return initialsOf(this.name);
  }
}

/** "Dana Whitfield" is DW. */
export function initialsOf(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  const ends = parts.length > 1 ? [parts[0]!, parts.at(-1)!] : parts;
  return ends
    .map((part) => String.fromCodePoint(part.codePointAt(0)!))
    .join('')
    .toUpperCase();
}
