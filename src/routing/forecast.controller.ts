import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther } from '../web/responses.js';
import { Fields } from '../contacts/fields.js';
import { Availabilities } from './availability.js';
import { forecastPage } from './forecast-page.js';
import { Forecasts, type Scope } from './forecasts.js';
import { RoutingTables } from './routing-tables.js';

/** What a table would do with every contact that there is. */
@Controller('settings/routing-tables/:id/forecast')
@Can('manage-settings')
export class ForecastController {
  constructor(
    private readonly tables: RoutingTables,
    private readonly forecasts: Forecasts,
    private readonly availabilities: Availabilities,
    private readonly fields: Fields,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('of') said?: string) {
    const table = await this.tables.find(id, member);
    const types = await this.forecasts.employing(table);
    const scope = scopeIn(said, types.length);
    const [fields, people] = await Promise.all([
      this.fields.of(member.programId),
      this.availabilities.of(member.programId, member.timeZone, this.clock.now()),
    ]);
    const forecast = this.forecasts.of(table, scope);
    return page('routing/forecast', forecastPage({ table, types, scope, forecast, fields, people }));
  }

  @Post()
  async again(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('of') said?: string) {
    const table = await this.tables.find(id, member);
    const scope = scopeIn(said, (await this.forecasts.employing(table)).length);
    this.forecasts.again(table, scope);
    return seeOther(`/settings/routing-tables/${id}/forecast?of=${scope}`);
  }
}

// Those who employ the table are meant unless all are, or nobody employs it.
const scopeIn = (said: unknown, employing: number): Scope => (said === 'all' || !employing ? 'all' : 'employing');
