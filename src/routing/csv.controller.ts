import { Body, Controller, Get, Header, Param, Post, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import type { Response } from 'express';
import { word } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { textOf } from './csv-file.js';
import { OneFile } from './csv-upload.js';
import { CsvTable, type DryRun } from './csv-table.js';
import type { RoutingTable } from './routing-table.js';
import { RoutingTables } from './routing-tables.js';

interface Upload {
  csv?: unknown;
  version?: unknown;
  replace?: unknown;
}

/** A Routing Table as a file for a spreadsheet, and back. */
@Controller('settings/routing-tables/:id')
@Can('manage-settings')
export class CsvController {
  constructor(
    private readonly tables: RoutingTables,
    private readonly csv: CsvTable,
  ) {}

  @Get('csv')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  async download(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Res({ passthrough: true }) response: Response,
  ) {
    const table = await this.tables.find(id, member);
    response.attachment(`${table.name.replace(/[^\p{L}\p{N} ._-]/gu, '_')}.csv`);
    response.type('text/csv; charset=utf-8');
    return this.csv.written(table);
  }

  @Get('upload')
  async form(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return uploadPage(await this.tables.find(id, member), '', null);
  }

  /** First what would become of the table; then, when that is confirmed, the table. */
  @Post('upload')
  @UseInterceptors(OneFile)
  async upload(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() typed: Upload = {},
    @UploadedFile() file?: { buffer: Buffer; size: number },
  ) {
    const table = await this.tables.find(id, member);
    let text = typeof typed.csv === 'string' ? typed.csv : '';
    try {
      if (file?.size) text = textOf(file.buffer);
      if (typed.replace === '1') {
        await this.csv.replace(text, id, idIn(word(typed.version)), member);
        return seeOther(`/settings/routing-tables/${id}`);
      }
      const dryRun = await this.csv.tried(text, table);
      const shown = uploadPage(table, text, dryRun);
      return dryRun.bad ? unprocessable(shown, { csv: badLines(dryRun) }) : shown;
    } catch (error) {
      const problems = refused(error);
      const now = await this.tables.find(id, member);
      return unprocessable(uploadPage(now, text, await this.csv.tried(text, now).catch(() => null)), problems);
    }
  }
}

const badLines = ({ bad, rows }: DryRun) =>
  `${bad} of ${rows.length} ${rows.length === 1 ? 'line' : 'lines'} can’t be taken. Fix ${bad === 1 ? 'it' : 'them'}, then try again.`;

const uploadPage = ({ id, name, version, rows }: RoutingTable, text: string, dryRun: DryRun | null) =>
  page('routing/upload', {
    table: { name, version, rows: rows.length, url: `/settings/routing-tables/${id}` },
    csv: text.replace(/^\uFEFF/, ''),
    dryRun: dryRun && { ...dryRun, isReady: !dryRun.bad && !dryRun.isSame, total: dryRun.rows.length },
  });
