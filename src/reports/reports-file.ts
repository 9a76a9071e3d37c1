import { Injectable } from '@nestjs/common';
import type { Member } from '../people/member.js';
import { csvLines, guarded } from '../web/csv-cells.js';
import { byDay } from './by-day.js';
import { KeptFigures } from './kept-figures.js';
import { PeopleTable } from './people-table.js';
import type { Period } from './period.js';
import type { Figure } from './quarter-hour.js';

const columns: [Figure, string][] = [
  ['received', 'Texts received'],
  ['replied', 'Replies sent'],
  ['bulk', 'Quick Messages and Campaigns'],
  ['automatic', 'Automatic answers'],
  ['opened', 'Conversations opened'],
  ['resolved', 'Conversations resolved'],
  ['failed', 'Texts that failed'],
  ['stopped', 'Opt-outs'],
];

const ofPeople = [
  ...['Name', 'Assigned', 'Replies sent', 'Resolved', 'First replies', 'Median first reply (minutes)', 'Open now'],
];

/** The figures of a time as files for a spreadsheet. */
@Injectable()
export class ReportsFile {
  constructor(
    private readonly figures: KeptFigures,
    private readonly people: PeopleTable,
  ) {}

  async days({ programId, timeZone }: Member, period: Period): Promise<string> {
    const rows = await this.figures.quarterHours(programId, period);
    const lines = byDay(rows, period.days, timeZone).map(({ day, counts }) => [
      day,
      ...columns.map(([figure]) => String(counts[figure])),
    ]);
    return written([['Day', ...columns.map(([, label]) => label)], ...lines]);
  }

  async staff(member: Member, period: Period): Promise<string> {
    const waits = await this.figures.waits(member.programId, period);
    const lines = await this.people.of(member, period, waits.of);
    const cells = lines.map(({ name, assigned, replied, resolved, waits: own, open }) => {
      const minutes = own?.median == null ? '' : (own.median / 60).toFixed(1);
      return [name, ...[assigned, replied, resolved, own?.count ?? 0].map(String), minutes, String(open)];
    });
    return written([ofPeople, ...cells]);
  }
}

const written = (lines: string[][]): string =>
  csvLines(
    lines.map((line) => line.map(guarded)),
    true,
  );
