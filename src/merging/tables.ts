import { Contact } from '../contacts/contact.js';
import { marks } from '../database/condition.js';
import type { Database } from '../database/database.js';
import type { Row } from './merge-step.js';
import { listed, plain, quoted, where } from './rows.js';

/** Reads and writes rows of any table, whole, inside the transaction under way. */
export class Tables {
  constructor(protected readonly database: Database) {}

  async rows(table: string, columns: Row): Promise<Row[]> {
    const { sql, values } = where(columns);
    const rows = await this.database.query(`SELECT * FROM ${table} WHERE ${sql} ORDER BY id`, values);
    return rows.map(plain);
  }

  async row(table: string, id: number): Promise<Row> {
    const [row] = await this.rows(table, { id });
    return row!;
  }

  async insert(table: string, row: Row) {
    const values = Object.values(row);
    await this.database.run(`INSERT INTO ${table} (${listed(row)}) VALUES (${marks(values)})`, values);
    await this.reword(table, Number(row['id']));
  }

  async write(table: string, id: number, columns: Row) {
    const names = Object.keys(columns).filter((column) => column !== 'id');
    const set = names.map((column) => `${quoted(column)} = ?`).join(', ');
    await this.database.run(`UPDATE ${table} SET ${set} WHERE id = ?`, [...names.map((name) => columns[name]), id]);
    await this.reword(table, id);
  }

  // A search finds a contact by what it is called now, not by what it was called when its row was kept.
  private async reword(table: string, id: number) {
    if (table !== 'contacts') return;
    const contact = await this.database.hold(Contact, id);
    if (!contact) return;
    const { firstName, lastName, email } = contact;
    await this.database.update(Contact, id, { firstName, lastName, email });
  }
}
