import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Refusal } from '../refusal.js';
import { Members } from './members.js';
import { matches } from './passwords.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { User } from './user.js';

/** Says who somebody is by e-mail and password, or refuses with one sentence for every reason. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly throttle: SignInThrottle,
  ) {}

  async verify(email: string, password: string, address: string): Promise<User> {
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
    if (!known || !isThem || !(await this.members.find(known.id)))
      throw new Refusal('The e-mail address or the password is wrong.', 'form');
    await this.throttle.forgive(account, address);
    return known;
  }
}
