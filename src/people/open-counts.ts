import { marks } from '../database/condition.js';
import type { Database } from '../database/database.js';

/** How many conversations these users have open in a program, as many as the list of them shows; 0 is left out. */
export async function openCounts(
  database: Database,
  programId: number,
  userIds: number[],
): Promise<Map<number, number>> {
  if (!userIds.length) return new Map();
  const rows = await database.query<{ assignee_id: number; count: number | string }>(
    `SELECT assignee_id, COUNT(*) AS count FROM conversations
     WHERE program_id = ? AND is_listed = 1 AND status = 'open' AND assignee_id IN (${marks(userIds)})
     GROUP BY assignee_id`,
    [programId, ...userIds],
  );
  return new Map(rows.map(({ assignee_id: id, count }) => [id, Number(count)]));
}
