import { Injectable, NotFoundException } from '@nestjs/common';
import { ContactProperties } from '../contacts/contact-properties.js';
import { Contacts } from '../contacts/contacts.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Import } from './import.js';
import { ImportLine } from './import-line.js';
import { looksLikeHeader } from './targets.js';

const pageLength = 20;
const looked = 20;

/** The files of a program: whoever may edit contacts sees them all. */
@Injectable()
export class Imports {
  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly properties: ContactProperties,
    private readonly clock: Clock,
  ) {}

  async find(id: number, { programId }: Pick<Member, 'programId'>): Promise<Import> {
    const found = await this.database.manager.findOneBy(Import, { id, programId });
    if (!found || found.status === 'reading') throw new NotFoundException();
    return found;
  }

  /** The newest first, with who uploaded them; one more than a page has, if there is one. */
  async page(
    before: number,
    { programId }: Member,
  ): Promise<{ imports: Import[]; names: Map<number, string>; next: number | null }> {
    const query = this.database.manager
      .createQueryBuilder(Import, 'import')
      .where(`import.programId = :programId AND import.status <> 'reading'`, { programId });
    if (before) query.andWhere('import.id < :before', { before });
    const found = await query
      .orderBy('import.id', 'DESC')
      .take(pageLength + 1)
      .getMany();
    const imports = found.slice(0, pageLength);
    const userIds = [...new Set(imports.flatMap(({ userId }) => userId ?? []))];
    const users = userIds.length
      ? await this.database.query<{ id: number; name: string }>(
          `SELECT id, name FROM users WHERE id IN (${marks(userIds)})`,
          userIds,
        )
      : [];
    const names = new Map(users.map(({ id, name }) => [id, name]));
    return { imports, names, next: found.length > pageLength ? imports.at(-1)!.id : null };
  }

  /** What the columns are called, and what stands in them in the first lines. */
  async columns({ id: importId, width }: Import, hasHeader: boolean | null) {
    const lines = await this.database.manager.find(ImportLine, {
      where: { importId },
      order: { id: 'ASC' },
      take: looked,
    });
    const first = lines[0]?.cells ?? [];
    const named = hasHeader ?? looksLikeHeader(first);
    const rest = named ? lines.slice(1) : lines;
    const places = Array.from({ length: width }, (_, place) => place);
    return {
      hasHeader: named,
      names: places.map((place) => (named ? (first[place] ?? '').trim() : '')),
      samples: places.map((place) => {
        const said = rest.map(({ cells }) => (cells[place] ?? '').trim()).filter(Boolean);
        return [...new Set(said)].slice(0, 3);
      }),
    };
  }

  /** What can be chosen of the program: types, and the properties that each of them offers. */
  async offered(member: Pick<Member, 'programId'>) {
    const [types, all] = await Promise.all([this.contacts.types(member), this.properties.ofProgram(member)]);
    return {
      types,
      all,
      of: (typeId: number) => all.filter((property) => property.contactTypeId === typeId && !property.isArchived),
    };
  }

  /** A refused line after another, from a line on. */
  refused(importId: number, after: number, most: number): Promise<ImportLine[]> {
    return this.database.manager
      .createQueryBuilder(ImportLine, 'line')
      .where(`line.importId = :importId AND line.verdict = 'refused' AND line.id > :after`, { importId, after })
      .orderBy('line.id')
      .take(most)
      .getMany();
  }

  /** Every change of an import passes through here: hold its row, change, save. */
  change<T>(id: number, member: Pick<Member, 'programId'>, verb: (held: Import, now: Date) => T): Promise<T> {
    return this.hold(id, async (held) => {
      if (held.programId !== member.programId) throw new NotFoundException();
      return verb(held, this.clock.now());
    });
  }

  /** The same for those who carry it out: meanwhile nobody cancels it or goes on with it. */
  hold<T>(id: number, work: (held: Import) => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      const held = await this.database.hold(Import, id);
      if (!held || held.status === 'reading') throw new NotFoundException();
      const before = JSON.stringify(held);
      const result = await work(held);
      if (JSON.stringify(held) !== before) await this.database.manager.save(held);
      return result;
    });
  }

  /**
   * The same for those who make contacts of it: of a program one at a time, or two files with the same person in them would
   * both find nobody. All of the program’s are held in the order of their ids, as everybody does who holds several.
   */
  holdAlone(id: number, work: (held: Import) => Promise<boolean>): Promise<boolean> {
    return this.database.transaction(async () => {
      const seen = await this.database.manager.findOneBy(Import, { id });
      if (seen?.status === 'importing')
        await this.database.query(
          `SELECT id FROM imports WHERE program_id = ? AND status = 'importing' ORDER BY id${this.database.holding}`,
          [seen.programId],
        );
      // Whoever said yes to it in this very moment finds it at its next turn.
      return this.hold(id, async (held) => held.status !== seen?.status || work(held));
    });
  }
}
