import { type Draft, oneLine } from '../mail/mail.js';
import type { Member } from '../people/member.js';
import type { NotificationKind } from './notification.js';
import type { NoticeLine } from './notice-line.js';

const mostPlaces = 20;
const mostOfOne = 5;

/** One e-mail for everything that somebody is to hear of: whom it is about, some words, and where to answer. */
export function bundled(notices: NoticeLine[], member: Member, addressOf: (path: string) => string) {
  const places = [...Map.groupBy(notices, ({ url }) => url).values()];
  const hasOthers = notices.some(({ kind }) => kind === 'campaign');
  const left = places.length - mostPlaces;
  const paragraphs = [
    `Hello ${inOne(member.name)},`,
    `${headline(notices)} (${inOne(member.programName)}).`,
    ...places.slice(0, mostPlaces).map((those) => [...sentences(those), addressOf(those[0]!.url)].join('\n')),
    ...(left > 0
      ? [
          `And ${left} more${hasOthers ? '' : left === 1 ? ' conversation' : ' conversations'}:\n${addressOf('/notifications')}`,
        ]
      : []),
    `--\nChoose what you get e-mails about:\n${addressOf('/account/notifications')}`,
  ];
  const letter: Omit<Draft, 'programId' | 'kind'> = {
    to: { name: member.name, address: member.email },
    subject: headline(notices),
    body: `${paragraphs.join('\n\n')}\n`,
  };
  return letter;
}

function sentences(those: NoticeLine[]): string[] {
  const earlier = those.length - mostOfOne;
  return [
    ...(earlier > 0 ? [`${earlier} earlier, and:`] : []),
    ...those.slice(-mostOfOne).flatMap(({ before, name, after, words }) => {
      const sentence = inOne(`${before}${name}${after}`);
      return words ? [`${sentence}:`, `  “${inOne(words)}”`] : [`${sentence}.`];
    }),
  ];
}

/** What it is all about, without a name: others see subjects. */
export function headline(notices: { kind: NotificationKind; isBad?: boolean }[]): string {
  const kinds = new Set(notices.map(({ kind }) => (kind === 'unassigned-text' ? 'text' : kind)));
  const [kind] = kinds;
  const isBad = notices.some((notice) => notice.isBad);
  return kinds.size === 1 && kind ? headlines[kind](notices.length, isBad) : `${notices.length} notifications for you`;
}

const headlines: Record<Exclude<NotificationKind, 'unassigned-text'>, (count: number, isBad: boolean) => string> = {
  text: (count) => (count === 1 ? 'A new text for you' : `${count} new texts for you`),
  assigned: (count) =>
    count === 1 ? 'A conversation was assigned to you' : `${count} conversations were assigned to you`,
  mention: (count) => (count === 1 ? 'You were mentioned in a note' : `You were mentioned in ${count} notes`),
  waiting: (count) =>
    count === 1 ? 'A conversation has waited too long' : `${count} conversations have waited too long`,
  failed: (count) => (count === 1 ? 'A text of yours was not delivered' : `${count} texts of yours were not delivered`),
  campaign: (count, isBad) =>
    `${count === 1 ? 'A Quick Message or Campaign of yours' : 'Quick Messages or Campaigns of yours'} ${isBad ? (count === 1 ? 'needs you' : 'need you') : count === 1 ? 'has finished' : 'have finished'}`,
};

const inOne = (words: string) => oneLine(words, 300);
