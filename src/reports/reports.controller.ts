import { Controller, Get, Query, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { refused } from '../refusal.js';
import { page, unprocessable } from '../web/responses.js';
import { type Period, periodIn, type Typed } from './period.js';
import { ReportsFile } from './reports-file.js';
import { ReportsPage } from './reports-page.js';

/** How much is texted, how fast it is answered, and by whom. */
@Controller('reports')
@Can('view-reports')
export class ReportsController {
  constructor(
    private readonly pages: ReportsPage,
    private readonly files: ReportsFile,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Query() typed: Typed, @CurrentMember() member: Member) {
    return this.within(typed, member, async (period) =>
      page('reports/show', {
        choice: this.pages.choice(period, typed, member),
        report: await this.pages.of(member, period),
      }),
    );
  }

  @Get('days.csv')
  days(@Query() typed: Typed, @CurrentMember() member: Member, @Res({ passthrough: true }) response: Response) {
    return this.within(typed, member, async (period) =>
      file(await this.files.days(member, period), 'days', period, response),
    );
  }

  @Get('people.csv')
  people(@Query() typed: Typed, @CurrentMember() member: Member, @Res({ passthrough: true }) response: Response) {
    return this.within(typed, member, async (period) =>
      file(await this.files.staff(member, period), 'people', period, response),
    );
  }

  // Days that can't be are answered with the form, whatever was asked for.
  private async within<Answer>(typed: Typed, member: Member, answer: (period: Period) => Promise<Answer>) {
    let period: Period;
    try {
      period = periodIn(typed, this.clock.now(), member.timeZone);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(page('reports/show', { choice: this.pages.choice(null, typed, member) }), problems);
    }
    return answer(period);
  }
}

function file(text: string, of: string, { first, last }: Period, response: Response) {
  response.attachment(`reports-${of}-${first}-to-${last}.csv`);
  return new StreamableFile(Buffer.from(text), { type: 'text/csv; charset=utf-8' });
}
