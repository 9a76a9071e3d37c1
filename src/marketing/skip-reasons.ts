import type { SkipReason } from './campaign-recipient.js';

const words: Record<SkipReason, string> = {
  'no-number': 'No phone number',
  'number-gone': 'Their number was changed or removed after the list was made',
  'not-mobile': 'Not a mobile number',
  'opted-out': 'Opted out of texts',
  'same-number': 'Shares a number with somebody who gets this text',
  twice: 'Listed twice',
  gone: 'No longer among the contacts',
  'no-value': 'No value for a merge field',
  'too-long': 'The text is too long with their values',
  'texted-today': 'Was texted by another Quick Message or Campaign today',
  replied: 'Has replied',
  'not-delivered': 'The text before this one did not arrive',
  fault: 'Parley could not prepare the text',
};

/**
 * Why somebody does not get a text, in a few words for staff. `detail` is `CampaignRecipient.detail`; without it the
 * words stand for everybody skipped for this reason.
 */
export function skipReason(reason: SkipReason, detail: string | null): string {
  if (!detail) return words[reason];
  if (reason === 'no-value') return `No value for ${detail}`;
  return reason === 'too-long' ? `${words[reason]} (${detail})` : words[reason];
}
