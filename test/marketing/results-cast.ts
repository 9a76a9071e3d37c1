import { Contact } from '../../src/contacts/contact.js';
import { ContactType } from '../../src/contacts/contact-type.js';
import { Campaign } from '../../src/marketing/campaign.js';
import { CampaignRecipient } from '../../src/marketing/campaign-recipient.js';
import { CampaignStep } from '../../src/marketing/campaign-step.js';
import { ProgramNumber } from '../../src/programs/program-number.js';
import type { Parley } from '../support/parley.js';

/** What became of one text. */
export type Fate = Partial<CampaignRecipient>;

export const at = new Date('2026-11-20T15:00:00Z');
export const gone = (own: Fate = {}): Fate => ({ state: 'queued', outcome: 'submitted', leftAt: at, ...own });

/** One text in each state that there is. */
export const everyFate: Fate[] = [
  { state: 'waiting' },
  { state: 'queued' },
  gone(),
  gone({ outcome: 'delivered' }),
  gone({ outcome: 'delivered', hasReplied: true, repliedAt: new Date(at.getTime() + 300_000) }),
  gone({ outcome: 'delivered', hasOptedOut: true }),
  gone({ outcome: 'unconfirmed', errorCode: 'unconfirmed' }),
  gone({ outcome: 'undeliverable', errorCode: '1180' }),
  gone({ outcome: 'rejected', errorCode: '1170' }),
  gone({ outcome: 'failed', errorCode: 'opted-out', leftAt: null }),
  { state: 'skipped', reason: 'no-number', number: null },
  { state: 'skipped', reason: 'opted-out' },
  { state: 'skipped', reason: 'opted-out' },
  { state: 'skipped', reason: 'no-value', detail: 'Recruiter' },
];

let numbers = 1000;

/** A campaign as it is when each of its texts has this fate, to contacts of its own. */
export async function sent(parley: Parley, fates: Fate[], own: Partial<Campaign> = {}): Promise<Campaign> {
  const { program, jordan } = parley.cast;
  return parley.database.transaction(async () => {
    const { manager } = parley.database;
    const number = await manager.findOneByOrFail(ProgramNumber, { programId: program.id });
    const type = await manager.findOneByOrFail(ContactType, { programId: program.id, name: 'Applicant' });
    const campaign = Object.assign(
      Campaign.draft('quick-message', { programId: program.id, userId: jordan.id } as never, at, {
        programNumberId: number.id,
      }),
      { status: 'sending', startedAt: at, preparedAt: at },
      own,
    );
    await manager.save(campaign);
    await manager.insert(CampaignStep, {
      campaignId: campaign.id,
      position: 1,
      body: 'Hello',
      waitDays: 0,
      onlyIfNoReply: false,
    });
    for (const fate of fates) {
      const e164 = `+1617555${(numbers += 1)}`;
      const contact = await manager.save(
        Contact.of(
          program.id,
          {
            contactType: type,
            firstName: `Person${numbers}`,
            lastName: 'Example',
            email: null,
            numbers: [{ number: e164, label: '' }],
          },
          at,
        ),
      );
      const row = {
        programId: program.id,
        campaignId: campaign.id,
        step: 1,
        contactId: contact.id,
        number: e164,
        dueAt: at,
      };
      const once = fate.state === 'skipped' ? {} : { onceContact: contact.id, onceNumber: e164 };
      await manager.insert(CampaignRecipient, {
        ...row,
        ...once,
        hasReplied: false,
        hasOptedOut: false,
        ...fate,
      } as never);
    }
    return campaign;
  });
}
