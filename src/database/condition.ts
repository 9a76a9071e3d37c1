/** A piece of SQL with the values for its question marks. */
export interface Condition {
  sql: string;
  values: unknown[];
}

/** As many question marks as there are values: `?, ?, ?`, for a list in SQL. */
export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
