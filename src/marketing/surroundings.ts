import type { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import type { Campaign } from './campaign.js';

/** What the page of a campaign, large or small, names beside it: the number it goes from, who made it and who paused it. */
export async function surroundingsOf(
  { programNumberId, createdById, pause }: Campaign,
  member: Member,
  database: Database,
) {
  const [row] = await database.query<{
    number: string;
    label: string;
    sender: string | null;
    pauser: string | null;
  }>(
    `SELECT number.number, number.label, sender.name AS sender, pauser.name AS pauser FROM program_numbers number
     LEFT JOIN users sender ON sender.id = ? LEFT JOIN users pauser ON pauser.id = ? WHERE number.id = ?`,
    [createdById, pause?.byUserId ?? null, programNumberId],
  );
  const { number, label, sender, pauser } = row!;
  return {
    from: `${label} ${nationalForm(number, member.country)}`.trim(),
    sender: createdById === member.userId ? 'you' : (sender ?? 'somebody who left'),
    pauser: pause?.byUserId === member.userId ? 'You' : pauser,
  };
}
