import { Injectable, NotFoundException } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { asDate, asOptionalDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Mail, MailKind } from '../mail/mail.js';
import { Post } from '../mail/post.js';
import { Clock } from '../programs/clock.js';
import type { Member } from './member.js';
import type { Permission } from './permissions.js';

const perPage = 25;
const hiddenReasons: Record<MailKind, string> = {
  'password-reset': 'Not shown: the account allows more than yours, or is or was in another program too.',
  invitation: 'Not shown: its link no longer works, or the role allows more than yours.',
  notifications: 'Not shown: it is about conversations that you can’t see.',
};

/** The e-mails of a program, for those who manage its users. */
@Injectable()
export class MailLog {
  constructor(
    private readonly database: Database,
    private readonly post: Post,
    private readonly clock: Clock,
  ) {}

  /** Newest first, from where the last page ended. */
  async page(member: Member, before = 2 ** 31 - 1) {
    const rows = await this.database.query<MailRow>(
      `SELECT id, kind, to_address, to_name, subject, body, status, error, due_at, created_at, sent_at FROM mails
       WHERE program_id = ? AND id < ? ORDER BY id DESC LIMIT ${perPage + 1}`,
      [member.programId, before],
    );
    const { delivers } = this.post;
    const readable = delivers ? new Set<number>() : await this.readableBy(member, rows);
    const shown = rows.slice(0, perPage);
    return {
      delivers,
      mails: shown.map((row) => this.shown(row, readable.has(row.id))),
      nextUrl: rows.length > perPage ? `/settings/mail?before=${shown.at(-1)!.id}` : null,
    };
  }

  /** Sends one of the program's again that failed, or that was kept while there was no mail server. */
  async again(id: number, { programId }: Member): Promise<void> {
    if (!(await this.post.again(id, programId))) throw new NotFoundException();
  }

  private shown(row: MailRow, isReadable: boolean) {
    const { delivers } = this.post;
    const body = isReadable ? row.body : null;
    return {
      id: row.id,
      at: asDate(row.created_at),
      name: row.to_name,
      address: row.to_address,
      subject: row.subject,
      state: states[row.status],
      isFailed: row.status === 'failed',
      isSent: row.status === 'sent',
      why: row.error ?? '',
      nextTry: row.status === 'queued' && row.error ? asOptionalDate(row.due_at) : null,
      lines: body === null ? null : linesOf(body),
      hidden: !delivers && body === null ? hiddenReasons[row.kind] : '',
      againUrl:
        delivers && row.body !== null && ['failed', 'kept'].includes(row.status)
          ? `/settings/mail/${row.id}/again`
          : null,
    };
  }

  /**
   * Which of these this person may read. A link for a new password lets its reader into the account: only those read it who
   * may do everything that its owner may, in this program, and only if the owner never was in another. An invitation gives its
   * role to its reader, so only those read it who hold all of that role.
   */
  private async readableBy(member: Member, rows: MailRow[]): Promise<Set<number>> {
    const addresses = [...new Set(rows.map((row) => row.to_address))];
    if (!addresses.length) return new Set();
    const [places, offers] = await Promise.all([this.places(addresses), this.offers(addresses, member.programId)]);
    const readable = rows.filter((row) => {
      const own = (holders: Holder[]) => holders.filter(({ email }) => email === row.to_address);
      if (row.kind === 'notifications') return row.to_address === member.email || member.seesAll;
      const holders = own(row.kind === 'invitation' ? offers : places);
      return holders.length > 0 && holders.every((holder) => covers(member, holder));
    });
    return new Set(readable.map(({ id }) => id));
  }

  private places(addresses: string[]): Promise<Holder[]> {
    return this.database.query(
      `SELECT user.email, member.program_id, role.permissions FROM users user
       JOIN memberships member ON member.user_id = user.id
       JOIN roles role ON role.id = member.role_id WHERE user.email IN (${marks(addresses)})`,
      addresses,
    );
  }

  private offers(addresses: string[], programId: number): Promise<Holder[]> {
    return this.database.query(
      `SELECT invitation.email, invitation.program_id, role.permissions FROM invitations invitation
       JOIN roles role ON role.id = invitation.role_id
       WHERE invitation.program_id = ? AND invitation.accepted_at IS NULL AND invitation.withdrawn_at IS NULL
         AND invitation.expires_at > ? AND invitation.email IN (${marks(addresses)})`,
      [programId, this.clock.now(), ...addresses],
    );
  }
}

const covers = (member: Member, { program_id, permissions }: Holder) =>
  program_id === member.programId &&
  permissions.split(',').every((permission) => permission === '' || member.can(permission as Permission));

const linesOf = (body: string) =>
  body
    .trimEnd()
    .split('\n')
    .map((text) => ({ text, isLink: /^https?:\/\/\S+$/.test(text) }));

const states: Record<Mail['status'], string> = {
  queued: 'Waiting',
  sending: 'Being sent',
  sent: 'Sent',
  failed: 'Failed',
  kept: 'Kept',
};

interface Holder {
  email: string;
  program_id: number;
  permissions: string;
}

interface MailRow {
  id: number;
  kind: MailKind;
  to_address: string;
  to_name: string;
  subject: string;
  body: string | null;
  status: Mail['status'];
  error: string | null;
  due_at: string | Date;
  created_at: string | Date;
  sent_at: string | Date | null;
}
