import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { isoDayOf } from '../programs/days.js';
import { csvLines, guarded } from '../web/csv-cells.js';
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
    yield csvLines([header], true);
    for (let after = 0; ;) {
      const rows = await this.recipients.slice(campaign, 'all', after, slice, member);
      if (rows.length) yield csvLines(rows.map((row) => lineOf(row, campaign, member).map(guarded)));
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
