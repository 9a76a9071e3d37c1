import type { Condition } from '../database/condition.js';
import type { Member } from '../people/member.js';

/** The rule of `Campaigns.find` for rows of the table `campaigns`, called `campaign`. */
export function campaignsSeenBy(member: Member): Condition {
  const kinds = [
    ...(member.can('manage-campaigns') ? [`campaign.kind = 'campaign'`] : []),
    `campaign.kind = 'quick-message'${member.seesAll ? '' : ' AND campaign.created_by_id = ?'}`,
  ];
  return {
    sql: `campaign.program_id = ? AND (${kinds.join(' OR ')})`,
    values: [member.programId, ...(member.seesAll ? [] : [member.userId])],
  };
}
