import { hash } from '@node-rs/argon2';
import type { Contact } from '../../src/contacts/contact.js';
import { Contact as ContactEntity } from '../../src/contacts/contact.js';
import { ContactType } from '../../src/contacts/contact-type.js';
import type { Database } from '../../src/database/database.js';
import { Founding } from '../../src/founding/founding.js';
import { Role } from '../../src/people/role.js';
import type { User } from '../../src/people/user.js';
import type { Program } from '../../src/programs/program.js';

export const ourNumber = '+12025550100';
export const theirNumber = '+12025550200';

/** Who is in every test: Northfield with its staff and applicants, and Olive of another program, who must see nothing. */
export interface Cast {
  program: Program;
  other: Program;
  avery: User;
  jordan: User;
  dana: User;
  sam: User;
  riley: User;
  olive: User;
  maya: Contact;
  leo: Contact;
}

// Everybody signs in again and again: at the cost of real ones this alone would take minutes.
const password = hash('correct horse', { memoryCost: 64, timeCost: 1 });

/** Fills an empty database with the cast: Avery runs it, Jordan leads, Dana and Sam counsel, Riley only looks. */
export async function assemble(database: Database): Promise<Cast> {
  const founding = new Founding(database);
  const passwordHash = await password;
  const place = { country: 'US', timeZone: 'America/New_York', passwordHash };
  const program = await founding.found({
    ...place,
    name: 'Northfield',
    number: ourNumber,
    email: 'avery@n.example',
    adminName: 'Avery Collins',
  });
  const other = await founding.found({
    ...place,
    name: 'Otherton',
    number: theirNumber,
    email: 'olive@o.example',
    adminName: 'Olive Park',
  });
  return database.transaction(async () => {
    const { manager } = database;
    // No test waits for the rate of a number, unless that is what it is about.
    await database.run('UPDATE program_numbers SET segments_per_minute = 6000000');
    const role = (name: string) => manager.findOneByOrFail(Role, { programId: program.id, name });
    const hire = async (email: string, name: string, as: string) =>
      founding.hire(email, name, passwordHash, await role(as));
    const user = async (email: string) =>
      (await manager.query('SELECT id, name, email FROM users WHERE email = ?', [email]))[0] as User;
    const type = await manager.findOneByOrFail(ContactType, { programId: program.id, name: 'Applicant' });
    const contact = (firstName: string, lastName: string, number: string) =>
      manager.save(
        ContactEntity.of(
          program.id,
          { contactType: type, firstName, lastName, email: null, numbers: [{ number, label: 'Mobile' }] },
          new Date(),
        ),
      );
    return {
      program,
      other,
      avery: await user('avery@n.example'),
      olive: await user('olive@o.example'),
      jordan: await hire('jordan@n.example', 'Jordan Reyes', 'Lead'),
      dana: await hire('dana@n.example', 'Dana Whitfield', 'Counselor'),
      sam: await hire('sam@n.example', 'Sam Okafor', 'Counselor'),
      riley: await hire('riley@n.example', 'Riley Brooks', 'Viewer'),
      maya: await contact('Maya', 'Lindqvist', '+16175550111'),
      leo: await contact('Leo', 'Marchetti', '+16175550112'),
    };
  });
}
