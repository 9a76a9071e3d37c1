import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import { oneLine } from '../mail/mail.js';
import { Clock } from '../programs/clock.js';
import { Program } from '../programs/program.js';
import { DeadLink, Refusal, Refusals } from '../refusal.js';
import { present } from './absence.js';
import { Invitation, type InvitationState } from './invitation.js';
import { Members } from './members.js';
import { Membership } from './membership.js';
import { faultOf, hashed } from './passwords.js';
import { Role } from './role.js';
import { SignIn } from './sign-in.js';
import { StaffChanges } from './staff-changes.js';
import { hashOf } from './tokens.js';
import { User } from './user.js';

export interface TypedAcceptance {
  name?: unknown;
  password?: unknown;
}

const reasons: Record<Exclude<InvitationState, 'open'>, string> = {
  accepted: 'This invitation has been accepted already. Sign in with your e-mail address and your password.',
  withdrawn:
    'This invitation was taken back, or replaced by a newer one. Look for a newer e-mail, or ask the person who invited you.',
  expired: 'This invitation has expired. Ask the person who invited you to send it again.',
};
const orphaned =
  'The person who invited you can no longer give you this role. Ask somebody else on the team for a new invitation.';
const unknown =
  'Parley does not know this invitation. Copy the whole link from the e-mail, or ask the person who invited you to send it again.';

/** Turns an invitation into a membership: once, by whoever has its link and says the right password. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly signIn: SignIn,
    private readonly changes: StaffChanges,
    private readonly clock: Clock,
  ) {}

  /** What the page of an invitation shows. Throws `DeadLink` for one that is of no use. */
  async offer(token: string) {
    const { email, name, programId, roleId, invitedById, expiresAt } = await this.open(token);
    const { manager } = this.database;
    const [program, role, inviter, account] = await Promise.all([
      manager.findOneByOrFail(Program, { id: programId }),
      manager.findOneByOrFail(Role, { id: roleId }),
      invitedById === null ? null : manager.findOneBy(User, { id: invitedById }),
      this.account(email),
    ]);
    return {
      email,
      name,
      program: program.name,
      timeZone: program.timeZone,
      role: role.name,
      inviter: inviter?.name ?? '',
      expiresAt,
      hasAccount: account !== null,
    };
  }

  /** Makes them a member, and their account if they have none; says who they are, and of which program. */
  async accept(token: string, typed: TypedAcceptance, address: string): Promise<{ userId: number; programId: number }> {
    const { email } = await this.open(token);
    const known = (await this.account(email)) && (await this.identified(email, typed.password, address));
    const made = known ? null : await this.described(email, typed);
    return this.database.transaction(async () => {
      const { id, programId, roleId } = await this.open(token);
      const now = this.clock.now();
      await this.use(id, now);
      const userId = known?.id ?? (await this.create(email, made!));
      await this.join(userId, programId, roleId, now);
      this.changes.tell(programId);
      return { userId, programId };
    });
  }

  private async open(token: string): Promise<Invitation> {
    const invitation = await this.database.manager.findOneBy(Invitation, { tokenHash: hashOf(token) });
    if (!invitation) throw new DeadLink(unknown, 404);
    const state = invitation.state(this.clock.now());
    if (state !== 'open') throw new DeadLink(reasons[state]);
    await this.mustStillBeGivable(invitation);
    return invitation;
  }

  // Whoever left, or may do less by now, gives nobody a place any more.
  private async mustStillBeGivable({ programId, roleId, invitedById }: Invitation) {
    const role = await this.database.manager.findOneByOrFail(Role, { id: roleId });
    const inviter = invitedById === null ? null : await this.members.find(invitedById, programId);
    if (!inviter?.can('manage-users') || role.beyond(inviter).length > 0) throw new DeadLink(orphaned);
  }

  // MySQL finds “dána@” for “dana@”.
  private async account(email: string): Promise<User | null> {
    const user = await this.database.manager.findOneBy(User, { email });
    return user?.email === email ? user : null;
  }

  private identified(email: string, password: unknown, address: string): Promise<User> {
    return this.signIn.identify(email, String(password ?? ''), address).catch((error: unknown) => {
      throw error instanceof Refusal ? new Refusal(error.message, 'password') : error;
    });
  }

  private async described(email: string, { name: said, password }: TypedAcceptance) {
    const faults: Record<string, string> = {};
    const name = nameIn(said, faults);
    const fault = faultOf(password, email);
    if (fault) faults['password'] = fault;
    if (Object.keys(faults).length) throw new Refusals(faults);
    return { name, passwordHash: await hashed(password as string) };
  }

  // Whoever changes the row has it: of two who press the button at once one joins.
  private async use(id: number, now: Date) {
    const changed = await this.database.run(
      `UPDATE invitations SET accepted_at = ?
       WHERE id = ? AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?`,
      [now, id, now],
    );
    if (changed !== 1) throw new DeadLink(reasons.accepted);
  }

  private async create(email: string, { name, passwordHash }: { name: string; passwordHash: string }): Promise<number> {
    const user = { email, name, passwordHash, enterSends: false, createdAt: this.clock.now() };
    try {
      return (await this.database.manager.save(Object.assign(new User(), user))).id;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new Refusal('There is an account with this address, or one much like it, by now. Open the link again.');
    }
  }

  private async join(userId: number, programId: number, roleId: number, createdAt: Date) {
    const { manager } = this.database;
    const was = await manager.findOneBy(Membership, { userId, programId });
    if (was?.isActive) throw new Refusal('You are a member of this program already. Sign in.');
    const place = { ...present, roleId, isActive: true, openLimit: null };
    if (was) await manager.update(Membership, was.id, place);
    else await manager.insert(Membership, { ...place, userId, programId, createdAt });
  }
}

/** A person's name as a form says it; what is wrong with it goes to `faults`. */
export function nameIn(said: unknown, faults: Record<string, string>): string {
  const name = typeof said === 'string' ? oneLine(said, 1000) : '';
  if (!name) faults['name'] = 'Enter your name, as your colleagues know you.';
  else if (name.length > 100) faults['name'] = 'A name has at most 100 characters.';
  return name;
}
