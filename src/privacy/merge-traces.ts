import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Event, type Particulars } from '../events/event.js';
import { nobody } from './traces.js';

interface Undone {
  other_id: number;
  is_kept: number;
  at: string | Date;
  undone_at: string | Date;
}

/** What merges tell of somebody. Of one that stands, all is part of the contact that was kept, and goes with it. */
@Injectable()
export class MergeTraces {
  constructor(private readonly database: Database) {}

  /** Who was merged into a contact, and is now part of it. */
  async into(contactId: number): Promise<{ id: number; name: string }[]> {
    const rows = await this.database.query<{ gone_id: number; gone_name: string }>(
      'SELECT gone_id, gone_name FROM contact_merges WHERE kept_id = ? AND undone_at IS NULL ORDER BY id',
      [contactId],
    );
    return rows.map(({ gone_id: id, gone_name: name }) => ({ id, name }));
  }

  /** Takes somebody out of what is told of merges that were undone, in the other’s record. Part of the caller's transaction. */
  async erase(contactId: number): Promise<void> {
    const undone = await this.database.query<Undone>(
      `SELECT kept_id AS other_id, 1 AS is_kept, at, undone_at FROM contact_merges
       WHERE gone_id = ? AND undone_at IS NOT NULL
       UNION ALL SELECT gone_id AS other_id, 0 AS is_kept, at, undone_at FROM contact_merges
       WHERE kept_id = ? AND undone_at IS NOT NULL`,
      [contactId, contactId],
    );
    for (const merge of undone) {
      await this.inHistory(merge);
      if (merge.is_kept) await this.inThreads(merge);
    }
    await this.database.run('DELETE FROM contact_merges WHERE gone_id = ?', [contactId]);
  }

  // The lines of a merge and of its end are of the same moment as these. Their fields say what came from the other.
  private async inHistory({ other_id: otherId, at, undone_at: undoneAt }: Undone) {
    await this.database.run(
      `UPDATE contact_changes SET source = ?, fields = NULL
       WHERE contact_id = ? AND kind IN ('merged', 'unmerged') AND at IN (?, ?)`,
      [nobody, otherId, at, undoneAt],
    );
  }

  private async inThreads({ other_id: otherId, at, undone_at: undoneAt }: Undone) {
    const threads = await this.database.query<{ id: number }>('SELECT id FROM conversations WHERE contact_id = ?', [
      otherId,
    ]);
    if (!threads.length) return;
    const lines = await this.database.query<{ id: number; particulars: string }>(
      `SELECT id, particulars FROM events WHERE conversation_id IN (${marks(threads)})
         AND kind IN ('merged', 'unmerged') AND at IN (?, ?) AND particulars IS NOT NULL`,
      [...threads.map(({ id }) => id), at, undoneAt],
    );
    for (const { id, particulars: said } of lines) {
      const particulars: Particulars = { ...(JSON.parse(said) as Particulars), contact: nobody };
      await this.database.update(Event, id, { particulars });
    }
  }
}
