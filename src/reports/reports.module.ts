import { Module } from '@nestjs/common';
import { CountedEvents } from './counted-events.js';
import { CountedOptOuts } from './counted-opt-outs.js';
import { Counting } from './counting.js';
import { Keeping } from './keeping.js';
import { KeptFigures } from './kept-figures.js';
import { PeopleTable } from './people-table.js';
import { ReportsController } from './reports.controller.js';
import { ReportsFile } from './reports-file.js';
import { ReportsPage } from './reports-page.js';

/** How much is texted and how fast it is answered: counted as it happens, shown on the Reports page. */
@Module({
  controllers: [ReportsController],
  providers: [
    ...[Counting, CountedEvents, CountedOptOuts, Keeping],
    ...[KeptFigures, PeopleTable, ReportsPage, ReportsFile],
  ],
})
export class ReportsModule {}
