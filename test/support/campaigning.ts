import { Contact } from '../../src/contacts/contact.js';
import { PhoneNumber } from '../../src/contacts/phone-number.js';
import type { Audience } from '../../src/marketing/audience.js';
import type { Campaign } from '../../src/marketing/campaign.js';
import { CampaignRounds } from '../../src/marketing/campaign-rounds.js';
import { Control } from '../../src/marketing/control.js';
import { type CampaignDetails, Drafting, type StepDetails } from '../../src/marketing/drafting.js';
import { countOf, Tallies } from '../../src/marketing/tallies.js';
import type { Member } from '../../src/people/member.js';
import { Members } from '../../src/people/members.js';
import { Outbox } from '../../src/sending/outbox.js';
import { numberOf } from './crowd.js';
import { inbound, type Parley } from './parley.js';
import type { SetClock } from './set-clock.js';

export { numberOf } from './crowd.js';
export { Scripted } from './scripted.js';

/** Somebody in an audience. */
export interface Somebody {
  first?: string;
  numbers?: string[];
  zone?: string;
}

/** What became of one text to one contact. */
export interface Fate {
  step: number;
  state: string;
  reason: string | null;
  detail: string | null;
  outcome: string | null;
  error_code: string | null;
  due_at: Date | string;
}

/** Jordan's campaigns in a Parley whose rounds a test carries out itself. */
export class Campaigning {
  private readonly control: Control;
  private constructor(
    readonly parley: Parley,
    readonly by: Member,
    private readonly clock?: SetClock,
  ) {
    this.control = parley.app.get(Control);
  }

  static async of(parley: Parley, clock?: SetClock): Promise<Campaigning> {
    const { jordan, program } = parley.cast;
    const by = (await parley.app.get(Members).find(jordan.id, program.id))!;
    return new Campaigning(parley, by, clock);
  }

  /** Nothing is carried out or sent by itself from now on, but only by `feed`, `send` and `settle`. */
  async byHand(): Promise<this> {
    await this.parley.app.get(CampaignRounds).beforeApplicationShutdown();
    await this.parley.app.get(Outbox).stop();
    return this;
  }

  /** Queues what can be queued by now. */
  async feed() {
    while (await this.parley.app.get(CampaignRounds).round());
  }

  /** Sends what is queued and due. */
  async send() {
    await this.parley.flush();
    this.clock?.pass(20);
    await this.parley.flush();
  }

  /** New applicants; their ids. */
  async people(all: Somebody[]): Promise<number[]> {
    const { program, maya } = this.parley.cast;
    const now = new Date();
    const { database } = this.parley;
    return database.transaction(async () => {
      const ids: number[] = [];
      for (const { first = 'Ann', numbers = [], zone = null } of all) {
        const own = { firstName: first, lastName: 'Lee', email: null, timeZone: zone, createdAt: now, updatedAt: now };
        const whose = { programId: program.id, contactTypeId: maya.contactTypeId };
        const row = Object.assign(new Contact(), whose, own);
        const { identifiers } = await database.manager.insert(Contact, row);
        const contactId = identifiers[0]!['id'] as number;
        ids.push(contactId);
        const rows = numbers.map((number, place) => ({
          ...PhoneNumber.of(program.id, number, 'Mobile', place),
          contactId,
        }));
        if (rows.length) await database.manager.insert(PhoneNumber, rows as never);
      }
      return ids;
    });
  }

  /** So many applicants, each with a number of their own that begins with this area code. */
  many(count: number, area = '617', from = 0): Promise<number[]> {
    return this.people(Array.from({ length: count }, (_, place) => ({ numbers: [numberOf(area, from + place)] })));
  }

  async quickMessage(contacts: number[], body = 'Hello'): Promise<number> {
    const programNumberId = await this.ourNumberId();
    return (await this.parley.app.get(Drafting).quickMessage({ contacts, body, programNumberId }, null, this.by)).id;
  }

  /** A campaign of these texts, sent now or at its time. */
  async campaign(
    contacts: number[] | Audience,
    texts: (string | Partial<StepDetails>)[] = ['Hello'],
    own: Partial<CampaignDetails> = {},
  ): Promise<number> {
    const steps = texts.map((text) => ({
      ...{ body: 'Hello', waitDays: 3, onlyIfNoReply: true },
      ...(typeof text === 'string' ? { body: text } : text),
    }));
    const details: CampaignDetails = {
      ...{ name: 'Open day', audience: Array.isArray(contacts) ? { contacts } : contacts },
      ...{ programNumberId: await this.ourNumberId(), skipsTextedToday: false, failureLimit: 5, optOutLimit: 5 },
      ...{ startsAt: null, steps },
      ...own,
    };
    const { id } = await this.parley.app.get(Drafting).campaign(details, null, this.by);
    await this.control.send(id);
    return id;
  }

  pause = (id: number) => this.control.pause(id, this.by);
  resume = (id: number) => this.control.resume(id);
  cancel = (id: number) => this.control.cancel(id);

  /** Does and sends what can be done and sent by now. A set clock goes on a little, for the pace of the number. */
  async settle() {
    for (let before = -1, after = 0; before !== after;) {
      before = after;
      await this.feed();
      await this.send();
      after = await this.steps();
    }
  }

  async read(id: number): Promise<Campaign> {
    return this.parley.database.manager.findOneByOrFail<Campaign>('Campaign', { id });
  }

  async status(id: number) {
    return (await this.read(id)).status;
  }

  async tally(id: number) {
    const { skipped, failed, ...counts } = await this.parley.app.get(Tallies).of(id);
    return { ...counts, skipped: Object.fromEntries(skipped), failed: Object.fromEntries(failed) };
  }

  /** Whether each text is counted exactly once. */
  async sumsUp(id: number): Promise<boolean> {
    const tally = await this.parley.app.get(Tallies).of(id);
    return tally.total === tally.waiting + tally.queued + tally.left + countOf(tally.skipped) + countOf(tally.failed);
  }

  /** What became of the texts to a contact, by their steps. */
  fates(id: number, contactId: number): Promise<Fate[]> {
    return this.parley.rows<Fate>(
      `SELECT step, state, reason, detail, outcome, error_code, due_at FROM campaign_recipients
       WHERE campaign_id = ? AND contact_id = ? ORDER BY step, id`,
      [id, contactId],
    );
  }

  /** Somebody texts us, at the time of the clock. */
  async text(from: string, body: string, now: Date, own: object = {}) {
    const said = inbound(from, body, { timestamp: now.toISOString(), ...own });
    return (await this.parley.webhook('inbound', said, { iat: Math.floor(now.getTime() / 1000) })).status;
  }

  private async ourNumberId(): Promise<number> {
    const [row] = await this.parley.rows<{ id: number }>(
      'SELECT id FROM program_numbers WHERE program_id = ? AND is_default = 1',
      [this.parley.cast.program.id],
    );
    return row!.id;
  }

  // Changes with everything that a campaign does.
  private async steps(): Promise<number> {
    const [row] = await this.parley.rows<{ count: number | string }>(
      `SELECT (SELECT COUNT(*) FROM campaign_recipients WHERE state <> 'waiting')
         + (SELECT COUNT(*) FROM campaign_recipients WHERE outcome IS NOT NULL)
         + (SELECT COUNT(*) FROM campaign_recipients) + (SELECT COUNT(*) FROM campaigns WHERE status <> 'sending') AS count`,
    );
    return Number(row!.count);
  }
}
