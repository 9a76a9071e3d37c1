import { Global, Module } from '@nestjs/common';
import { AutoAssignment } from '../conversations/auto-assignment.js';
import { Availabilities } from './availability.js';
import { ContactRelationships } from './relationships.js';
import { CsvController } from './csv.controller.js';
import { CsvTable } from './csv-table.js';
import { ForecastController } from './forecast.controller.js';
import { Forecasts } from './forecasts.js';
import { TrialController } from './trial.controller.js';
import { Employments } from './employments.js';
import { RoutingTables } from './routing-tables.js';
import { RoutingTablesController } from './routing-tables.controller.js';
import { RowsController } from './rows.controller.js';
import { TableEditor } from './table-editor.js';
import { RoutedAssignment } from './routed-assignment.js';
import { WaitingLine } from './waiting-line.js';

@Global()
@Module({
  controllers: [RoutingTablesController, RowsController, CsvController, TrialController, ForecastController],
  providers: [
    Employments,
    RoutingTables,
    TableEditor,
    CsvTable,
    Forecasts,
    Availabilities,
    ContactRelationships,
    RoutedAssignment,
    WaitingLine,
    { provide: AutoAssignment, useExisting: RoutedAssignment },
  ],
  exports: [AutoAssignment, RoutedAssignment, Availabilities, RoutingTables],
})
export class RoutingModule {}
