import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, unique, withDefault } from './columns.js';
import { createTable } from './create.js';
import { forgetSizes, type Sizes, tellSizes } from './sizes.js';

const sizes: Sizes = {
  report_bookmarks: { uq_report_bookmarks_source: '2 1' },
  report_quarter_hours: { uq_report_quarter_hours: '100000 50000 1' },
  report_people: { uq_report_people: '1000000 500000 10 1' },
  report_people_days: { uq_report_people_days: '30000 15000 30 1' },
  report_first_replies: { ix_report_first_replies: '300000 150000 5 2 1' },
  report_failed_texts: { uq_report_failed_texts: '20000 1' },
};

const counts = (...names: string[]) => names.map((name) => withDefault(integer(name), '0'));

/** What the Reports page shows, counted by the quarter of an hour, and how far the counting is. */
export class CreateReports1764000000300 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'report_bookmarks', {
      columns: [id(), string('source', 20), ...counts('up_to', 'ahead', 'settled'), optional(moment(db, 'ahead_at'))],
      indices: [unique('uq_report_bookmarks_source', 'source')],
    });
    await createTable(db, 'report_quarter_hours', {
      columns: [
        ...[id(), integer('program_id'), integer('quarter_hour')],
        ...counts('received', 'replied', 'bulk', 'automatic', 'opened', 'resolved', 'failed', 'stopped'),
      ],
      indices: [unique('uq_report_quarter_hours', 'program_id', 'quarter_hour')],
      foreignKeys: [refers('fk_report_quarter_hours_program', 'program_id', 'programs')],
    });
    await this.createPeople(db, 'report_people', 'quarter_hour');
    await this.createPeople(db, 'report_people_days', 'day');
    await createTable(db, 'report_first_replies', {
      columns: [
        ...[id(), integer('program_id'), integer('quarter_hour')],
        ...[optional(integer('user_id')), integer('seconds')],
      ],
      indices: [index('ix_report_first_replies', 'program_id', 'quarter_hour', 'user_id', 'seconds')],
      foreignKeys: [
        refers('fk_report_first_replies_program', 'program_id', 'programs'),
        refers('fk_report_first_replies_user', 'user_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'report_failed_texts', {
      columns: [id(), integer('message_id')],
      indices: [unique('uq_report_failed_texts', 'message_id')],
      foreignKeys: [refers('fk_report_failed_texts_message', 'message_id', 'messages')],
    });
    const known = (await db.query('SELECT source FROM report_bookmarks')) as { source: string }[];
    for (const source of ['events', 'consent_changes'])
      if (!known.some((row) => row.source === source))
        await db.query('INSERT INTO report_bookmarks (source) VALUES (?)', [source]);
    await tellSizes(db, sizes);
  }

  private createPeople(db: QueryRunner, table: string, time: string) {
    return createTable(db, table, {
      columns: [
        ...[id(), integer('program_id'), integer(time), integer('user_id')],
        ...counts('assigned', 'replied', 'resolved'),
      ],
      indices: [unique(`uq_${table}`, 'program_id', time, 'user_id')],
      foreignKeys: [
        refers(`fk_${table}_program`, 'program_id', 'programs'),
        refers(`fk_${table}_user`, 'user_id', 'users'),
      ],
    });
  }

  async down(db: QueryRunner) {
    await forgetSizes(db, sizes);
    for (const table of Object.keys(sizes).reverse()) await db.dropTable(table);
  }
}
