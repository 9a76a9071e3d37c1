import { full } from '../web/moments.js';
import type { Campaign, CampaignStatus, Pause } from './campaign.js';

/** How it stands with a campaign, in words, with an icon and a tone. */
export interface StatusShown {
  text: string;
  icon: string;
  tone: string;
}

export const statuses: Record<CampaignStatus, StatusShown> = {
  draft: { text: 'Draft', icon: 'edit', tone: '' },
  scheduled: { text: 'Scheduled', icon: 'calendar', tone: '' },
  sending: { text: 'Sending', icon: 'sending', tone: '' },
  paused: { text: 'Paused', icon: 'pause', tone: 'warn' },
  sent: { text: 'Sent', icon: 'check', tone: 'good' },
  canceled: { text: 'Canceled', icon: 'ban', tone: '' },
};

const whyInShort: Record<Pause['because'], string> = {
  person: 'by hand',
  failures: 'too many failures',
  unconfirmed: 'the provider is down',
  'opt-outs': 'too many opt-outs',
  credentials: 'keys refused',
  'no-credit': 'no credit',
};

/** "Scheduled for Nov 25, 2026, 10:00 AM", "Paused – no credit" */
export function statusOf({ status, startsAt, pause }: Pick<Campaign, 'status' | 'startsAt' | 'pause'>, zone: string) {
  const shown = statuses[status];
  if (status === 'scheduled' && startsAt) return { ...shown, text: `Scheduled for ${full(startsAt, zone)}` };
  if (status !== 'paused' || !pause) return shown;
  const { because } = pause;
  return { ...shown, text: `Paused – ${whyInShort[because]}`, tone: because === 'person' ? 'warn' : 'bad' };
}

/** Why it stands still, and what to do about it; `who` paused it, if anybody did. */
export function pauseInWords({ because, share }: Pause, who: string | null): { reason: string; advice: string } {
  const percent = share === undefined ? 'Too many' : `${share}%`;
  switch (because) {
    case 'person':
      return { reason: `${who ?? 'Somebody'} paused it.`, advice: 'Nothing is sent until somebody resumes it.' };
    case 'failures':
      return {
        reason: `It paused itself: ${percent} of its texts did not arrive.`,
        advice: 'The reasons are below. Fix them and resume, or cancel what is left. After that, it counts from zero.',
      };
    case 'unconfirmed':
      return {
        reason: `It paused itself: of ${percent} of its texts the provider did not say whether it took them.`,
        advice:
          'Resume once the provider is back. The unconfirmed ones may have left, so nothing sends them again by itself.',
      };
    case 'opt-outs':
      return {
        reason: `It paused itself: ${percent} of those who got it opted out.`,
        advice:
          'This text may not suit this audience. Cancel what is left, or resume. After that, it counts from zero.',
      };
    case 'credentials':
      return {
        reason: 'It paused itself: the provider does not accept our keys.',
        advice: 'Tell your Administrator. Resume once that is fixed; nobody is left out.',
      };
    case 'no-credit':
      return {
        reason: 'It paused itself: the credit with the provider is used up.',
        advice: 'Tell your Administrator. Resume once it is topped up; nobody is left out.',
      };
  }
}

/** "at once", "3 days after text 1, only to those who have not replied" */
export function waitInWords({
  position,
  waitDays,
  onlyIfNoReply,
}: {
  position: number;
  waitDays: number;
  onlyIfNoReply: boolean;
}) {
  if (position === 1) return '';
  const days = `${waitDays} ${waitDays === 1 ? 'day' : 'days'} after text ${position - 1}`;
  return onlyIfNoReply ? `${days}, only to those who have not replied` : days;
}
