/** A piece of SQL with the values for its question marks. */
export interface Condition {
  sql: string;
  values: unknown[];
}
