import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../programs/clock.js';
import { nationalForm } from '../programs/phone.js';
import { nightIn, zonesOf } from '../programs/quiet-hours.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { clock as clockTime } from '../web/moments.js';
import { mayHandle } from './abilities.js';
import type { Conversation } from './conversation.js';
import { ConversationPanel } from './conversation-panel.js';
import { Drafts } from './drafts.js';
import { Presence } from './presence.js';
import { sees } from './sight.js';
import { StaffConsent } from './staff-consent.js';
import { Timeline } from './timeline.js';
import type { Place } from './timeline-place.js';

/** What was typed and could not be taken, to be shown again. */
export interface Typed {
  body?: string;
  note?: string;
  assignmentNote?: string;
  token?: string;
  /** Why somebody is opted out. */
  optOutReason?: string;
  /** Why somebody is opted back in, and whether they asked for it themself. */
  agreement?: string;
  agreed?: boolean;
}

/** Everything that the page of one conversation shows. */
@Injectable()
export class ConversationPage {
  constructor(
    private readonly members: Members,
    private readonly timeline: Timeline,
    private readonly drafts: Drafts,
    private readonly panel: ConversationPanel,
    private readonly presence: Presence,
    private readonly clock: Clock,
  ) {}

  async of(conversation: Conversation, member: Member, before: Place | null = null, typed: Typed = {}) {
    const handles = mayHandle(member, conversation);
    const people = await this.members.of(member.programId);
    const [timeline, draft, panel] = await Promise.all([
      this.timeline.of(conversation, member, people, before),
      this.drafts.of(conversation.id, member),
      this.panel.of(conversation, member),
    ]);
    return {
      conversation: heading(conversation, member),
      mayHandle: handles,
      mayAssign: handles,
      mayOptOut: StaffConsent.mayOptOut(member, conversation),
      optOutReason: typed.optOutReason ?? '',
      agreement: typed.agreement ?? '',
      isAgreed: typed.agreed ?? false,
      backUrl: '/conversations',
      noteToken: randomUUID(),
      note: typed.note ?? '',
      mentionable: people
        .filter((each) => each.userId !== member.userId && sees(each, conversation))
        .map(({ name }) => name),
      timeline,
      composer: {
        draft: typed.body ?? draft,
        formToken: typed.token ?? randomUUID(),
        enterSends: member.enterSends,
        isShown: conversation.isOpen && !panel.optOut && handles,
        isWarned: nightWarning(conversation, member, this.clock.now()),
      },
      assignment: {
        was: conversation.assigneeId ?? '',
        note: typed.assignmentNote ?? '',
        options: people.filter(canHave).map(({ userId, name }) => ({
          value: userId,
          label: name,
          isSelected: userId === conversation.assigneeId,
          isMe: userId === member.userId,
        })),
      },
      ...panel,
      watchers: this.presence.watching(conversation.id, member),
    };
  }
}

const canHave = ({ handlesConversations }: Member) => handlesConversations;

// Whoever answers is warned, not stopped: a conversation may well go on at night.
function nightWarning({ contact, number }: Conversation, member: Member, now: Date): string {
  const zones = zonesOf({ zone: contact!.timeZone, number }, member.timeZone);
  const night = nightIn(zones, now);
  if (!night) return '';
  const times = new Set(zones.map((zone) => clockTime(now, zone)));
  return `It ${times.size > 1 ? 'may be' : 'is'} ${clockTime(now, night)} where ${contact!.firstName || contact!.name} is.`;
}

function heading(conversation: Conversation, member: Member) {
  const { contact, programNumber, assignee } = conversation;
  return {
    id: conversation.id,
    url: `/conversations/${conversation.id}`,
    signal: `conversation-${conversation.id}`,
    name: contact!.name,
    contactUrl: `/contacts/${contact!.id}`,
    accent: contact!.contactType.accent,
    typeName: contact!.contactType.name,
    number: nationalForm(conversation.number, member.country),
    tel: conversation.number,
    programNumber: `${programNumber.label} ${nationalForm(programNumber.number, member.country)}`,
    status: conversation.status,
    isOpen: conversation.isOpen,
    isResolved: conversation.status === 'resolved',
    assigneeId: conversation.assigneeId ?? '',
    assigneeName: assignee?.name ?? null,
  };
}
