import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { flag, integer, json, optionalInteger, string } from '../database/columns.js';
import type { PropertyCondition } from '../contacts/property-condition.js';
import { Refusal } from '../refusal.js';
import { RoutingRowUser } from './routing-row-user.js';
import { RoutingTable } from './routing-table.js';

/** To one user, to several strictly in turn, or to whoever of several has the fewest open conversations. */
export type GivesTo = 'one' | 'in-turn' | 'fewest-open';

/** What a row says, as forms and files bring it. */
export interface RowDetails {
  isOtherwise: boolean;
  joined: 'all' | 'any';
  conditions: PropertyCondition[];
  givesTo: GivesTo;
  /** In their order. */
  userIds: number[];
}

export const mostConditions = 20;
export const mostUsers = 50;
// What a column of type TEXT takes.
const mostBytes = 65_000;

/** Conditions, and whom a contact that meets them goes to. The row *Otherwise* has none and is the last. */
@Entity('routing_rows')
export class RoutingRow {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) tableId: number;
  @ManyToOne(() => RoutingTable, (table) => table.rows, { orphanedRowAction: 'delete' })
  @JoinColumn({ name: 'table_id' })
  table: Relation<RoutingTable>;
  @Column(integer) position: number;
  @Column(flag) isOtherwise: boolean;
  @Column(string) joined: 'all' | 'any';
  @Column(json) conditions: PropertyCondition[];
  @Column(string) givesTo: GivesTo;
  /** Whose turn it was last. */
  @Column(optionalInteger) lastUserId: number | null;
  @OneToMany(() => RoutingRowUser, (user) => user.row, { cascade: true }) users: Relation<RoutingRowUser>[];

  static of(programId: number, details: RowDetails): RoutingRow {
    const row = Object.assign(new RoutingRow(), { programId, position: 0, lastUserId: null, users: [] });
    row.describe(details);
    return row;
  }

  /** Those whom it assigns, in their order. */
  get userIds(): number[] {
    return this.users.toSorted((one, other) => one.place - other.place).map(({ userId }) => userId);
  }

  get details(): RowDetails {
    const { isOtherwise, joined, conditions, givesTo, userIds } = this;
    return { isOtherwise, joined, conditions: structuredClone(conditions), givesTo, userIds };
  }

  /** Takes what a form or a file says of the row. Whose turn it was stays known. */
  describe({ isOtherwise, joined, conditions, givesTo, userIds }: RowDetails) {
    if (!isOtherwise && !conditions.length)
      throw new Refusal('Add a condition. Only Otherwise takes everybody.', 'conditions');
    if (conditions.length > mostConditions)
      throw new Refusal(`There is room for ${mostConditions} conditions.`, 'conditions');
    if (Buffer.byteLength(JSON.stringify(conditions)) > mostBytes)
      throw new Refusal('These conditions hold too many values. Make several rows of them.', 'conditions');
    if (!userIds.length) throw new Refusal('Choose who this row assigns.', 'users');
    if (givesTo === 'one' && userIds.length > 1)
      throw new Refusal('Choose one person, or say how several share.', 'users');
    if (userIds.length > mostUsers) throw new Refusal(`There is room for ${mostUsers} people.`, 'users');
    if (new Set(userIds).size < userIds.length) throw new Refusal('Somebody is listed twice.', 'users');
    const lastUserId = this.pointerAmong(userIds);
    Object.assign(this, { isOtherwise, joined, conditions: isOtherwise ? [] : conditions, givesTo, lastUserId });
    this.users = userIds.map((userId, place) => this.placed(userId, place));
  }

  // Where whoever had the last turn is gone, whoever came before them had it: so the next one stays the next.
  private pointerAmong(userIds: number[]): number | null {
    const before = this.userIds;
    const last = before.indexOf(this.lastUserId ?? 0);
    if (last < 0) return null;
    const backwards = [...before.slice(last + 1), ...before.slice(0, last + 1)].reverse();
    return backwards.find((userId) => userIds.includes(userId)) ?? null;
  }

  private placed(userId: number, place: number): RoutingRowUser {
    const known = this.users.find((user) => user.userId === userId);
    return Object.assign(known ?? new RoutingRowUser(), { userId, place });
  }
}
