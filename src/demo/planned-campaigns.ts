import { ContactType } from '../contacts/contact-type.js';
import type { Database } from '../database/database.js';
import { Campaign } from '../marketing/campaign.js';
import { CampaignStep } from '../marketing/campaign-step.js';
import type { Member } from '../people/member.js';
import type { ProgramNumber } from '../programs/program-number.js';
import type { Calendar } from './calendar.js';

const deadline = [
  'Hi {{First Name|there}}, the regular deadline is two weeks away. Anything that we can help with before you submit? Just text back.',
  'Hi {{First Name|there}}, one more reminder: the regular deadline is on Friday at midnight. We are here until then.',
];
const springVisit =
  'Hi {{First Name|there}}, campus is at its best in April. Would you like to come for a day? Reply with a weekday that suits you.';

/** What the demo's Lead has planned: a campaign that waits for its time, and one that is being written. */
export async function planCampaigns(database: Database, by: Member, { id }: ProgramNumber, calendar: Calendar) {
  const type = async (name: string) =>
    (await database.manager.findOneByOrFail(ContactType, { programId: by.programId, name })).id;
  const plan = async (name: string, typeName: string, texts: string[], own: Partial<Campaign>) => {
    const audience = { q: '', typeId: await type(typeName), filters: [] };
    const details = { name, audience, programNumberId: id, ...own };
    const { id: campaignId } = await database.manager.save(Campaign.draft('campaign', by, calendar.now, details));
    const steps = texts.map((body, place) => ({
      ...{ campaignId, body, position: place + 1, waitDays: place ? 7 : 0, onlyIfNoReply: place > 0 },
    }));
    await database.manager.insert(CampaignStep, steps);
  };
  await plan('Regular deadline, two weeks ahead', 'Applicant', deadline, {
    status: 'scheduled',
    startsAt: calendar.ahead(9, '10:00'),
  });
  await plan('Spring visit days', 'Inquiry', [springVisit], {});
}
