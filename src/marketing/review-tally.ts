import { segmentsOf } from '../conversations/segments.js';
import { zonesOf } from '../programs/quiet-hours.js';
import type { SkipReason } from './campaign-recipient.js';
import { merged, type Part, type Values } from './merge-fields.js';
import type { Reached } from './reach.js';

/** People who don't get the text, for the same reason. */
export interface SkippedGroup {
  reason: SkipReason;
  detail: string | null;
  count: number;
  /** Some of them. */
  contactIds: number[];
}

/** Those who get the text and are in the same place, as far as the hour of the day goes. */
export interface Place {
  zones: readonly string[];
  texts: number;
  segments: number;
}

/** A later text, if everybody who gets the first one gets it too. */
export interface FurtherText {
  texts: number;
  segments: number;
  /** Who could not get it: a field without a value, or too long. */
  unfit: number;
}

/** Somebody of the audience, with what decides whether they get the text. */
export interface Candidate extends Reached {
  /** Where they are, if the contact says so. */
  zone: string | null;
  wasTextedToday: boolean;
}

const someNames = 3;

/** What sending a campaign would do, contact by contact: what `Preparing` and `Feeding` would decide, and nothing is done. */
export class ReviewTally {
  total = 0;
  recipients = 0;
  segments = 0;
  longest: { contactId: number; text: string; segments: number } | null = null;
  readonly further: FurtherText[];
  private readonly groups = new Map<string, SkippedGroup>();
  private readonly known = new Map<string, Place>();
  private readonly taken = new Set<string>();

  /** `texts` are the steps in their order, `home` the time zone of the program. */
  constructor(
    private readonly texts: Part[][],
    private readonly home: string,
  ) {
    this.further = texts.slice(1).map(() => ({ texts: 0, segments: 0, unfit: 0 }));
  }

  take(one: Candidate, values: Values) {
    this.total += 1;
    const isTaken = !one.reason && this.taken.has(one.number!);
    if (!one.reason) this.taken.add(one.number!);
    const reason = one.reason ?? (isTaken ? 'same-number' : one.wasTextedToday ? 'texted-today' : null);
    if (reason) return this.skip(one, reason, null);
    const [first, ...others] = this.texts.map((parts) => merged(parts, values));
    if (first!.missing.length) return this.skip(one, 'no-value', first!.missing.join(', '));
    if (first!.isTooLong) return this.skip(one, 'too-long', null);
    const segments = this.add(one, first!.text);
    others.forEach((other, place) => this.follow(this.further[place]!, other));
    this.locate(one, segments);
  }

  /** Who is skipped, the most frequent reason first. */
  get skipped(): SkippedGroup[] {
    return [...this.groups.values()].sort((one, other) => other.count - one.count);
  }

  get places(): Place[] {
    return [...this.known.values()];
  }

  private add({ contactId }: Candidate, text: string): number {
    const segments = segmentsOf(text).count;
    this.recipients += 1;
    this.segments += segments;
    const { longest } = this;
    if (!longest || segments > longest.segments || (segments === longest.segments && text.length > longest.text.length))
      this.longest = { contactId, text, segments };
    return segments;
  }

  private follow(further: FurtherText, { text, missing, isTooLong }: ReturnType<typeof merged>) {
    if (missing.length || isTooLong) {
      further.unfit += 1;
      return;
    }
    further.texts += 1;
    further.segments += segmentsOf(text).count;
  }

  private skip({ contactId }: Candidate, reason: SkipReason, detail: string | null) {
    const key = `${reason} ${detail ?? ''}`;
    const group = this.groups.get(key) ?? { reason, detail, count: 0, contactIds: [] };
    this.groups.set(key, group);
    group.count += 1;
    if (group.contactIds.length < someNames) group.contactIds.push(contactId);
  }

  private locate({ zone, number }: Candidate, segments: number) {
    const zones = zonesOf({ zone, number: number! }, this.home);
    const key = zones.join();
    const place = this.known.get(key) ?? { zones, texts: 0, segments: 0 };
    this.known.set(key, place);
    place.texts += 1;
    place.segments += segments;
  }
}
