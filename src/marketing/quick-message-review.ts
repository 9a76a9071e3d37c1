import { Injectable } from '@nestjs/common';
import { segmentsOf } from '../conversations/segments.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { quietUntil, zonesOf } from '../programs/quiet-hours.js';
import type { SkipReason } from './campaign-recipient.js';
import { merged, type Part, parse, usedIn, type Values } from './merge-fields.js';
import { type Mergeable, MergeValues } from './merge-values.js';
import type { Person } from './quick-message-people.js';
import { type Reached, Reach } from './reach.js';

/** What would become of the text to one recipient if it were sent now. */
export interface Prospect {
  contactId: number;
  name: string;
  /** As they would get it; what nothing is known for stays in it as it was written. */
  text: string;
  /** Why they wouldn’t get it. */
  reason: SkipReason | null;
  detail: string | null;
  segments: number;
  /** Whether it would wait for the morning where they are. */
  isAsleep: boolean;
}

/** Says of each recipient what sending would do (see `Preparing` and `Feeding`), and does nothing. */
@Injectable()
export class QuickMessageReview {
  constructor(
    private readonly reach: Reach,
    private readonly values: MergeValues,
    private readonly clock: Clock,
  ) {}

  /** In the order of `contacts`, of whom `people` knows those who are there; at most a thousand. */
  async of(
    contacts: number[],
    people: ReadonlyMap<number, Person>,
    body: string,
    mergeable: Mergeable,
    member: Member,
  ): Promise<Prospect[]> {
    const { parts } = parse(body, mergeable.fields);
    const known = [...people.keys()];
    const [reached, values] = await Promise.all([
      this.reach.of(contacts, member.programId),
      usedIn(parts).length && known.length ? this.values.of(known, member, mergeable) : new Map<number, Values>(),
    ]);
    const isNight = nightly(member.timeZone, this.clock.now());
    const taken = new Set<string>();
    return reached.map((one) => {
      const person = people.get(one.contactId);
      const isTaken = !one.reason && taken.has(one.number!);
      if (!one.reason) taken.add(one.number!);
      const filled = textFor(parts, values.get(one.contactId) ?? new Map());
      const found = isTaken ? { ...one, reason: 'same-number' as const } : one;
      const { reason, detail } = found.reason ? { reason: found.reason, detail: null } : filled;
      return {
        contactId: one.contactId,
        name: person?.name ?? 'Somebody who was deleted',
        text: filled.text,
        ...{ reason, detail },
        segments: reason ? 0 : segmentsOf(filled.text).count,
        isAsleep: !reason && isNight(found, person?.zone ?? null),
      };
    });
  }
}

function textFor(parts: Part[], values: Values): { text: string } & Pick<Prospect, 'reason' | 'detail'> {
  const { text, missing, isTooLong } = merged(parts, values);
  if (missing.length) return { text, reason: 'no-value', detail: missing.join(', ') };
  return { text, reason: isTooLong ? 'too-long' : null, detail: isTooLong ? `${text.length} characters` : null };
}

// Many recipients are in few places.
function nightly(home: string, now: Date) {
  const known = new Map<string, boolean>();
  return ({ number }: Reached, zone: string | null): boolean => {
    const zones = zonesOf({ zone, number: number! }, home);
    const key = zones.join();
    if (!known.has(key)) known.set(key, quietUntil(zones, now) !== null);
    return known.get(key)!;
  };
}
