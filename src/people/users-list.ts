import { Injectable } from '@nestjs/common';
import type { Condition } from '../database/condition.js';
import { asOptionalDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { folded } from '../database/folded.js';
import { like } from '../database/like.js';
import { Clock } from '../programs/clock.js';
import { idIn } from '../web/identifier.js';
import { absenceInWords } from './absence.js';
import type { Member } from './member.js';
import { openCounts } from './open-counts.js';

const pageLength = 50;
const statuses = { active: 'Active', deactivated: 'Deactivated', all: 'Everybody' } as const;
type Status = keyof typeof statuses;

export type UsersQuery = Record<'q' | 'status' | 'role' | 'after', unknown>;

interface Row {
  user_id: number;
  name: string;
  email: string;
  is_active: number | boolean;
  away_from: string | Date | null;
  away_until: string | Date | null;
  open_limit: number | null;
  role: string;
}

/** The staff of a program, by name, a page at a time. */
@Injectable()
export class UsersList {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async of(query: Partial<UsersQuery>, member: Member) {
    const filter = filterIn(query);
    const found = await this.rows(filter, position(query.after), member);
    const shown = found.slice(0, pageLength);
    const last = found.length > pageLength ? shown.at(-1) : undefined;
    const [open, role] = await Promise.all([
      openCounts(
        this.database,
        member.programId,
        shown.map((row) => row.user_id),
      ),
      this.roleName(filter.roleId, member),
    ]);
    return {
      q: filter.q,
      roleId: role ? String(filter.roleId) : '',
      roleName: role,
      withoutRoleUrl: addressOf({ ...filter, roleId: 0 }),
      statusOptions: Object.entries(statuses).map(([value, label]) => ({
        value,
        label,
        isSelected: value === filter.status,
      })),
      isPlain: !filter.q && !role && !query.after,
      rows: shown.map((row) => this.shape(row, open.get(row.user_id) ?? 0, member)),
      nextUrl: last ? addressOf(filter, JSON.stringify([last.name, last.user_id])) : null,
    };
  }

  /** How many open conversations a user has. */
  async openOf(userId: number, member: Member): Promise<number> {
    return (await openCounts(this.database, member.programId, [userId])).get(userId) ?? 0;
  }

  private rows(filter: Filter, after: [string, number] | null, { programId }: Member) {
    const conditions: Condition[] = [{ sql: 'member.program_id = ?', values: [programId] }];
    const add = (sql: string, ...values: unknown[]) => conditions.push({ sql, values });
    if (filter.status !== 'all') add('member.is_active = ?', filter.status === 'active' ? 1 : 0);
    if (filter.roleId) add('member.role_id = ?', filter.roleId);
    if (filter.q) {
      const [name, q] =
        this.database.dialect === 'sqlite' ? ['folded(user.name)', folded(filter.q)] : ['user.name', filter.q];
      add(`(${name} LIKE ? ESCAPE '!' OR user.email LIKE ? ESCAPE '!')`, `%${like(q)}%`, `%${like(filter.q)}%`);
    }
    if (after) add('user.name >= ? AND (user.name > ? OR user.id > ?)', after[0], after[0], after[1]);
    return this.database.query<Row>(
      `SELECT member.user_id, user.name, user.email, member.is_active, member.away_from, member.away_until,
         member.open_limit, role.name AS role
       FROM memberships member JOIN users user ON user.id = member.user_id JOIN roles role ON role.id = member.role_id
       WHERE ${conditions.map(({ sql }) => sql).join(' AND ')} ORDER BY user.name, user.id LIMIT ${pageLength + 1}`,
      conditions.flatMap(({ values }) => values),
    );
  }

  private async roleName(id: number, { programId }: Member): Promise<string | null> {
    if (!id) return null;
    const [role] = await this.database.query<{ name: string }>(
      'SELECT name FROM roles WHERE id = ? AND program_id = ?',
      [id, programId],
    );
    return role?.name ?? null;
  }

  private shape(row: Row, openCount: number, member: Member) {
    const times = { awayFrom: asOptionalDate(row.away_from), awayUntil: asOptionalDate(row.away_until) };
    return {
      id: row.user_id,
      url: `/settings/users/${row.user_id}`,
      name: row.name,
      email: row.email,
      role: row.role,
      isActive: Boolean(row.is_active),
      isSelf: row.user_id === member.userId,
      away: absenceInWords(times, member.timeZone, this.clock.now()),
      openCount,
      openUrl: member.seesAll ? `/conversations?assignee=${row.user_id}` : null,
      openLimit: row.open_limit === null ? '' : String(row.open_limit),
    };
  }
}

interface Filter {
  q: string;
  status: Status;
  roleId: number;
}

function filterIn(query: Partial<UsersQuery>): Filter {
  const said = (name: keyof UsersQuery) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 100) : '');
  const status = Object.hasOwn(statuses, said('status')) ? (said('status') as Status) : 'active';
  return { q: said('q'), status, roleId: idIn(said('role')) };
}

function addressOf({ q, status, roleId }: Filter, after = ''): string {
  const all = { q, status: status === 'active' ? '' : status, role: roleId ? String(roleId) : '', after };
  const query = new URLSearchParams(Object.entries(all).filter(([, value]) => value)).toString();
  return query ? `/settings/users?${query}` : '/settings/users';
}

function position(after: unknown): [string, number] | null {
  try {
    const [name, id] = JSON.parse(String(after)) as unknown[];
    return typeof name === 'string' ? [name, idIn(id)] : null;
  } catch {
    return null;
  }
}
