import { type Field, fieldOf } from '../contacts/fields.js';
import { AskedCondition } from './asked-condition.js';
import type { RoutingRow } from './routing-row.js';

/** A row, made ready to be compared with others: what can be said of its matches without knowing any contact. */
export class AskedRow {
  readonly isOtherwise: boolean;
  /** Whether no contact at all can match it. */
  readonly isImpossible: boolean;
  private readonly isAll: boolean;
  private readonly isWhole: boolean;
  private readonly conditions: AskedCondition[];

  constructor(row: Pick<RoutingRow, 'isOtherwise' | 'joined' | 'conditions'>, fields: Field[]) {
    this.isOtherwise = row.isOtherwise;
    this.isAll = row.joined === 'all';
    this.conditions = row.conditions.flatMap((condition) => {
      const field = fieldOf(condition.field, fields);
      return field ? new AskedCondition(condition, field) : [];
    });
    // What asks for a property that is gone is met by nobody.
    this.isWhole = this.conditions.length === row.conditions.length;
    this.isImpossible = !this.isOtherwise && this.matchesNobody();
  }

  /** Whether whoever matches this row matches an earlier one too, so that this one never has its turn. */
  isCoveredBy(earlier: AskedRow): boolean {
    if (earlier.isOtherwise) return true;
    if (this.isOtherwise || this.isImpossible || earlier.isImpossible) return false;
    // What is joined by "any" is covered when each of its conditions is.
    const ways = this.isAll ? [this.conditions] : this.conditions.map((condition) => [condition]);
    return ways.every((given) => {
      const holds = (wanted: AskedCondition) => given.some((condition) => condition.implies(wanted));
      return earlier.isAll ? earlier.conditions.every(holds) : earlier.conditions.some(holds);
    });
  }

  private matchesNobody(): boolean {
    if (!this.conditions.length) return true;
    return this.isAll && (!this.isWhole || this.conditions.some((one) => one.excludes(this.conditions)));
  }
}
