import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, string } from '../database/columns.js';
import type { Member } from '../people/member.js';
import { type NotificationKind, notificationKinds } from './notification.js';

/** How a user can hear of something, in the words of the screen. */
export const channels = { app: 'In Parley', email: 'By e-mail', push: 'Browser' } as const;
export type Channel = keyof typeof channels;

const begin: Record<Channel, readonly NotificationKind[]> = {
  app: Object.keys(notificationKinds) as NotificationKind[],
  email: ['text', 'assigned', 'mention', 'waiting', 'campaign'],
  push: ['text', 'assigned', 'mention'],
};

/** What everybody begins with: everything in the app, by e-mail what waits for them in person, and at once what is new of it. */
export const beginsOn = (kind: NotificationKind, channel: Channel) => begin[channel].includes(kind);

/** Whether somebody is told of something in this way: as they chose, else as everybody begins. */
export const isOn = (chosen: NotificationChoice[], kind: NotificationKind, channel: Channel): boolean =>
  chosen.find((choice) => choice.kind === kind && choice.channel === channel)?.isOn ?? beginsOn(kind, channel);

/** What somebody can hear of, as far as their role goes. */
export function kindsFor(member: Member): NotificationKind[] {
  const assigns = member.can('manage-all-conversations');
  const concerned: Record<NotificationKind, boolean> = {
    text: member.handlesConversations,
    assigned: member.handlesConversations,
    mention: true,
    'unassigned-text': assigns && member.seesAll,
    waiting: member.handlesConversations,
    failed: member.handlesConversations || member.can('send-quick-messages'),
    campaign: member.can('send-quick-messages') || member.can('manage-campaigns'),
  };
  return (Object.keys(notificationKinds) as NotificationKind[]).filter((kind) => concerned[kind]);
}

/** Where a user chose otherwise than everybody begins with. */
@Entity('notification_choices')
export class NotificationChoice {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) userId: number;
  @Column(integer) programId: number;
  @Column(string) kind: NotificationKind;
  @Column(string) channel: Channel;
  @Column(flag) isOn: boolean;
}
