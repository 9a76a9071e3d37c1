import type { Database } from '../database/database.js';

/** Whether a program allows auto-assignment by now. */
export async function allowsAutoAssignment(programId: number, database: Database): Promise<boolean> {
  const [program] = await database.query<{ allows: number | boolean }>(
    'SELECT allows_auto_assignment AS allows FROM programs WHERE id = ?',
    [programId],
  );
  return Boolean(program?.allows);
}
