import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { Employments, inWords } from './employments.js';
import { RoutingTable } from './routing-table.js';
import { TableChanged } from './table-changed.js';

type Program = Pick<Member, 'programId'>;
const mostTables = 100;

/** The Routing Tables of a program. */
@Injectable()
export class RoutingTables {
  constructor(
    private readonly database: Database,
    private readonly employments: Employments,
    private readonly clock: Clock,
  ) {}

  /** One table with its rows and their users in order, or 404. */
  async find(id: number, { programId }: Program): Promise<RoutingTable> {
    const table = await this.whole()
      .andWhere('routing.id = :id AND routing.programId = :programId', { id, programId })
      .getOne();
    if (!table) throw new NotFoundException();
    return table;
  }

  /** All tables of a program by name, with their rows and users in order. */
  of(programId: number): Promise<RoutingTable[]> {
    return this.whole()
      .where('routing.programId = :programId', { programId })
      .orderBy('routing.name')
      .addOrderBy('routing.id')
      .addOrderBy('row.position')
      .addOrderBy('assigned.place')
      .getMany();
  }

  async add(name: string, by: Member): Promise<RoutingTable> {
    return this.keep(RoutingTable.of(by.programId, name, by.userId, this.clock.now()));
  }

  /** A copy under a name of its own: "Territory (copy)", "Territory (copy 2)". */
  async copy(id: number, by: Member): Promise<RoutingTable> {
    const table = await this.find(id, by);
    const others = await this.database.query<{ name: string }>('SELECT name FROM routing_tables WHERE program_id = ?', [
      by.programId,
    ]);
    const taken = new Set(others.map((other) => other.name.toLowerCase()));
    const names = ['copy', ...Array.from({ length: mostTables }, (_, index) => `copy ${index + 2}`)].map(
      (copy) => `${beginning(table.name)} (${copy})`,
    );
    const name = names.find((candidate) => !taken.has(candidate.toLowerCase()))!;
    return this.keep(table.copy(name, by.userId, this.clock.now()));
  }

  /**
   * Every change of a table passes through here. `version` is the one that the form was made from: when somebody else
   * changed the table in the meantime nothing is written, and `TableChanged` says who it was.
   */
  async change(id: number, by: Member, version: number, verb: (table: RoutingTable) => unknown): Promise<RoutingTable> {
    return this.named(() =>
      this.database.transaction(async () => {
        await this.claim(id, by, version);
        const held = this.whole().andWhere('routing.id = :id AND routing.programId = :programId', {
          id,
          programId: by.programId,
        });
        const table = await this.database.locked(held).getOneOrFail();
        await verb(table);
        return this.database.manager.save(table);
      }),
    );
  }

  /** Deletes a table that no Contact Type employs. */
  async remove(id: number, by: Member, version: number): Promise<void> {
    await this.database.transaction(async () => {
      await this.claim(id, by, version);
      const employers = (await this.employments.of(by.programId)).get(id) ?? [];
      if (employers.length) throw new Refusal(`It is employed by ${employers.map(inWords).join(', ')}.`);
      await this.database.run('DELETE FROM routing_tables WHERE id = ? AND program_id = ?', [id, by.programId]);
    });
  }

  // Of two who come with the same version, one finds the row as they know it.
  private async claim(id: number, by: Member, version: number) {
    const changed = await this.database.run(
      `UPDATE routing_tables SET version = version + 1, changed_by_id = ?, changed_at = ?
       WHERE id = ? AND program_id = ? AND version = ?`,
      [by.userId, this.clock.now(), id, by.programId, version],
    );
    if (changed) return;
    const { changedById } = await this.find(id, by);
    const [user] = await this.database.query<{ name: string }>('SELECT name FROM users WHERE id = ?', [
      changedById ?? 0,
    ]);
    const who = changedById === by.userId ? 'You, in another window,' : (user?.name ?? 'Somebody');
    throw new TableChanged(who);
  }

  private async keep(table: RoutingTable): Promise<RoutingTable> {
    return this.named(() =>
      this.database.transaction(async () => {
        const [count] = await this.database.query<{ count: number | string }>(
          'SELECT COUNT(*) AS count FROM routing_tables WHERE program_id = ?',
          [table.programId],
        );
        if (Number(count!.count) >= mostTables)
          throw new Refusal(`There is room for ${mostTables} Routing Tables.`, 'name');
        return this.database.manager.save(table);
      }),
    );
  }

  private async named<T>(work: () => Promise<T>): Promise<T> {
    return work().catch((error: unknown) => {
      throw isDuplicate(error) ? new Refusal('Another Routing Table has this name.', 'name') : error;
    });
  }

  private whole() {
    return this.database.manager
      .createQueryBuilder(RoutingTable, 'routing')
      .leftJoinAndSelect('routing.rows', 'row')
      .leftJoinAndSelect('row.users', 'assigned')
      .orderBy('row.position')
      .addOrderBy('row.id')
      .addOrderBy('assigned.place');
  }
}

// As much of a name as leaves room for "(copy 99)", and no half of a character.
const beginning = (name: string) =>
  [...name].reduce((kept, character) => (kept.length + character.length > 66 ? kept : kept + character), '');
