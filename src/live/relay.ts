import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit, Optional } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { groupBy, mergeMap, partition, throttleTime } from 'rxjs';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import type { Event } from '../events/event.js';
import { Happenings } from '../events/happenings.js';
import { REDIS } from '../people/sign-in-throttle.js';
import { type Happening, isUnseen, Live } from './live.js';
import { Presence, type Sighting } from '../conversations/presence.js';

const channel = 'parley:live';

/** Carries what happened to every process: through Redis where there is one, else within this process. */
@Injectable()
export class Relay implements OnModuleInit, OnApplicationShutdown {
  private subscriber: Redis | null = null;

  constructor(
    private readonly happenings: Happenings,
    private readonly live: Live,
    private readonly presence: Presence,
    @Inject(CONFIG) private readonly config: Pick<Config, 'simulated'>,
    @Optional() @Inject(REDIS) private readonly redis: Redis | null,
  ) {}

  onModuleInit() {
    const [unseen, seen] = partition(this.happenings.told, isUnseen);
    seen.subscribe((event) => this.send({ happening: happeningOf(event) }));
    // The telephones of the simulator show every text; that there are new ones is all that they need to know.
    const nowAndThen = throttleTime<Event>(400, undefined, { leading: true, trailing: true });
    if (this.config.simulated)
      unseen
        .pipe(
          groupBy(({ programId }) => programId),
          mergeMap((ofProgram) => ofProgram.pipe(nowAndThen)),
        )
        .subscribe((event) => this.send({ happening: happeningOf(event) }));
    this.presence.sighted.subscribe((sighting) => this.send({ sighting }));
    if (!this.redis) return;
    this.subscriber = this.redis.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    this.subscriber.on('error', () => undefined);
    this.subscriber.on('message', (_: string, text: string) => this.deliver(JSON.parse(text) as Parcel));
    // While Redis was away, other processes told of things that never came here.
    this.subscriber.on('ready', () => this.live.gaps.next());
    this.subscriber.subscribe(channel).catch(() => undefined);
  }

  onApplicationShutdown() {
    this.subscriber?.disconnect();
    this.redis?.disconnect();
  }

  // What Redis can't take is at least told in this process; the others catch up from the events table.
  private send(parcel: Parcel) {
    if (this.redis) this.redis.publish(channel, JSON.stringify(parcel)).catch(() => this.deliver(parcel));
    else this.deliver(parcel);
  }

  private deliver({ happening, sighting }: Parcel) {
    if (happening) this.live.happened.next(happening);
    if (sighting) this.presence.note(sighting);
  }
}

const happeningOf = ({
  id,
  programId,
  conversationId,
  kind,
  assigneeId,
  wasAssigneeId,
  byUserId,
  isListed,
}: Event) => ({
  ...{ id, programId, conversationId, kind, assigneeId, wasAssigneeId, byUserId, isListed },
});

interface Parcel {
  happening?: Happening;
  sighting?: Sighting;
}
