import { Injectable } from '@nestjs/common';
import { Post } from '../mail/post.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Program } from '../programs/program.js';
import { DeadLink, Refusal } from '../refusal.js';
import { full } from '../web/moments.js';
import { PublicAddress } from '../web/public-address.js';
import { ForgottenThrottle } from './forgotten-throttle.js';
import { Invitation } from './invitation.js';
import { Members } from './members.js';
import { PasswordReset } from './password-reset.js';
import { faultOf, hashed } from './passwords.js';
import { SessionStore } from './session-store.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { hashOf } from './tokens.js';
import { User } from './user.js';

const dead = 'This link has been used, or it has expired. Ask for a new one on the sign-in page.';
const unknown = 'Parley does not know this link. Copy all of it from the e-mail, or ask for a new one.';

/** New passwords for people who forgot theirs. */
@Injectable()
export class PasswordResets {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly throttle: ForgottenThrottle,
    private readonly tries: SignInThrottle,
    private readonly sessions: SessionStore,
    private readonly post: Post,
    private readonly address: PublicAddress,
    private readonly clock: Clock,
  ) {}

  /** Sends a link to the account with this address, if there is one that can sign in or is invited. Nobody is told whether there is. */
  async ask(email: string, from: string): Promise<void> {
    const account = email.trim().toLowerCase();
    if (!account) throw new Refusal('Enter your e-mail address.', 'email');
    await this.throttle.admit(account, from);
    const user = await this.database.manager.findOneBy(User, { email: account });
    // MySQL finds “dána@” for “dana@”.
    if (user?.email === account) await this.offer(user);
  }

  /** Whose password a link changes. Throws `DeadLink` for one that is of no use. */
  async userOf(token: string): Promise<User> {
    const { userId } = await this.open(token);
    return this.database.manager.findOneByOrFail(User, { id: userId });
  }

  /** Sets the new password, once; whoever is signed in to the account is out. */
  async use(token: string, password: unknown, from: string): Promise<void> {
    const user = await this.userOf(token);
    const fault = faultOf(password, user.email);
    if (fault) throw new Refusal(fault, 'password');
    const passwordHash = await hashed(password as string);
    await this.database.transaction(async () => {
      const { id } = await this.open(token);
      const now = this.clock.now();
      // Whoever changes the row has it.
      const changed = await this.database.run(
        'UPDATE password_resets SET used_at = ? WHERE id = ? AND used_at IS NULL AND expires_at > ?',
        [now, id, now],
      );
      if (changed !== 1) throw new DeadLink(dead);
      await this.void(user.id, now);
      await this.database.manager.update(User, user.id, { passwordHash });
      await this.sessions.end(user.id);
    });
    // Whoever forgot it has tried in vain before.
    await this.tries.forgive(user.email, from);
  }

  private async offer(user: User) {
    const place = (await this.members.find(user.id)) ?? (await this.offered(user));
    if (!place) return;
    const now = this.clock.now();
    const { reset, token } = PasswordReset.for(user.id, now);
    const body = [
      `Hello ${user.name},`,
      '',
      'somebody, probably you, asked for a new password for Parley.',
      '',
      `Open this link to choose one. It works once, until ${full(reset.expiresAt, place.timeZone)}:`,
      '',
      this.address.of(`/passwords/${token}`),
      '',
      'If it was not you, you can ignore this: your password stays as it is.',
      '',
    ].join('\n');
    await this.database.transaction(async () => {
      await this.void(user.id, now);
      await this.database.manager.save(reset);
      const to = { name: user.name, address: user.email };
      const subject = 'A new password for Parley';
      await this.post.write({ programId: place.programId, kind: 'password-reset', to, subject, body });
    });
  }

  // Whoever is a member nowhere, but invited, needs the password of their account to accept.
  private async offered({ email }: User): Promise<{ programId: number; timeZone: string } | null> {
    const invitations = await this.database.manager.findBy(Invitation, { email });
    const open = invitations.find((each) => each.email === email && each.state(this.clock.now()) === 'open');
    if (!open) return null;
    const { id, timeZone } = await this.database.manager.findOneByOrFail(Program, { id: open.programId });
    return { programId: id, timeZone };
  }

  /** Ends what was offered to a user earlier. */
  void(userId: number, now: Date): Promise<unknown> {
    return this.database.run('UPDATE password_resets SET used_at = ? WHERE user_id = ? AND used_at IS NULL', [
      now,
      userId,
    ]);
  }

  private async open(token: string): Promise<PasswordReset> {
    const reset = await this.database.manager.findOneBy(PasswordReset, { tokenHash: hashOf(token) });
    if (!reset) throw new DeadLink(unknown, 404);
    if (!reset.isOpen(this.clock.now())) throw new DeadLink(dead);
    return reset;
  }
}
