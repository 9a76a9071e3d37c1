import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { tokenOf } from '../people/form-token.js';
import type { Member } from '../people/member.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Refusals } from '../refusal.js';
import type { Campaign } from './campaign.js';
import { Drafting } from './drafting.js';
import { problemOfText } from './merge-fields.js';
import { MergeValues } from './merge-values.js';
import type { QuickMessageDraft } from './quick-message-draft.js';
import { QuickMessagePage } from './quick-message-page.js';
import { whyNobody } from './quick-message-summary.js';

/** Sends what somebody wrote, once. */
@Injectable()
export class QuickMessageSending {
  constructor(
    private readonly database: Database,
    private readonly drafting: Drafting,
    private readonly pages: QuickMessagePage,
    private readonly values: MergeValues,
  ) {}

  /** `token` is the form’s: the same words to the same people from the same form are one message. */
  async send(draft: QuickMessageDraft, token: string, by: Member): Promise<Campaign> {
    const { contacts, body } = draft;
    await this.mustReachSomebody(draft, by);
    const programNumberId = draft.numberId || (await this.ownNumber(by));
    const delivery = tokenOf(token, JSON.stringify([body, contacts, programNumberId]), by);
    return this.drafting.quickMessage({ contacts, body, programNumberId }, delivery, by);
  }

  // To several, the page of the message says who was skipped; to one there would be no message.
  private async mustReachSomebody(draft: QuickMessageDraft, by: Member) {
    if (new Set(draft.contacts).size !== 1) return;
    const problem = whyNobody(await this.pages.prospects(draft, by));
    if (!problem) return;
    const { fields } = await this.values.mergeable(by.programId);
    const unclear = problemOfText(draft.body, fields);
    throw new Refusals({ contacts: problem, ...(unclear ? { body: unclear } : {}) });
  }

  private async ownNumber({ programId }: Member): Promise<number> {
    const order = { isDefault: 'DESC', id: 'ASC' } as const;
    const [number] = await this.database.manager.find(ProgramNumber, { where: { programId }, order, take: 1 });
    return number?.id ?? 0;
  }
}
