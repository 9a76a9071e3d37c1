import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { Inbox } from '../conversations/inbox.js';
import { seenBy } from '../conversations/sight.js';
import { wishesSeenBy } from '../conversations/wish-list.js';
import { Database } from '../database/database.js';
import { Happenings } from '../events/happenings.js';
import type { SignedInRequest } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { unreadBy } from '../notifications/notices.js';
import { Members } from '../people/members.js';
import { Recognition } from '../people/recognition.js';
import { hashOf } from '../people/tokens.js';
import { DoorJournal } from '../vonage/door-journal.js';
import { upTo } from '../web/digits.js';

export interface Counts {
  unread: string;
  unassigned: string;
  unknown: string;
  notifications: string;
  /** Texts that read like a wish to opt out, for those who decide on them. */
  wishes: string;
}

const most = 99;

/** Tells a page one session from another, and nothing of either. */
const markOf = (sessionId: string) => hashOf(sessionId).slice(0, 12);

/** What the bar at the top of every page shows. */
@Injectable()
export class Menu {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly members: Members,
    private readonly recognition: Recognition,
    private readonly happenings: Happenings,
    private readonly journal: DoorJournal,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Everything around a page for whoever asks for it; nothing but the plain frame for nobody. Where there is no page nobody has
   * looked yet who asks.
   */
  async around(request: SignedInRequest) {
    const member = await this.recognition.of(request);
    if (!member) return { member };
    return { ...(await this.of(member)), path: request.path, sessionMark: markOf(request.sessionID) };
  }

  private async of(member: Member) {
    const [counts, programs, refused, lastEventId] = await Promise.all([
      this.counts(member),
      this.members.programsOf(member.userId),
      member.can('manage-settings') ? this.journal.alarm(member.programId) : 0,
      this.happenings.latest(member.programId),
    ]);
    return {
      counts,
      programs: programs.map((program) => ({ ...program, isCurrent: program.id === member.programId })),
      isSimulator: this.config.simulated,
      simulated: this.config.simulated && member.seesAll,
      alarm: refused ? { count: refused, url: '/settings/deliveries' } : null,
      lastEventId,
    };
  }

  /** Small numbers, or "99+"; nothing where there is nothing, or where one may not look. */
  async counts(member: Member): Promise<Counts> {
    const { sql, values } = seenBy(member);
    const rung = unreadBy(member);
    const wishing = wishesSeenBy(member);
    const [unread, unassigned, unknown, notifications, wishes] = await Promise.all([
      this.count(
        `unreads unread JOIN conversations conversation ON conversation.id = unread.conversation_id
         WHERE unread.user_id = ? AND unread.program_id = ? AND conversation.status = 'open' AND ${sql}`,
        [member.userId, member.programId, ...values],
      ),
      this.inbox.unassigned(member),
      member.can('edit-contacts')
        ? this.count(`conversations conversation WHERE program_id = ? AND sender_state = 'waiting'`, [member.programId])
        : '',
      this.count(rung.rows, rung.values),
      member.handlesConversations
        ? this.count(
            `opt_out_wishes wish JOIN messages message ON message.id = wish.message_id
             JOIN conversations conversation ON conversation.id = message.conversation_id
             WHERE wish.program_id = ? AND wish.status = 'open' AND ${wishing.sql}`,
            [member.programId, ...wishing.values],
          )
        : '',
    ]);
    return { unread, unassigned, unknown, notifications, wishes };
  }

  private async count(rows: string, values: unknown[]): Promise<string> {
    const count = await this.database.count(rows, values, most + 1);
    return count ? upTo(most, count) : '';
  }
}
