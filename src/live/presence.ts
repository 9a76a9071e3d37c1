import { Injectable } from '@nestjs/common';
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

/** Who has which conversation open just now, and who is typing. Kept in memory: it is true for seconds only. */
@Injectable()
export class Presence {
  readonly sighted = new Subject<Sighting>();
  readonly changed = new Subject<Sighting>();
  private readonly seen = new Map<number, Map<number, Sighting & { at: number }>>();

  constructor(private readonly clock: Clock) {}

  /** A page says that it is still open, or that it is closed. */
  see(conversationId: number, member: Member, isTyping: boolean, isGone = false) {
    const { programId, userId, name } = member;
    this.sighted.next({ conversationId, programId, userId, name, isTyping, isGone });
  }

  /** Takes a sighting, from this process or another. */
  note(sighting: Sighting) {
    const here = this.here(sighting.conversationId);
    const before = here.get(sighting.userId);
    if (sighting.isGone) here.delete(sighting.userId);
    else here.set(sighting.userId, { ...sighting, at: this.clock.now().getTime() });
    if (!here.size) this.seen.delete(sighting.conversationId);
    else this.seen.set(sighting.conversationId, here);
    if (sighting.isGone ? before : before?.isTyping !== sighting.isTyping) this.changed.next(sighting);
  }

  /** The others who have it open. */
  watching(conversationId: number, member: Member): { name: string; isTyping: boolean }[] {
    return [...this.here(conversationId).values()]
      .filter((sighting) => sighting.userId !== member.userId)
      .map(({ name, isTyping }) => ({ name, isTyping }));
  }

  private here(conversationId: number) {
    const oldest = this.clock.now().getTime() - remembered;
    const entries = [...(this.seen.get(conversationId) ?? [])];
    return new Map(entries.filter(([, sighting]) => sighting.at >= oldest));
  }
}
