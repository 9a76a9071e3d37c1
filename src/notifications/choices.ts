import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Browsers } from '../push/browsers.js';
import { notificationKinds, type NotificationKind } from './notification.js';
import { beginsOn, type Channel, channels, isOn, kindsFor, NotificationChoice } from './notification-choice.js';

/** Of what each user wants to hear, and how. */
@Injectable()
export class Choices {
  constructor(
    private readonly database: Database,
    private readonly browsers: Browsers,
  ) {}

  /** The whole page: what they chose, and the browsers that show it; and what was just done. */
  async page(member: Member, sessionId: string, saved = '') {
    const [form, push] = await Promise.all([this.form(member), this.browsers.page(member, sessionId)]);
    return { form, push, confirmation: Object.hasOwn(confirmations, saved) ? confirmations[saved] : '' };
  }

  // A row for each kind, with a box for each channel.
  private async form(member: Member) {
    const { userId, programId } = member;
    const chosen = await this.database.manager.findBy(NotificationChoice, { userId, programId });
    return {
      channels: Object.values(channels),
      kinds: kindsFor(member).map((kind) => ({
        kind,
        label: notificationKinds[kind],
        boxes: ways.map((channel) => ({
          id: `${kind}-${channel}`,
          value: valueOf(kind, channel),
          label: `${notificationKinds[kind]}, ${channels[channel].toLowerCase()}`,
          channel: channels[channel],
          isOn: isOn(chosen, kind, channel),
        })),
      })),
    };
  }

  /** Keeps what the form says of the kinds that it offers: the boxes that were ticked. */
  async keep(member: Member, ticked: readonly unknown[]) {
    const { userId, programId } = member;
    const offered = kindsFor(member);
    const different = offered.flatMap((kind) =>
      ways
        .map((channel) => ({ kind, channel, isOn: ticked.includes(valueOf(kind, channel)) }))
        .filter(({ channel, isOn }) => isOn !== beginsOn(kind, channel)),
    );
    await this.database.transaction(async () => {
      await this.database.run(
        `DELETE FROM notification_choices WHERE user_id = ? AND program_id = ? AND kind IN (${offered.map(() => '?').join()})`,
        [userId, programId, ...offered],
      );
      for (const choice of different)
        await this.database.insertOnce(NotificationChoice, { userId, programId, ...choice });
    });
  }
}

const confirmations: Record<string, string> = {
  '1': 'Your choice is saved.',
  browser: 'This browser shows your notifications from now on.',
  off: 'That browser shows none any more.',
  test: 'A test is on its way. It is there within seconds.',
};

const ways = Object.keys(channels) as Channel[];
const valueOf = (kind: NotificationKind, channel: Channel) => `${kind}.${channel}`;
