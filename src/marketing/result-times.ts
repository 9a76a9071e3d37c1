import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { drawingOf } from '../web/drawing.js';
import { type Bucket, bucketsOf, type Moment, type Unit } from './chart.js';

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
  const pieces = {
    unit: unitWords[unit],
    per: unit === 'hour' ? 'an hour' : `a ${unit}`,
    labels: buckets.map(({ label }) => label),
  };
  const left = { heading: 'Texts that left', column: 'Sent', kind: 'left', counts: buckets.map(({ left }) => left) };
  const replies = buckets.map(({ replied }) => replied);
  const replied = { heading: 'Replies', column: 'Replies', kind: 'replied', counts: replies };
  return drawingOf(pieces, replies.some(Boolean) ? [left, replied] : [left]);
}
