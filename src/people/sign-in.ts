import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Refusal } from '../refusal.js';
import { Members } from './members.js';
import { matches } from './passwords.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { User } from './user.js';

const wrong = 'The e-mail address or the password is wrong.';

/** Says who somebody is by e-mail and password, or refuses with one sentence for every reason. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly throttle: SignInThrottle,
  ) {}

  /** Who signs in: an active member of some program. */
  async verify(email: string, password: string, address: string): Promise<User> {
    const user = await this.identify(email, password, address);
    if (!(await this.members.find(user.id))) throw new Refusal(wrong, 'form');
    return user;
  }

  /** Whose password this is, whether or not they are an active member of anything. */
  async identify(email: string, password: string, address: string): Promise<User> {
    const account = email.trim().toLowerCase();
    await this.throttle.admit(account, address);
    const user = await this.database.manager
      .createQueryBuilder(User, 'user')
      .addSelect('user.passwordHash')
      .where('user.email = :account', { account })
      .getOne();
    // MySQL finds “dána@” for “dana@”, and each spelling would have tries of its own.
    const known = user?.email === account ? user : null;
    const isThem = await matches(password, known?.passwordHash);
    if (!known || !isThem) throw new Refusal(wrong, 'form');
    await this.throttle.forgive(account, address);
    return known;
  }
}
