import { ContactFacts } from '../contacts/facts.js';
import { Fields } from '../contacts/fields.js';
import type { Database } from '../database/database.js';
import { MergeValues } from '../marketing/merge-values.js';
import { Template } from '../marketing/template.js';
import type { Member } from '../people/member.js';

const shared = {
  'Application received':
    'Hi {{First Name|there}}, we have your application for {{Entry term|next fall}}. You can follow it in the portal, and text me here when something is unclear. {{My Name}}, {{Program}}',
  'Missing transcript':
    "Hi {{First Name|there}}, your application is almost complete. We still need the transcript from {{High school|your school}}. Could you ask your counselor to send it? Text me if there's a problem.",
  'Open day':
    'Hi {{First Name|there}}, our open day is on Saturday at 10:00 in the Welcome Center. Come and meet the people who teach {{Intended major|what you want to study}}. Shall I put you on the list?',
  'Financial aid deadline':
    'Hi {{First Name|there}}, a reminder: the FAFSA counts for our grants until February 15. It takes half an hour, and I can go through it with you on the phone.',
  'After a visit':
    'It was good to meet you, {{First Name|and thank you for coming}}! If more questions came up on the way home, text me. {{My Name}}',
};

const danas = {
  'Call me': 'Hi {{First Name|there}}, would a short call help? I am free today until 4:30. Text me a time. Dana',
  'I will find out': 'Good question! I will ask and text you back by tomorrow noon. Dana',
};

/** The texts that the demo's office and its Dana use again and again. */
export async function writeTemplates(database: Database, author: Member, dana: Member, now: Date) {
  const values = new MergeValues(database, new Fields(database), new ContactFacts(database));
  const { fields } = await values.mergeable(author.programId);
  const texts = (all: Record<string, string>, of: (details: { name: string; body: string }) => Template) =>
    Object.entries(all).map(([name, body]) => of({ name, body }));
  await database.manager.save([
    ...texts(shared, (details) => Template.of('shared', details, fields, author, now)),
    ...texts(danas, (details) => Template.of('own', details, fields, dana, now)),
  ]);
}
