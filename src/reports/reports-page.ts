import { Injectable } from '@nestjs/common';
import { word } from '../contacts/typed.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { isoDayOf } from '../programs/days.js';
import { inDigits } from '../web/digits.js';
import { clock, full } from '../web/moments.js';
import { arrivingOf } from './arriving.js';
import { byDay, chartOf, nameOf, totalsOf } from './by-day.js';
import { Counting } from './counting.js';
import { KeptFigures } from './kept-figures.js';
import { PeopleTable, type PersonLine } from './people-table.js';
import { lengths, longest, type Period, type Typed } from './period.js';
import { tilesOf } from './tiles.js';
import { lasting } from './waits.js';

/** Counting is some seconds behind; what is behind by more than this is said. */
const usualLag = 10 * 60_000;

/** What the Reports page shows of a time. */
@Injectable()
export class ReportsPage {
  constructor(
    private readonly figures: KeptFigures,
    private readonly people: PeopleTable,
    private readonly counting: Counting,
    private readonly clock: Clock,
  ) {}

  /** The choice of days; with what was typed, where that can't be. */
  choice(period: Period | null, typed: Typed, member: Member) {
    return {
      lengths: lengths.map((days) => ({ days, isCurrent: period?.length === days })),
      from: period?.first ?? word(typed.from),
      to: period?.last ?? word(typed.to),
      today: isoDayOf(this.clock.now(), member.timeZone),
      longest,
    };
  }

  async of(member: Member, period: Period) {
    const { programId } = member;
    const [rows, wereTotals, waits, were, countedUpTo] = await Promise.all([
      this.figures.quarterHours(programId, period),
      this.figures.totals(programId, period.before),
      this.figures.waits(programId, period),
      this.figures.waits(programId, period.before),
      this.counting.countedUpTo(),
    ]);
    const days = byDay(rows, period.days, member.timeZone);
    const totals = totalsOf(days);
    const lines = await this.people.of(member, period, waits.of);
    return {
      query: `from=${period.first}&to=${period.last}`,
      words: wordsOf(period, isoDayOf(this.clock.now(), member.timeZone), Object.values(wereTotals).some(Boolean)),
      tiles: tilesOf({ totals, waits: waits.all }, { totals: wereTotals, waits: were.all }),
      chart: totals.received + totals.replied + totals.bulk ? chartOf(days) : null,
      arriving: totals.received ? arrivingOf(days) : null,
      people: lines.map((line) => shown(line, member)),
      ...this.freshness(countedUpTo, member),
    };
  }

  private freshness(countedUpTo: Date | null, { timeZone }: Member) {
    const now = this.clock.now();
    const upTo = countedUpTo && countedUpTo < now ? countedUpTo : now;
    const isToday = isoDayOf(upTo, timeZone) === isoDayOf(now, timeZone);
    return {
      upTo: isToday ? clock(upTo, timeZone) : full(upTo, timeZone),
      isBehind: now.getTime() - upTo.getTime() > usualLag,
    };
  }
}

function wordsOf({ first, last, days: { length }, before }: Period, today: string, hasBefore: boolean) {
  const named = (day: string) => nameOf(day) + (day.slice(0, 4) === today.slice(0, 4) ? '' : `, ${day.slice(0, 4)}`);
  const range = first === last ? named(first) : `${named(first)} – ${named(last)}`;
  const days = length === 1 ? 'the day before' : `the ${length} days before`;
  if (!hasBefore) return `${range}. Nothing happened in ${days}, to compare with.`;
  return `${range}, compared with ${days}${length === 1 ? '' : `, from ${named(before.first)} on`}.`;
}

function shown({ waits, hasLeft, ...line }: PersonLine, member: Member) {
  const { userId, name, assigned, replied, resolved, open } = line;
  const url = member.seesAll || userId === member.userId ? `/conversations?assignee=${userId}` : null;
  return {
    ...{ name, hasLeft, url },
    assigned: inDigits(assigned),
    replied: inDigits(replied),
    resolved: inDigits(resolved),
    firstReply: lasting(waits?.median ?? null),
    open: inDigits(open),
  };
}
