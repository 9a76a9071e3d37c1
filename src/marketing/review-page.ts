import { Injectable } from '@nestjs/common';
import { Contacts } from '../contacts/contacts.js';
import { Fields } from '../contacts/fields.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { nationalForm } from '../programs/phone.js';
import { ProgramNumber } from '../programs/program-number.js';
import { inDigits } from '../web/digits.js';
import { duration, full } from '../web/moments.js';
import { page } from '../web/responses.js';
import { audienceInWords } from './campaign-form-audience.js';
import { waitInWords } from './campaign-pages-words.js';
import type { Campaign } from './campaign.js';
import type { CampaignStep } from './campaign-step.js';
import { Campaigns } from './campaigns.js';
import { problemOfText } from './merge-fields.js';
import { MergeValues } from './merge-values.js';
import type { Course } from './review-course.js';
import type { ReviewTally } from './review-tally.js';
import { type Review, Reviews } from './reviews.js';
import { skipReason } from './skip-reasons.js';
import { TestForms, type TypedTest } from './test-form.js';

const number = (count: number) => inDigits(count);

/** What the page says before a campaign is sent. */
@Injectable()
export class ReviewPage {
  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly contacts: Contacts,
    private readonly fields: Fields,
    private readonly values: MergeValues,
    private readonly reviews: Reviews,
    private readonly tests: TestForms,
    private readonly clock: Clock,
  ) {}

  async of(campaign: Campaign, member: Member, test: TypedTest = {}, tested: unknown = '') {
    const { programId } = member;
    const [steps, fields, types, mergeable, from] = await Promise.all([
      this.campaigns.steps(campaign.id),
      this.fields.of(programId),
      this.contacts.types(member),
      this.values.mergeable(programId),
      this.database.manager.findOneByOrFail(ProgramNumber, { id: campaign.programNumberId }),
    ]);
    const blocks = blocksOf(campaign, steps, (body) => problemOfText(body, mergeable.fields), this.clock.now());
    const review = this.reviews.of(campaign);
    const { url, name, version, startsAt, skipsTextedToday, failureLimit, optOutLimit } = campaign;
    return page('campaigns/review', {
      problems: null,
      campaign: { url, name, version, startsAt, skipsTextedToday, failureLimit, optOutLimit },
      audience: audienceInWords(campaign.audience, fields, types),
      from: `${from.label} ${nationalForm(from.number, member.country)}`.trim(),
      zone: member.timeZone.replaceAll('_', ' '),
      blocks,
      texts: steps.map((step) => ({ number: step.position, body: step.body, wait: waitInWords(step) })),
      tested: { isNow: tested === 'now', isLater: tested === 'morning' },
      test: await this.tests.of(campaign, steps, member, test),
      review: {
        url: `${url}/review`,
        isDone: review.state === 'done',
        isCounting: review.state === 'counting',
        past: review.tally?.total ?? 0,
        pastText: number(review.tally?.total ?? 0),
        total: review.total,
        totalText: number(review.total),
        finishedAt: review.finishedAt,
        ...(await this.result(review, from, member)),
        maySend: review.state === 'done' && !blocks.length && Boolean(review.tally?.recipients),
      },
    });
  }

  private async result(
    { state, tally, course, startsAt }: Review,
    from: ProgramNumber,
    { timeZone, programId }: Member,
  ) {
    if (state !== 'done' || !tally || !course) return { recipients: 0, skipped: [], further: [] };
    const { recipients, longest } = tally;
    const ids = [...tally.skipped.flatMap(({ contactIds }) => contactIds), ...(longest ? [longest.contactId] : [])];
    const names = await this.names(ids, programId);
    return {
      recipients,
      recipientsText: number(recipients),
      skippedCount: tally.total - recipients,
      skippedText: number(tally.total - recipients),
      skipped: skippedOf(tally, names),
      segmentsText: number(tally.segments),
      segments: tally.segments,
      longest: longest && { ...longest, name: names.get(longest.contactId) ?? '' },
      rateText: number(from.segmentsPerMinute),
      rate: from.segmentsPerMinute,
      takes: takes(tally.segments / from.segmentsPerMinute),
      ends: ends(course, startsAt, timeZone),
      waiting: course.waiting,
      waitingText: number(course.waiting),
      isAllWaiting: course.waiting === recipients,
      further: tally.further.map(({ texts, segments, unfit }, place) => ({
        ...{ number: place + 2, texts, segments, unfit },
        ...{ textsText: number(texts), segmentsText: number(segments), unfitText: number(unfit) },
      })),
    };
  }

  private async names(ids: number[], programId: number): Promise<Map<number, string>> {
    if (!ids.length) return new Map();
    const rows = await this.database.query<{ id: number; first_name: string; last_name: string }>(
      `SELECT id, first_name, last_name FROM contacts WHERE program_id = ? AND id IN (${marks(ids)})`,
      [programId, ...ids],
    );
    return new Map(rows.map((row) => [row.id, `${row.first_name} ${row.last_name}`.trim()]));
  }
}

const skippedOf = (tally: ReviewTally, names: ReadonlyMap<number, string>) =>
  tally.skipped.map(({ reason, detail, count, contactIds }) => ({
    words: skipReason(reason, detail),
    countText: number(count),
    more: count - contactIds.length,
    moreText: number(count - contactIds.length),
    contacts: contactIds.map((id) => ({
      url: names.has(id) ? `/contacts/${id}` : '',
      name: names.get(id) ?? 'deleted',
    })),
  }));

const takes = (minutes: number) => (minutes < 1 ? 'Less than a minute' : `About ${duration(minutes * 60_000)}`);

// When that is soon, there is no need to say it.
function ends({ endsAt }: Course, startsAt: Date, zone: string): string {
  if (!endsAt) return 'in more than two weeks';
  return endsAt.getTime() - startsAt.getTime() < 20 * 60_000 ? '' : `about ${full(endsAt, zone)}`;
}

/** What must be put right before it can be sent. */
export function blocksOf(
  { startsAt }: Pick<Campaign, 'startsAt'>,
  steps: Pick<CampaignStep, 'position' | 'body'>[],
  problemOf: (body: string) => string,
  now: Date,
): string[] {
  const texts = steps.flatMap(({ position, body }) => {
    const problem = problemOf(body);
    return problem ? [steps.length > 1 ? `Text ${position}: ${problem}` : problem] : [];
  });
  return [
    ...(steps.length ? texts : ['Write the text first.']),
    ...(startsAt && startsAt <= now ? ['The time set for it has passed. Choose another, or send it now.'] : []),
  ];
}
