import type { ContactMerge } from './contact-merge.js';
import type { Row } from './merge-step.js';
import type { Trail } from './trail.js';

const table = 'campaign_recipients';

/**
 * What both were to get, or got, from Quick Messages and Campaigns is the kept contact's. Where both were to get the same
 * text, the one that still waits is skipped: one person does not get it twice.
 */
export async function bringCampaignTexts({ keptId, goneId }: ContactMerge, trail: Trail) {
  const own = await trail.rows(table, { contact_id: keptId });
  for (const row of await trail.rows(table, { contact_id: goneId })) {
    const id = Number(row['id']);
    const rival = row['once_contact'] === null ? undefined : own.find((each) => isSameText(each, row));
    if (!rival) {
      const once = row['once_contact'] === null ? null : keptId;
      await trail.change(table, id, { contact_id: keptId, once_contact: once });
    } else if (rival['state'] === 'waiting' && row['state'] !== 'waiting') {
      await trail.change(table, Number(rival['id']), skipped);
      await trail.change(table, id, { contact_id: keptId, once_contact: keptId });
    } else {
      const isWaiting = row['state'] === 'waiting';
      await trail.change(table, id, { contact_id: keptId, ...(isWaiting ? skipped : { once_contact: null }) });
    }
  }
}

/**
 * Drafts and what is to be sent later may list contacts one by one: there the kept contact takes the place of the other.
 * A list that is too long to be kept as a step stays as it is, and its text skips whoever is gone.
 */
export async function bringListed({ programId, keptId, goneId }: ContactMerge, trail: Trail) {
  for (const status of ['draft', 'scheduled'])
    for (const row of await trail.rows('campaigns', { status, program_id: programId })) {
      const { contacts } = JSON.parse(String(row['audience'])) as { contacts?: number[] };
      if (!contacts?.includes(goneId) || contacts.length > mostListed) continue;
      const listed = [...new Set(contacts.map((id) => (id === goneId ? keptId : id)))];
      await trail.change('campaigns', Number(row['id']), { audience: JSON.stringify({ contacts: listed }) });
    }
}

const mostListed = 2000;

const skipped: Row = { state: 'skipped', reason: 'twice', once_contact: null, once_number: null };

const isSameText = (one: Row, other: Row) =>
  one['campaign_id'] === other['campaign_id'] && one['step'] === other['step'] && one['once_contact'] !== null;
