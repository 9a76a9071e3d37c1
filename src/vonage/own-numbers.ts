import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Fields, fieldsIn, idOf, numberOf, textOf } from './fields.js';

/** Whose a webhook is, so that the right program's admins see it, and no other's. */
@Injectable()
export class OwnNumbers {
  constructor(private readonly database: Database) {}

  /** The program of our number that it names, or of our text; a number that was removed is still its program's. */
  async programNamedIn(kind: string, body: string): Promise<number | null> {
    const fields = fieldsIn(body);
    if (!fields) return null;
    const number = numberOf(fields[kind === 'inbound' ? 'to' : 'from']);
    const has = 'SELECT program_id FROM program_numbers WHERE number = ?';
    const had = 'SELECT program_id FROM former_numbers WHERE number = ?';
    const ofNumber = (await this.program(has, number)) ?? (await this.program(had, number));
    return ofNumber ?? (kind === 'status' ? this.sender(fields) : null);
  }

  // Receipts need not say from which number the text was.
  private async sender(fields: Fields) {
    const clientRef = textOf(fields['client_ref']);
    const known = await this.program('SELECT program_id FROM messages WHERE client_ref = ?', clientRef);
    return known ?? this.program('SELECT program_id FROM messages WHERE provider_id = ?', idOf(fields['message_uuid']));
  }

  private async program(sql: string, value: string | null): Promise<number | null> {
    if (!value) return null;
    const [row] = await this.database.query<{ program_id: number }>(sql, [value]);
    return row?.program_id ?? null;
  }
}
