import type { Contact } from '../contacts/contact.js';
import { Conversation } from '../conversations/conversation.js';
import { isProgress } from '../conversations/message-status.js';
import type { Message } from '../conversations/message.js';
import type { Database } from '../database/database.js';
import { Campaign } from '../marketing/campaign.js';
import { CampaignRecipient } from '../marketing/campaign-recipient.js';
import { CampaignStep } from '../marketing/campaign-step.js';
import { recipientOf } from '../marketing/preparing.js';
import type { Member } from '../people/member.js';
import type { Program } from '../programs/program.js';
import type { ProgramNumber } from '../programs/program-number.js';
import type { Bulk } from './bulk.js';
import { Retelling } from './retelling.js';
import type { Colleague } from './thread.js';

interface Told {
  line: ProgramNumber;
  retelling: Retelling;
}

/** One text of a Quick Message or Campaign, and the thread that has it. */
interface Announcement extends Told {
  message: Message;
}

/** Makes the Quick Messages and Campaigns that the texts of the demo came from. */
export class DemoCampaigns {
  constructor(
    private readonly database: Database,
    private readonly bulk: Bulk,
  ) {}

  /** Those who got the text of the largest campaign like the others, and had nothing to say. */
  silent(told: Told[], contacts: Contact[], program: Program, staff: Map<Colleague, Member>): Told[] {
    const busy = new Set(told.map(({ retelling }) => retelling.conversation.contactId));
    const campaigns = gathered(told).filter(([first]) => first!.message.source === 'campaign');
    const [largest] = campaigns.sort((one, other) => other.length - one.length);
    if (!largest) return [];
    const [{ message, line }] = largest as [Announcement, ...Announcement[]];
    const by = [...staff].find(([, { userId }]) => userId === message.authorId)![0];
    const free = contacts.filter(({ id, phoneNumbers }) => !busy.has(id) && phoneNumbers.length);
    return free.map((contact) => {
      const conversation = Conversation.between(line, contact, contact.phoneNumbers[0]!.number, message.at);
      const silent = new Retelling(conversation, program, staff);
      silent.announce('campaign', message.body, by, message.at);
      return { line, retelling: silent };
    });
  }

  /** Writes down what was sent, once its texts are there. */
  async keep(told: Told[]) {
    for (const group of gathered(told)) await this.write(group);
  }

  private async write(group: Announcement[]) {
    const [{ message, line }] = group as [Announcement, ...Announcement[]];
    const at = message.at;
    const kind = message.source as Campaign['kind'];
    const contacts = group.map(({ retelling }) => retelling.conversation.contactId!);
    const campaign = Object.assign(new Campaign(), {
      ...{ programId: line.programId, kind, name: kind === 'campaign' ? nameOf(message.body) : '', status: 'sent' },
      ...{ programNumberId: line.id, audience: { contacts }, skipsTextedToday: false, failureLimit: 5, optOutLimit: 5 },
      ...{ startsAt: null, version: 1, formToken: null, createdById: message.authorId, createdAt: at, changedAt: at },
      ...{ startedAt: at, preparedUpTo: 0, preparedAt: at, finishedAt: at, pause: null, forgiven: null },
    });
    await this.database.manager.save(campaign);
    const step = { campaignId: campaign.id, position: 1, body: message.body, waitDays: 0, onlyIfNoReply: false };
    await this.database.manager.insert(CampaignStep, step);
    const recipients = group.map((one) => this.recipient(campaign, one));
    await this.bulk.number('campaign_recipients', recipients);
    await this.bulk.insert(CampaignRecipient, recipients);
  }

  private recipient(campaign: Campaign, { message, retelling }: Announcement): CampaignRecipient {
    const { conversation, keywords } = retelling;
    const after = (at: Date) => at > message.at;
    const reply = conversation.made.messages.find(({ isInbound, at }) => isInbound && after(at));
    const contactId = conversation.contactId!;
    const waiting = recipientOf(campaign, 1, { contactId, number: conversation.number, reason: null }, message.at);
    return Object.assign(new CampaignRecipient(), {
      ...waiting,
      state: 'queued',
      conversationId: conversation.id,
      messageId: message.id,
      outcome: isProgress(message.status, 'submitted') ? null : message.status,
      errorCode: message.errorCode ?? null,
      leftAt: message.submittedAt ?? message.at,
      hasReplied: reply !== undefined,
      repliedAt: reply?.at ?? null,
      hasOptedOut: keywords.some(({ change, at }) => change === 'opt-out' && after(at)),
    });
  }
}

/** The texts to many, those of one Quick Message or Campaign together, the oldest first. */
function gathered(told: Told[]): Announcement[][] {
  const all = told.flatMap((one) =>
    one.retelling.messages
      .filter(({ source }) => source === 'campaign' || source === 'quick-message')
      .map((message) => ({ ...one, message })),
  );
  const groups = Map.groupBy(
    all.filter(({ retelling }) => retelling.conversation.contactId !== null),
    ({ message: { source, body }, line }) => `${line.id} ${source} ${body}`,
  );
  return [...groups.values()].sort((one, other) => one[0]!.message.at.getTime() - other[0]!.message.at.getTime());
}

const names: [beginning: string, name: string][] = [
  ['Alderbrook University: the priority deadline', 'Priority deadline in 10 days'],
  ['Alderbrook University for parents', 'Family guide for parents'],
  ['Alderbrook Open House', 'Open House invitation'],
  ['Alderbrook Financial Aid', 'FAFSA missing'],
  ['Welcome to Alderbrook’s international', 'International track: welcome'],
  ['Alderbrook Evening', 'Spring registration opens'],
];

/** What the office calls a text to many. */
function nameOf(body: string): string {
  const known = names.find(([beginning]) => body.startsWith(beginning));
  if (!known) throw new Error(`The demo has no name for the campaign that says “${body}”.`);
  return known[1];
}
