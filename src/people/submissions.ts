import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { tokenOf } from './form-token.js';
import type { Member } from './member.js';
import { Submission } from './submission.js';

type Address = string | Promise<string>;

/** Forms that make something, each sent once however often it arrives. Their templates say `{{formToken}}`. */
@Injectable()
export class Submissions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Does the work of a form, and says where it leads; the same form again leads there too, and does nothing. One
   * transaction: of two at once the second waits for what becomes of the first, and what was refused was never sent.
   */
  async once<Made>(form: object, by: Member, work: () => Promise<Made>, leadsTo: (made: Made) => Address) {
    const { token, ...words } = form as { token?: unknown };
    const formToken = tokenOf(token, JSON.stringify([by.programId, words]), by);
    if (!formToken) return leadsTo(await work());
    return this.database.transaction(async () => {
      const row = { formToken, url: '', createdAt: this.clock.now() };
      if (!(await this.database.insertOnce(Submission, row))) return this.endOf(formToken);
      const url = await leadsTo(await work());
      await this.database.run('UPDATE submissions SET url = ? WHERE form_token = ?', [url, formToken]);
      return url;
    });
  }

  private async endOf(formToken: string): Promise<string> {
    const { url } = await this.database.manager.findOneByOrFail(Submission, { formToken });
    return url;
  }
}
