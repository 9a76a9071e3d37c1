import { Readable } from 'node:stream';
import { Controller, Get, Query, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { Ledger } from '../consent/ledger.js';
import { LedgerFile } from '../consent/ledger-file.js';
import { ledgerLine } from '../conversations/contact-consent.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { dayAfter, dayIn, isoDayOf, startOfDay } from '../programs/days.js';
import { idIn } from '../web/identifier.js';
import { page, unprocessable } from '../web/responses.js';

const pageLength = 50;
const month = 30 * 86_400_000;

/** Settings › Marketing › Consent: the ledger of a whole program, and its proof for a time. */
@Controller('settings/consent')
@Can('manage-settings')
export class ConsentController {
  constructor(
    private readonly ledger: Ledger,
    private readonly file: LedgerFile,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@CurrentMember() member: Member, @Query('before') before?: string) {
    return this.page(member, idIn(before));
  }

  @Get('ledger.csv')
  async download(
    @CurrentMember() member: Member,
    @Res({ passthrough: true }) response: Response,
    @Query('from') from?: string,
    @Query('to') to?: string,
  ) {
    const [first, last] = [dayIn(from), dayIn(to)];
    if (!first || !last || first > last) {
      const problems = {
        ...(first ? {} : { from: 'Choose a day.' }),
        ...(!last ? { to: 'Choose a day.' } : first && first > last ? { to: 'This day is before the first one.' } : {}),
      };
      return unprocessable(await this.page(member, 0, { from, to }), problems);
    }
    response.attachment(`consent-${first}-to-${last}.csv`);
    const zone = member.timeZone;
    const period = { from: startOfDay(first, zone), to: startOfDay(dayAfter(last), zone) };
    const parts = Readable.from(this.file.ofPeriod(member.programId, period), { objectMode: false });
    return new StreamableFile(parts, { type: 'text/csv; charset=utf-8' });
  }

  private async page(member: Member, before: number, typed: { from?: unknown; to?: unknown } = {}) {
    const lines = await this.ledger.newest(member.programId, before, pageLength + 1);
    const shown = lines.slice(0, pageLength);
    const holders = await this.ledger.holders(member.programId, shown);
    const now = this.clock.now();
    return page('settings/consent', {
      lines: shown.map((line) => ({ ...ledgerLine(line, member), holders: holders.get(line.number) })),
      olderUrl: lines.length > pageLength ? `/settings/consent?before=${shown.at(-1)!.id}` : null,
      from: String(typed.from ?? isoDayOf(new Date(now.getTime() - month), member.timeZone)),
      to: String(typed.to ?? isoDayOf(now, member.timeZone)),
    });
  }
}
