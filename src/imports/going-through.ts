import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Members } from '../people/members.js';
import { Clock } from '../programs/clock.js';
import { Program } from '../programs/program.js';
import type { Import } from './import.js';
import { ImportLine } from './import-line.js';
import { ImportLineNumber } from './import-line-number.js';
import { Imports } from './imports.js';
import { asTried, type Earlier, type Judged, judged } from './judging.js';
import { KnownContacts } from './known-contacts.js';
import { lostIn } from './mapping.js';
import { type Around, type Reading, readingOf } from './reading.js';
import { targetsOf } from './targets.js';
import { Writing } from './writing.js';

const notSaved = 'Parley could not save this line. Ask whoever runs Parley to look into its log.';

/**
 * Goes through the lines of an import, a slice at a time: each slice is one transaction together with the note of how far
 * it is, so that a line is imported wholly or not at all, once, and whoever comes next goes on where it stopped.
 */
@Injectable()
export class GoingThrough {
  constructor(
    private readonly database: Database,
    private readonly imports: Imports,
    private readonly known: KnownContacts,
    private readonly writing: Writing,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  /** The next lines; whether there may be more. */
  step(id: number, size: number): Promise<boolean> {
    return this.imports.holdAlone(id, async (held) => {
      if (!held.isUnderWay) return false;
      const around = await this.around(held);
      if (typeof around === 'string') return (held.cancel(this.clock.now(), around), false);
      const lines = await this.next(held, size);
      if (lines.length) await this.take(lines, held, around);
      else held.finish(this.clock.now());
      return held.isUnderWay;
    });
  }

  /** Notes the next line as refused, because it could not be saved even alone. */
  refuse(id: number): Promise<boolean> {
    return this.imports.hold(id, async (held) => {
      const [line] = held.isUnderWay ? await this.next(held, 1) : [];
      if (!line) return false;
      await this.keep([Object.assign(line, { verdict: 'refused', problems: [notSaved] })]);
      held.advance(line.id, ['refused'], this.clock.now());
      return true;
    });
  }

  private async take(lines: ImportLine[], held: Import, around: Around) {
    const now = this.clock.now();
    const verdicts = await this.judge(lines, held, around);
    const isRefused = ({ verdict }: Judged) => verdict === 'refused';
    const marked = verdicts.map(({ line, verdict, problems, matchKey, externalId }) =>
      Object.assign(line, { verdict, problems, matchKey, externalId }),
    );
    if (held.status === 'importing') {
      await this.writing.write(verdicts, held, now);
      await this.forget(lines);
      await this.database.insertAll(
        ImportLine,
        verdicts.filter(isRefused).map(({ line }) => line),
      );
    } else {
      await this.keep(marked);
      await this.database.insertAll(ImportLineNumber, verdicts.flatMap(numbersOf));
    }
    held.advance(
      lines.at(-1)!.id,
      verdicts.map(({ verdict }) => verdict),
      now,
    );
  }

  private async judge(lines: ImportLine[], held: Import, around: Around): Promise<Judged[]> {
    const read = lines.map((line) => ({ line, reading: readingOf(line.cells, around) }));
    const keys = [...new Set(read.flatMap(({ reading }) => reading.key ?? []))];
    const externalIds = [...new Set(read.flatMap(({ reading }) => reading.cells.get('external-id') || []))];
    const knowing = await this.known.of(held.programId, around.mapping.matchBy, keys, externalIds);
    const ids = [...knowing.contacts.keys()].map((id) => `#${id}`);
    const isTrial = held.status === 'checking';
    const earlier = isTrial ? await this.earlier(held, [...keys, ...ids], externalIds) : fresh();
    return read.map(({ line, reading }: { line: ImportLine; reading: Reading }) => {
      const said = judged(line, reading, around, knowing, earlier);
      return isTrial ? said : asTried(said, around);
    });
  }

  // Found by index, so that however long the file is, only a slice of it is in memory.
  private async earlier({ id, atLineId }: Import, keys: string[], externalIds: string[]): Promise<Earlier> {
    const found = async (said: string, where: string, values: string[]) => {
      if (!values.length) return [];
      const rows = await this.database.query<{ said: string; line: number }>(
        `SELECT ${said} AS said, line FROM ${where} <= ? AND import_id = ? AND ${said} IN (${marks(values)})`,
        [atLineId, id, ...values],
      );
      return rows.map(({ said, line }) => [said, line] as const);
    };
    const taken = `import_lines WHERE verdict <> 'refused' AND id`;
    const numbers = await found('number', 'import_line_numbers WHERE line_id', keys);
    return {
      byKey: new Map([...numbers, ...(await found('match_key', taken, keys))]),
      byExternalId: new Map(await found('external_id', taken, externalIds)),
    };
  }

  private next({ id: importId, atLineId, status, mapping }: Import, size: number): Promise<ImportLine[]> {
    const query = this.database.manager
      .createQueryBuilder(ImportLine, 'line')
      .where('line.importId = :importId AND line.id > :atLineId', { importId, atLineId })
      .orderBy('line.id')
      .limit(size);
    // What was refused stays refused: somebody said yes to the rest.
    if (status === 'importing') query.andWhere(`line.verdict IS NOT NULL AND line.verdict <> 'refused'`);
    else if (mapping!.hasHeader && !atLineId) query.offset(1);
    return query.getMany();
  }

  // Written anew: one statement for a slice, where each line would need its own to be changed.
  private async keep(lines: ImportLine[]) {
    await this.forget(lines);
    await this.database.insertAll(ImportLine, lines);
  }

  private forget(lines: ImportLine[]) {
    const ids = lines.map(({ id }) => id);
    return this.database.run(`DELETE FROM import_lines WHERE id IN (${marks(ids)})`, ids);
  }

  private async around(held: Import): Promise<Around | string> {
    const mapping = held.mapping!;
    const [{ types, all, of }, members, { names }, { country }] = await Promise.all([
      this.imports.offered(held),
      this.members.of(held.programId),
      this.imports.columns(held, mapping.hasHeader),
      this.database.manager.findOneByOrFail(Program, { id: held.programId }),
    ]);
    const properties = of(mapping.contactTypeId);
    const lost = lostIn(mapping, types, targetsOf('', properties));
    if (lost) return lost;
    return {
      ...{ mapping, country, types, all, properties },
      type: types.find(({ id }) => id === mapping.contactTypeId)!,
      headers: names.map((name, place) => name.slice(0, 60) || `Column ${place + 1}`),
      colleagues: members.filter(({ handlesConversations }) => handlesConversations),
    };
  }
}

const numbersOf = ({ line: { id: lineId, importId, line }, otherKeys }: Judged) =>
  otherKeys.map((number) => ({ importId, lineId, line, number }));

const fresh = (): Earlier => ({ byKey: new Map(), byExternalId: new Map() });
