import { Body, Controller, Delete, Get, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { seeOther, unprocessable } from '../web/responses.js';
import { detailsFrom } from './row-details.js';
import { after, isStep, rowIn, type Typed } from './row-form.js';
import type { RoutingRow } from './routing-row.js';
import type { RoutingTable } from './routing-table.js';
import { RoutingTables } from './routing-tables.js';
import { TableEditor, tablesUrl } from './table-editor.js';

/** The rows of a Routing Table, edited on its page. */
@Controller('settings/routing-tables/:id/rows')
@Can('manage-settings')
export class RowsController {
  constructor(
    private readonly tables: RoutingTables,
    private readonly editor: TableEditor,
    private readonly submissions: Submissions,
  ) {}

  @Get('new')
  async new(
    @Param('id', Identifier) id: number,
    @Query('otherwise') otherwise: unknown,
    @CurrentMember() member: Member,
  ) {
    return this.editor.opened(await this.tables.find(id, member), member, null, otherwise === '1');
  }

  @Post()
  create(@Param('id', Identifier) id: number, @Body() body: Typed = {}, @CurrentMember() member: Member) {
    return this.write(id, null, body, member);
  }

  @Get(':row/edit')
  async edit(
    @Param('id', Identifier) id: number,
    @Param('row', Identifier) rowId: number,
    @CurrentMember() member: Member,
  ) {
    const table = await this.tables.find(id, member);
    return this.editor.opened(table, member, rowOf(table, rowId));
  }

  @Post(':row')
  update(
    @Param('id', Identifier) id: number,
    @Param('row', Identifier) rowId: number,
    @Body() body: Typed = {},
    @CurrentMember() member: Member,
  ) {
    return this.write(id, rowId, body, member);
  }

  @Post(':row/copy')
  copy(
    @Param('id', Identifier) id: number,
    @Param('row', Identifier) rowId: number,
    @Body() body: Typed = {},
    @CurrentMember() member: Member,
  ) {
    return this.orSayWhyNot(id, member, async () => {
      const copy = () =>
        this.tables.change(id, member, idIn(body['version']), (table) => table.duplicate(rowOf(table, rowId)));
      return seeOther(await this.submissions.once(body, member, copy, () => `${tablesUrl}/${id}#row-${rowId}`));
    });
  }

  /** Up or down by one, or to a place counted from 1. */
  @Post(':row/position')
  move(
    @Param('id', Identifier) id: number,
    @Param('row', Identifier) rowId: number,
    @Body() body: Typed = {},
    @CurrentMember() member: Member,
  ) {
    const by = body['to'] === 'up' ? -1 : body['to'] === 'down' ? 1 : 0;
    return this.change(id, rowId, body, member, (table, row) =>
      table.move(row, by ? row.position + by : idIn(body['place']) || row.position),
    );
  }

  @Delete(':row')
  remove(
    @Param('id', Identifier) id: number,
    @Param('row', Identifier) rowId: number,
    @Body() body: Typed = {},
    @CurrentMember() member: Member,
  ) {
    return this.change(id, rowId, body, member, (table, row) => table.remove(row));
  }

  // A button that saves nothing shows the form again, made from the same version: who saved meanwhile is told of later.
  private async write(id: number, rowId: number | null, body: Typed, member: Member) {
    const [table, around] = await Promise.all([this.tables.find(id, member), this.editor.surroundings(member)]);
    const typed = rowIn(body, around.fields);
    const version = idIn(body['version']);
    const known = (now: RoutingTable) => (rowId !== null && now.row(rowId) ? rowId : null);
    if (isStep(body['step']))
      return this.editor.show(table, member, { rowId: known(table), typed: after(body['step'], typed), version });
    try {
      if (rowId === null) {
        const add = () => this.tables.change(id, member, version, (table) => table.add(detailsFrom(typed, around)));
        return seeOther(await this.submissions.once(body, member, add, lastRowOf));
      }
      await this.tables.change(id, member, version, (current) => {
        const row = rowOf(current, rowId);
        return row.describe(detailsFrom(typed, around, row.userIds));
      });
      return seeOther(`${tablesUrl}/${id}#row-${rowId}`);
    } catch (error) {
      const problems = refused(error);
      const now = await this.tables.find(id, member);
      return unprocessable(await this.editor.show(now, member, { rowId: known(now), typed }), problems);
    }
  }

  private change(
    id: number,
    rowId: number,
    body: Typed,
    member: Member,
    verb: (table: RoutingTable, row: RoutingRow) => unknown,
  ) {
    return this.orSayWhyNot(id, member, async () => {
      await this.tables.change(id, member, idIn(body['version']), (table) => verb(table, rowOf(table, rowId)));
      return seeOther(`${tablesUrl}/${id}#row-${rowId}`);
    });
  }

  private async orSayWhyNot<Answer>(id: number, member: Member, work: () => Promise<Answer>) {
    try {
      return await work();
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.editor.show(await this.tables.find(id, member), member), problems);
    }
  }
}

const lastRowOf = ({ id, rows }: RoutingTable) =>
  `${tablesUrl}/${id}#row-${rows.findLast((row) => !row.isOtherwise)?.id ?? ''}`;

function rowOf(table: RoutingTable, rowId: number): RoutingRow {
  const row = table.row(rowId);
  if (!row) throw new NotFoundException();
  return row;
}
