import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { barsOf, type Bucket, bucketsOf, type Moment, type Unit } from './chart.js';
import { inDigits } from './result-figures.js';

/** As long as there are few recipients, counting them costs nothing; of many, what was counted is good for a while. */
const many = 2000;
const keptFor = 10_000;

interface Counted {
  left: Moment[];
  replied: Moment[];
  until: number;
}

/** When the texts of a campaign left, and when replies came. */
@Injectable()
export class ResultTimes {
  private readonly kept = new Map<number, Counted>();

  constructor(private readonly database: Database) {}

  /** As a chart with a table; null before the first text left. */
  async chart(campaignId: number, recipients: number, { timeZone }: Member) {
    const { left, replied } = await this.counted(campaignId, recipients);
    if (!left.length && !replied.length) return null;
    const { unit, buckets } = bucketsOf(left, replied, timeZone);
    return drawn(unit, buckets);
  }

  private async counted(campaignId: number, recipients: number): Promise<Counted> {
    const known = this.kept.get(campaignId);
    if (known && known.until > Date.now()) return known;
    const [left, replied] = await Promise.all([
      this.byMinute(campaignId, 'left_at'),
      this.byMinute(campaignId, 'replied_at'),
    ]);
    const counted = { left, replied, until: Date.now() + keptFor };
    if (this.kept.size > 100) this.kept.clear();
    if (recipients > many) this.kept.set(campaignId, counted);
    return counted;
  }

  // Both databases write a moment in the same way, so its first letters are its minute.
  private async byMinute(campaignId: number, column: 'left_at' | 'replied_at'): Promise<Moment[]> {
    const rows = await this.database.query<{ minute: string; count: number | string }>(
      `SELECT SUBSTR(${column}, 1, 16) AS minute, COUNT(*) AS count FROM campaign_recipients
       WHERE campaign_id = ? AND ${column} IS NOT NULL GROUP BY SUBSTR(${column}, 1, 16)`,
      [campaignId],
    );
    return rows.map(({ minute, count }) => ({ at: new Date(`${minute.replace(' ', 'T')}Z`), count: Number(count) }));
  }
}

const unitWords: Record<Unit, string> = { minute: 'By minute', hour: 'By hour', day: 'By day', week: 'By week' };

function drawn(unit: Unit, buckets: Bucket[]) {
  const series = (heading: string, key: 'left' | 'replied') => {
    const { most, bars } = barsOf(buckets.map((bucket) => bucket[key]));
    const peak = buckets.find((bucket) => bucket[key] === most);
    const all = buckets.reduce((total, bucket) => total + bucket[key], 0);
    return {
      heading,
      kind: key,
      bars,
      mostText: inDigits(most),
      words: `${heading}: ${inDigits(all)} from ${buckets[0]!.label} to ${buckets.at(-1)!.label}, most of them (${inDigits(most)}) at ${peak?.label ?? ''}`,
    };
  };
  const hasReplies = buckets.some(({ replied }) => replied > 0);
  return {
    unit: unitWords[unit],
    per: unit === 'hour' ? 'an hour' : `a ${unit}`,
    viewBox: `0 0 ${Math.max(buckets.length, 12) * 10} 100`,
    from: buckets[0]!.label,
    to: buckets.length > 1 ? buckets.at(-1)!.label : '',
    series: [series('Texts that left', 'left'), ...(hasReplies ? [series('Replies', 'replied')] : [])],
    rows: buckets.map(({ label, left, replied }) => ({ label, left: inDigits(left), replied: inDigits(replied) })),
  };
}
