import { Injectable, NotFoundException } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { Invitation } from './invitation.js';
import { invitationIn, type TypedInvitation } from './invitation-form.js';
import { InvitationLetter } from './invitation-letter.js';
import type { Member } from './member.js';
import { Role } from './role.js';
import { Staff } from './staff.js';

/** An invitation that nobody has accepted yet, for the users page. */
export interface OpenInvitation {
  id: number;
  email: string;
  name: string;
  role: string;
  /** Who invited; empty when that user is gone. */
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  isExpired: boolean;
}

/** Places in a program that are offered to people by e-mail. */
@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly staff: Staff,
    private readonly letter: InvitationLetter,
    private readonly clock: Clock,
  ) {}

  /** Invites somebody; an earlier invitation of the same address is of no use any more. Refusals name the field. */
  async invite(typed: TypedInvitation, by: Member): Promise<Invitation> {
    const { email, name, roleId } = invitationIn(typed);
    return this.staff.change(by, async (now) => {
      const role = await this.database.manager.findOneBy(Role, { id: roleId, programId: now.programId });
      if (!role) throw new Refusal('Choose a role.', 'role');
      await this.refuseMembers(email, now);
      return this.offer(email, name, role, now);
    });
  }

  /** Sends an open one again, with a new link and all its time. */
  again(id: number, by: Member): Promise<Invitation> {
    return this.staff.change(by, async (now) => {
      const { email, name, roleId } = await this.open(id, now);
      const role = await this.database.manager.findOneByOrFail(Role, { id: roleId });
      await this.refuseMembers(email, now);
      return this.offer(email, name, role, now);
    });
  }

  /** Takes one back. */
  withdraw(id: number, by: Member): Promise<void> {
    return this.staff.change(by, async (now) => {
      await this.open(id, now);
      await this.database.manager.update(Invitation, id, { withdrawnAt: this.clock.now() });
    });
  }

  /** Those that nobody has accepted or taken back, newest first; the ones that ran out can be sent again. */
  async openFor(programId: number): Promise<OpenInvitation[]> {
    const rows = await this.database.query<OpenRow>(
      `SELECT invitation.id, invitation.email, invitation.name, role.name AS role, inviter.name AS invited_by,
         invitation.created_at, invitation.expires_at
       FROM invitations invitation JOIN roles role ON role.id = invitation.role_id
       LEFT JOIN users inviter ON inviter.id = invitation.invited_by_id
       WHERE invitation.program_id = ? AND invitation.accepted_at IS NULL AND invitation.withdrawn_at IS NULL
       ORDER BY invitation.id DESC LIMIT 100`,
      [programId],
    );
    const now = this.clock.now();
    return rows.map(({ created_at, expires_at, invited_by, ...row }) => {
      const expiresAt = asDate(expires_at);
      const createdAt = asDate(created_at);
      return { ...row, invitedBy: invited_by ?? '', createdAt, expiresAt, isExpired: expiresAt <= now };
    });
  }

  private async offer(email: string, name: string, role: Role, by: Member): Promise<Invitation> {
    const { manager } = this.database;
    const now = this.clock.now();
    const { invitation, token } = Invitation.to(email, name, role, by, now);
    await this.database.run(
      'UPDATE invitations SET withdrawn_at = ? WHERE program_id = ? AND email = ? AND accepted_at IS NULL AND withdrawn_at IS NULL',
      [now, by.programId, email],
    );
    await manager.save(invitation);
    await this.letter.write(invitation, token, role, by);
    return invitation;
  }

  private async refuseMembers(email: string, { programId, programName }: Member) {
    const rows = await this.database.query<{ email: string }>(
      `SELECT user.email FROM users user JOIN memberships member ON member.user_id = user.id
       WHERE user.email = ? AND member.program_id = ? AND member.is_active = 1`,
      [email, programId],
    );
    if (rows.some((row) => row.email === email)) throw new Refusal(`${email} is in ${programName} already.`, 'email');
  }

  private async open(id: number, { programId }: Member): Promise<Invitation> {
    const invitation = await this.database.manager.findOneBy(Invitation, { id, programId });
    if (!invitation) throw new NotFoundException();
    if (invitation.acceptedAt) throw new Refusal(`${invitation.email} has accepted already.`);
    if (invitation.withdrawnAt) throw new Refusal('This invitation was taken back already.');
    return invitation;
  }
}

interface OpenRow {
  id: number;
  email: string;
  name: string;
  role: string;
  invited_by: string | null;
  created_at: string | Date;
  expires_at: string | Date;
}
