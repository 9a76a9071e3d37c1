import { Injectable, NotFoundException } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Backlog } from './backlog.js';
import type { Doubt } from './signature.js';

/** Where the two lists of the page go on. */
export interface Place {
  refusals?: number;
  misfits?: number;
}

const perPage = 25;

const reasons: Record<Doubt | 'too-large' | 'unreadable', string> = {
  'no-token': 'It was not signed.',
  malformed: 'Its signature can’t be read.',
  algorithm: 'It was signed in a way that Vonage does not use.',
  signature:
    'It was signed with another secret. If texts are missing, compare VONAGE_SIGNATURE_SECRET with the Vonage dashboard.',
  issuer: 'It was not signed by Vonage.',
  account: 'It is for another Vonage account. If texts are missing, compare VONAGE_API_KEY with the Vonage dashboard.',
  application:
    'It is for another Vonage application. If texts are missing, check which application your numbers are linked to.',
  'too-old': 'It was signed more than 25 hours ago. If texts are missing, check the clock of this server.',
  'too-new': 'It was signed in the future. If texts are missing, check the clock of this server.',
  body: 'Its content is not what was signed. If texts are missing, check that no proxy rewrites it.',
  'too-large': 'It was larger than any text can be.',
  unreadable: 'It could not be read to its end.',
};

const notYet = 'Something went wrong in Parley. It tries again by itself.';
const nobodys = 'It names no number of a program.';
const givenUp = 'Something went wrong in Parley, again and again. It no longer tries by itself.';

/** What came to the door and was not taken: for those who manage the settings. */
@Injectable()
export class Journal {
  constructor(
    private readonly database: Database,
    private readonly backlog: Backlog,
  ) {}

  /**
   * Both lists, newest first, from where the last page ended. What is no program's is listed for everybody; what it says is
   * shown where there is no other program whose it could be.
   */
  async page({ programId }: Member, before: Place) {
    const refusals = await this.refusals(programId, before.refusals);
    const misfits = await this.misfits(programId, before.misfits);
    const isAlone = (await this.database.count('programs', [], 2)) < 2;
    const isWithheld = (row: { program_id: number | null }) => row.program_id === null && !isAlone;
    const hasMore = refusals.length > perPage || misfits.length > perPage;
    const last = (rows: { id: number }[], was?: number) => rows[Math.min(rows.length, perPage) - 1]?.id ?? was ?? 0;
    const next = { refusals: last(refusals, before.refusals), misfits: last(misfits, before.misfits) };
    return {
      isAlone,
      refusals: refusals.slice(0, perPage).map((row) => ({
        ...row,
        at: asDate(row.at),
        reasonText: reasons[row.reason] ?? row.reason,
        body: isWithheld(row) ? null : row.body,
      })),
      misfits: misfits.slice(0, perPage).map((row) => ({
        id: row.id,
        at: asDate(row.received_at),
        kind: row.kind,
        problem: row.state === 'failed' ? (row.due_at ? notYet : givenUp) : isWithheld(row) ? nobodys : row.problem,
        body: isWithheld(row) ? null : row.body,
        retryAction: `/settings/deliveries/${row.id}/retry`,
      })),
      nextUrl: hasMore ? `/settings/deliveries?refusals=${next.refusals}&misfits=${next.misfits}` : null,
    };
  }

  /** Tries one of the program's once more. */
  async retry(id: number, { programId }: Member): Promise<void> {
    const [known] = await this.database.query(
      `SELECT id FROM webhooks WHERE id = ? AND (program_id = ? OR program_id IS NULL)`,
      [id, programId],
    );
    if (!known) throw new NotFoundException();
    await this.backlog.retry(id);
  }

  private refusals(programId: number, before?: number) {
    const columns = 'id, program_id, at, kind, reason, address, bytes, body';
    return this.newest<RefusalRow>(columns, 'refusals', ['program_id = ?', 'program_id IS NULL'], programId, before);
  }

  private misfits(programId: number, before?: number) {
    const columns = 'id, program_id, received_at, kind, state, problem, due_at, body';
    const whose = ['misfit', 'failed'].flatMap((state) => [
      `program_id = ? AND state = '${state}'`,
      `program_id IS NULL AND state = '${state}'`,
    ]);
    return this.newest<MisfitRow>(columns, 'webhooks', whose, programId, before);
  }

  // A walk along an index for each condition: joined by OR, they would read the whole table.
  private newest<Row>(columns: string, table: string, conditions: string[], programId: number, before = 2 ** 31 - 1) {
    const walks = conditions.map(
      (condition, place) =>
        `SELECT * FROM (SELECT ${columns} FROM ${table} WHERE ${condition} AND id < ? ORDER BY id DESC LIMIT ${perPage + 1}) walk_${place}`,
    );
    const values = conditions.flatMap((condition) => (condition.includes('?') ? [programId, before] : [before]));
    return this.database.query<Row>(`${walks.join(' UNION ALL ')} ORDER BY id DESC LIMIT ${perPage + 1}`, values);
  }
}

interface RefusalRow {
  id: number;
  program_id: number | null;
  at: string | Date;
  kind: string;
  reason: keyof typeof reasons;
  address: string;
  bytes: number;
  body: string | null;
}

interface MisfitRow {
  id: number;
  program_id: number | null;
  received_at: string | Date;
  kind: string;
  state: string;
  due_at: string | Date | null;
  problem: string | null;
  body: string;
}
