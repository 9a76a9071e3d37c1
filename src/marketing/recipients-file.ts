import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { isoDayOf } from '../programs/days.js';
import { guarded } from '../web/csv-cells.js';
import { clock } from '../web/moments.js';
import type { Campaign } from './campaign.js';
import { type Recipient, Recipients } from './recipients.js';
import { inWords } from './result-states.js';

const slice = 500;

const header = [
  'First name',
  'Last name',
  'Number',
  'Text',
  'State',
  'Reason',
  'Sent',
  'Replied',
  'Opted out',
  'Contact',
];

/** The recipients of a Quick Message or Campaign as a file for a spreadsheet. */
@Injectable()
export class RecipientsFile {
  constructor(private readonly recipients: Recipients) {}

  /** A part at a time, so that however many they are, few are in memory, and other pages get their turn in between. */
  async *parts(campaign: Campaign, member: Member): AsyncGenerator<string> {
    yield written([header], true);
    for (let after = 0; ;) {
      const rows = await this.recipients.slice(campaign, 'all', after, slice, member);
      if (rows.length) yield written(rows.map((row) => lineOf(row, campaign, member).map(guarded)));
      if (rows.length < slice) return;
      after = rows.at(-1)!.id;
      await breathe();
    }
  }
}

function lineOf(row: Recipient, campaign: Campaign, { country, timeZone }: Member): string[] {
  const { state, why } = inWords(row, campaign);
  // As spreadsheets of any country take it for a moment.
  const moment = (at: Date | null) => (at ? `${isoDayOf(at, timeZone)} ${clock(at, timeZone)}` : '');
  return [
    row.firstName,
    row.lastName,
    row.number ? nationalForm(row.number, country) : '',
    String(row.step),
    state,
    why,
    moment(row.leftAt),
    row.hasReplied ? moment(row.repliedAt) || 'yes' : '',
    row.hasOptedOut ? 'yes' : '',
    String(row.contactId ?? ''),
  ];
}

// Without the match a line break inside a cell would end the line.
const written = (lines: string[][], isFirst = false): string =>
  stringify(lines, { bom: isFirst, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
