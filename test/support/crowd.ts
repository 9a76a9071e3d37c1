import type { Database } from '../../src/database/database.js';
import { reversed } from '../../src/programs/phone.js';
import type { Cast } from './cast.js';

/** +1 617 555 0000 and on; past a thousand the exchange changes. */
export const numberOf = (area: string, place: number) =>
  `+1${area}${555 + Math.floor(place / 10_000)}${String(place % 10_000).padStart(4, '0')}`;

/** A time zone in which it is noon: these texts never wait for the morning. */
export function noonZone(): string {
  const hour = new Date().getUTCHours();
  return `Etc/GMT${hour >= 12 ? '+' : '-'}${Math.abs(hour - 12)}`;
}

/** A large audience, in place of the applicants that there are; the first few of them share one number. */
export function crowd(database: Database, { program, maya }: Cast, count: number, shared: number): Promise<void> {
  const now = new Date();
  const number = (place: number) => numberOf('212', Math.max(0, place - shared + 1));
  const places = Array.from({ length: count }, (_, place) => place);
  return database.transaction(async () => {
    await database.run('DELETE FROM contacts');
    for (let from = 0; from < count; from += 500) {
      const some = places.slice(from, from + 500);
      await database.run(
        `INSERT INTO contacts (id, program_id, contact_type_id, first_name, last_name, time_zone, created_at, updated_at)
         VALUES ${some.map(() => "(?, ?, ?, 'Ann', 'Lee', ?, ?, ?)").join(', ')}`,
        some.flatMap((place) => [place + 1000, program.id, maya.contactTypeId, noonZone(), now, now]),
      );
      await database.run(
        `INSERT INTO phone_numbers (program_id, contact_id, number, reversed, label, position)
         VALUES ${some.map(() => "(?, ?, ?, ?, 'Mobile', 0)").join(', ')}`,
        some.flatMap((place) => [program.id, place + 1000, number(place), reversed(number(place))]),
      );
    }
  });
}
