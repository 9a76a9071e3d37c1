import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { fieldsIn, numberOf } from './fields.js';

/** Which of our numbers a webhook names, so that the right program's admins see it. */
@Injectable()
export class OwnNumbers {
  constructor(private readonly database: Database) {}

  /** The program of the number that a text was sent to, or a receipt's text from; null when it names none of ours. */
  async programNamedIn(kind: string, body: string): Promise<number | null> {
    const fields = fieldsIn(body);
    const number = fields && numberOf(fields[kind === 'inbound' ? 'to' : 'from']);
    if (!number) return null;
    const [own] = await this.database.query<{ program_id: number }>(
      'SELECT program_id FROM program_numbers WHERE number = ?',
      [number],
    );
    return own?.program_id ?? null;
  }
}
