import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { nationalForm } from '../programs/phone.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import type { Marker } from '../web/marker.js';
import { mayHandle } from './abilities.js';
import type { Conversation } from './conversation.js';
import { ConversationPanel } from './conversation-panel.js';
import { Drafts } from './drafts.js';
import { Timeline } from './timeline.js';

/** What was typed and could not be taken, to be shown again. */
export interface Typed {
  body?: string;
  note?: string;
  token?: string;
}

/** Everything that the page of one conversation shows. */
@Injectable()
export class ConversationPage {
  constructor(
    private readonly members: Members,
    private readonly timeline: Timeline,
    private readonly drafts: Drafts,
    private readonly panel: ConversationPanel,
  ) {}

  async of(conversation: Conversation, member: Member, before: Marker | null = null, typed: Typed = {}) {
    const handles = mayHandle(member, conversation);
    const [timeline, people, draft, panel] = await Promise.all([
      this.timeline.of(conversation, member, before),
      handles ? this.members.assignable(member.programId) : [],
      this.drafts.of(conversation.id, member),
      this.panel.of(conversation, member),
    ]);
    return {
      conversation: heading(conversation, member),
      mayHandle: handles,
      mayAssign: handles,
      backUrl: '/conversations',
      noteToken: randomUUID(),
      note: typed.note ?? '',
      timeline,
      composer: {
        draft: typed.body ?? draft,
        formToken: typed.token ?? randomUUID(),
        enterSends: member.enterSends,
        isShown: conversation.isOpen && !panel.optOut && handles,
      },
      assignment: {
        was: conversation.assigneeId ?? '',
        options: people.map(({ userId, name }) => ({
          value: userId,
          label: name,
          isSelected: userId === conversation.assigneeId,
          isMe: userId === member.userId,
        })),
      },
      ...panel,
      watchers: [] as { name: string; isTyping: boolean }[],
    };
  }
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
