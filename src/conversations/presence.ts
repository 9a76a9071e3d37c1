import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';

export interface Sighting {
  conversationId: number;
  programId: number;
  userId: number;
  name: string;
  isTyping: boolean;
  isGone: boolean;
}

const remembered = 45_000;
const forgetsEvery = 5_000;

/** Who has which conversation open just now, and who is typing. Kept in memory: it is true for seconds only. */
@Injectable()
export class Presence implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly sighted = new Subject<Sighting>();
  readonly changed = new Subject<Sighting>();
  private readonly seen = new Map<number, Map<number, Seen>>();
  private forgetting: NodeJS.Timeout | undefined;

  constructor(private readonly clock: Clock) {}

  /** A page says that it is still open, or that it is closed. */
  see(conversationId: number, member: Member, isTyping: boolean, isGone = false) {
    const { programId, userId, name } = member;
    this.sighted.next({ conversationId, programId, userId, name, isTyping, isGone });
  }

  /** Takes a sighting, from this process or another. */
  note(sighting: Sighting) {
    const here = this.seen.get(sighting.conversationId) ?? new Map<number, Seen>();
    const before = here.get(sighting.userId);
    if (sighting.isGone) here.delete(sighting.userId);
    else here.set(sighting.userId, { ...sighting, at: this.clock.now().getTime() });
    if (here.size) this.seen.set(sighting.conversationId, here);
    else this.seen.delete(sighting.conversationId);
    if (sighting.isGone ? before : before?.isTyping !== sighting.isTyping) this.changed.next(sighting);
  }

  /** Takes for gone whoever was not seen for a while: a lid that was closed, a line that broke. */
  forget() {
    const oldest = this.oldest();
    for (const here of this.seen.values())
      for (const { at, ...sighting } of here.values()) if (at < oldest) this.note({ ...sighting, isGone: true });
  }

  /** The others who have it open. */
  watching(conversationId: number, member: Member): { name: string; isTyping: boolean }[] {
    const oldest = this.oldest();
    return [...(this.seen.get(conversationId)?.values() ?? [])]
      .filter(({ userId, at }) => userId !== member.userId && at >= oldest)
      .map(({ name, isTyping }) => ({ name, isTyping }));
  }

  onApplicationBootstrap() {
    this.forgetting = setInterval(() => this.forget(), forgetsEvery);
  }

  onApplicationShutdown() {
    clearInterval(this.forgetting);
  }

  private oldest() {
    return this.clock.now().getTime() - remembered;
  }
}

type Seen = Sighting & { at: number };
