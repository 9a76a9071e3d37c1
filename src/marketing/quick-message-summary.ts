import { inDigits } from '../web/digits.js';
import type { SkipReason } from './campaign-recipient.js';
import type { Prospect } from './quick-message-review.js';
import { skipReason } from './skip-reasons.js';

const mostNames = 8;

/** Who would get a Quick Message and who wouldn’t, as the page says it before it is sent. */
export function summaryOf(prospects: Prospect[]) {
  const going = prospects.filter(({ reason }) => !reason);
  const skipped = prospects.filter(({ reason }) => reason);
  const segments = going.reduce((total, prospect) => total + prospect.segments, 0);
  return {
    total: prospects.length,
    going: going.length,
    goingText: inDigits(going.length),
    skipped: skipped.length,
    segments,
    segmentsText: inDigits(segments),
    groups: [...Map.groupBy(skipped, keyOf).values()].map(groupOf).sort((one, other) => other.count - one.count),
    night: nightText(going),
  };
}

/** Why the only recipient of a message would not get it, as a sentence; empty when they would, or there are others. */
export function whyNobody(prospects: Prospect[]): string {
  const [first] = prospects;
  if (!first?.reason || prospects.some(({ contactId }) => contactId !== first.contactId)) return '';
  const words = skipReason(first.reason, first.detail);
  return `Nothing was sent: ${first.name} would be skipped. ${words}.`;
}

// Which fields are without a value makes a difference; how long a text is does not.
const keyOf = ({ reason, detail }: Prospect) => `${reason} ${reason === 'no-value' ? detail : ''}`;

function groupOf(group: Prospect[]) {
  const [{ reason, detail }] = group as [Prospect];
  return {
    words: skipReason(reason as SkipReason, reason === 'no-value' ? detail : null),
    count: group.length,
    names: group.slice(0, mostNames).map(({ name }) => name),
    more: Math.max(0, group.length - mostNames),
  };
}

function nightText(going: Prospect[]): string {
  const asleep = going.filter(({ isAsleep }) => isAsleep);
  if (!asleep.length) return '';
  const leaves = 'leaves at 8 AM their time.';
  if (going.length === 1) return `It is night where ${going[0]!.name} is; the text ${leaves}`;
  if (asleep.length === 1) return `It is night where ${asleep[0]!.name} is; their text ${leaves}`;
  const who = asleep.length === going.length ? 'they' : `${inDigits(asleep.length)} of them`;
  return `It is night where ${who} are; their text ${leaves}`;
}
