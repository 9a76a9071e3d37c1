import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { OptOuts } from '../consent/opt-outs.js';
import { tokenOf } from '../people/form-token.js';
import { Threads } from '../conversations/threads.js';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { limiter, REDIS } from '../people/sign-in-throttle.js';
import { Clock } from '../programs/clock.js';
import { toE164 } from '../programs/phone.js';
import { ProgramNumber } from '../programs/program-number.js';
import { quietUntil, zonesOf } from '../programs/quiet-hours.js';
import { Refusal, Refusals } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import { duration } from '../web/moments.js';
import type { Campaign } from './campaign.js';
import { Campaigns } from './campaigns.js';
import { merged, parse } from './merge-fields.js';
import { MergeValues } from './merge-values.js';
import type { TypedTest } from './test-form.js';

const mostInAnHour = 10;

/** Sends a text of a campaign to one number, just as recipients get it. */
@Injectable()
export class TestSends {
  private readonly tests: RateLimiterAbstract;

  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly values: MergeValues,
    private readonly threads: Threads,
    private readonly optOuts: OptOuts,
    private readonly clock: Clock,
    @Optional() @Inject(REDIS) redis: Redis | null,
  ) {
    this.tests = limiter(redis, 'campaign-tests', mostInAnHour, 3600);
  }

  /** Queues it; says when it leaves. The same form twice (by its token) is one text. */
  async send(campaign: Campaign, typed: TypedTest, by: Member): Promise<'now' | 'morning'> {
    const said = typeof typed.number === 'string' ? typed.number.trim() : '';
    const number = said ? toE164(said, by.country) : null;
    if (!campaign.isDraft) throw new Refusal('This campaign is no longer a draft, so nothing was sent.', 'form');
    if (!number)
      throw new Refusal(said ? `“${said.slice(0, 40)}” is not a phone number.` : 'Enter your phone number.', 'number');
    const text = await this.text(campaign, typed, by);
    if (await this.optOuts.hold(by.programId, number))
      throw new Refusal('This number has opted out of texts, so nothing was sent.', 'number');
    await this.admit(by);
    const zone = await this.queue(campaign, number, text, tokenOf(typed.token, `${number} ${text}`, by), by);
    return quietUntil(zonesOf({ zone, number }, by.timeZone), this.clock.now()) ? 'morning' : 'now';
  }

  private async text(campaign: Campaign, typed: TypedTest, { programId }: Member): Promise<string> {
    const steps = await this.campaigns.steps(campaign.id);
    const step = steps.find(({ position }) => position === (idIn(typed.text) || 1));
    if (!step) throw new Refusal('Write the text first.', 'text');
    const contactId = idIn(typed.contact);
    const mergeable = await this.values.mergeable(programId);
    const sender = await this.campaigns.senderOf(campaign);
    const values = (await this.values.of([contactId], sender, mergeable)).get(contactId);
    const { text, missing, isTooLong } = merged(parse(step.body, mergeable.fields).parts, values ?? new Map());
    if (missing.length && !values) throw new Refusal('Choose a contact to fill it in for.', 'contact');
    if (missing.length)
      throw new Refusals({ contact: `This contact has no ${missing.join(', ')}, so they get no text.` });
    if (isTooLong) throw new Refusal(`For this contact it is ${text.length} characters, which is too long.`, 'contact');
    return text;
  }

  private async admit({ userId, programId }: Member) {
    try {
      await this.tests.consume(`${programId}:${userId}`);
    } catch (full) {
      if (!(full instanceof RateLimiterRes)) throw full;
      const sentence = `You have sent ${mostInAnHour} tests within an hour. Try again in ${duration(full.msBeforeNext)}.`;
      throw new Refusal(sentence, 'number');
    }
  }

  /** Returns the time zone of whoever has the number, if their contact says one. */
  private async queue(campaign: Campaign, to: string, text: string, formToken: string | null, { userId }: Member) {
    const now = this.clock.now();
    try {
      return await this.database.transaction(async () => {
        const from = await this.database.manager.findOneByOrFail(ProgramNumber, { id: campaign.programNumberId });
        const { contact } = await this.threads.whoHas(campaign.programId, to);
        const conversation = await this.threads.between(from, contact, to, now);
        conversation.send(text, 'campaign', now, userId);
        Object.assign(conversation.made.messages[0]!, { formToken });
        await this.threads.save(conversation);
        return contact?.timeZone ?? null;
      });
    } catch (error) {
      if (!formToken || !isDuplicate(error)) throw error;
      return null;
    }
  }
}
