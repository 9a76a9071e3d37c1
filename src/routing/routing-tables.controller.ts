import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { word } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import type { Typed } from './row-form.js';
import { RoutingTables } from './routing-tables.js';
import { TableEditor, tablesUrl } from './table-editor.js';

const nameIn = ({ name }: Typed) => word(name);
const urlOf = ({ id }: { id: number }) => `${tablesUrl}/${id}`;

/** Settings › Contacts › Routing Tables. */
@Controller('settings/routing-tables')
@Can('manage-settings')
export class RoutingTablesController {
  constructor(
    private readonly tables: RoutingTables,
    private readonly editor: TableEditor,
    private readonly submissions: Submissions,
  ) {}

  @Get()
  index(@CurrentMember() member: Member) {
    return this.editor.index(member);
  }

  @Post()
  async create(@Body() body: Typed = {}, @CurrentMember() member: Member) {
    try {
      return seeOther(await this.submissions.once(body, member, () => this.tables.add(nameIn(body), member), urlOf));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.editor.index(member, nameIn(body)), problems);
    }
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.editor.show(await this.tables.find(id, member), member);
  }

  /** Renames it. */
  @Post(':id')
  async update(@Param('id', Identifier) id: number, @Body() body: Typed = {}, @CurrentMember() member: Member) {
    try {
      await this.tables.change(id, member, idIn(body['version']), (table) => table.rename(nameIn(body)));
      return seeOther(`${tablesUrl}/${id}`);
    } catch (error) {
      const problems = refused(error);
      const table = await this.tables.find(id, member);
      return unprocessable(await this.editor.show(table, member, undefined, nameIn(body)), problems);
    }
  }

  @Post(':id/copy')
  async copy(@Param('id', Identifier) id: number, @Body() body: Typed = {}, @CurrentMember() member: Member) {
    try {
      return seeOther(await this.submissions.once(body, member, () => this.tables.copy(id, member), urlOf));
    } catch (error) {
      return unprocessable(await this.editor.index(member), refused(error));
    }
  }

  /** Asks before it is deleted. */
  @Get(':id/delete')
  async confirm(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.deletion(id, member);
  }

  @Delete(':id')
  async remove(@Param('id', Identifier) id: number, @Body() body: Typed = {}, @CurrentMember() member: Member) {
    try {
      await this.tables.remove(id, member, idIn(body['version']));
      return seeOther(tablesUrl);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.deletion(id, member), problems);
    }
  }

  private async deletion(id: number, member: Member) {
    const table = await this.tables.find(id, member);
    return page('routing/delete', { table: await this.editor.head(table, member), rowCount: table.rows.length });
  }
}
