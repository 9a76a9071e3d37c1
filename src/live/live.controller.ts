import { Controller, Get, Headers, type MessageEvent, Query, Req, Sse } from '@nestjs/common';
import type { Request } from 'express';
import {
  concat,
  defer,
  filter,
  from,
  interval,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  switchMap,
  takeWhile,
} from 'rxjs';
import { Menu } from '../menu/menu.js';
import { CurrentMember } from '../people/current-member.js';
import { Members } from '../people/members.js';
import type { Member } from '../people/member.js';
import { StaffChanges } from '../people/staff-changes.js';
import { Closing } from '../web/closing.js';
import { idIn } from '../web/identifier.js';
import { Conversations } from '../conversations/conversations.js';
import { Live, type Signals } from './live.js';
import { Presence } from '../conversations/presence.js';
import { SessionsAlive } from './sessions-alive.js';

const heartbeat = 15_000;

@Controller('live')
export class LiveController {
  constructor(
    private readonly live: Live,
    private readonly presence: Presence,
    private readonly conversations: Conversations,
    private readonly members: Members,
    private readonly sessions: SessionsAlive,
    private readonly staffChanges: StaffChanges,
    private readonly menu: Menu,
    private readonly closing: Closing,
  ) {}

  /** What changes, as it changes. Begins with what was missed since the last event that the page knows. */
  @Sse()
  stream(
    @CurrentMember() member: Member,
    @Req() request: Request,
    @Headers('last-event-id') lastEventId?: string,
    @Query('since') since?: string,
  ): Observable<MessageEvent> {
    const known = Number(lastEventId ?? since ?? NaN);
    const missed = defer(() =>
      Number.isFinite(known) && known >= 0 ? from(this.live.since(known, member)) : of(null),
    );
    const news = merge(this.live.for(member), this.sightings(member));
    const told = merge(
      news,
      missed.pipe(filter((signals) => signals !== null && (signals.signals.length > 0 || !!signals.reset))),
    );
    return concat(of({ id: 0, signals: [] }), merge(told as Observable<Signals>, this.beats(member, request))).pipe(
      takeWhile((signals) => signals !== ended),
      this.closing.ends(),
      map((signals) => ({ ...(signals.id ? { id: String(signals.id) } : {}), data: signals })),
    );
  }

  /** The same for pages whose stream is cut: what changed after `since`. */
  @Get('changes')
  changes(@CurrentMember() member: Member, @Query('since') since = '0'): Promise<Signals> {
    return this.live.since(idIn(since), member);
  }

  @Get('counts')
  counts(@CurrentMember() member: Member) {
    return this.menu.counts(member);
  }

  // Every quarter of a minute a sign of life; the stream ends with the session or the membership, at once if it can.
  private beats(member: Member, request: Request) {
    const changed = this.staffChanges.changed.pipe(filter(({ programId }) => programId === member.programId));
    return merge(interval(heartbeat), changed).pipe(
      switchMap(async () => {
        const same = await this.members.find(member.userId, member.programId);
        const isAlive = same?.sameAs(member) && (await this.sessions.has(request.sessionID));
        return isAlive ? quiet : ended;
      }),
    );
  }

  private sightings(member: Member): Observable<Signals> {
    return this.presence.changed.pipe(
      filter((sighting) => sighting.programId === member.programId && sighting.userId !== member.userId),
      mergeMap(async ({ conversationId }) => {
        const isSeen = await this.conversations
          .visibleTo(member)
          .andWhere('conversation.id = :conversationId', { conversationId })
          .getExists();
        return { id: 0, signals: isSeen ? [`presence-${conversationId}`] : [] };
      }),
      filter(({ signals }) => signals.length > 0),
    );
  }
}

const quiet: Signals = { id: 0, signals: [] };
const ended: Signals = { id: -1, signals: [] };
