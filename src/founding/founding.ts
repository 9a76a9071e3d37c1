import { usualKeywords } from '../consent/keywords.js';
import { ContactProperty, type PropertyKind } from '../contacts/contact-property.js';
import { ContactType } from '../contacts/contact-type.js';
import type { Database } from '../database/database.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Program } from '../programs/program.js';
import { Refusal } from '../refusal.js';
import { Membership } from '../people/membership.js';
import { startingRoles } from '../people/permissions.js';
import { Role } from '../people/role.js';
import { User } from '../people/user.js';

export interface Founders {
  name: string;
  country: string;
  timeZone: string;
  /** E.164 */
  number: string;
  email: string;
  adminName: string;
  passwordHash: string;
}

/** Makes a program with its number, starting roles, contact types and first Administrator. */
export class Founding {
  constructor(private readonly database: Database) {}

  async refuseDemo() {
    if (await this.database.manager.existsBy(Program, { isDemo: true }))
      throw new Refusal('This database holds the demo. Set DATABASE_URL to another one for a real program.');
  }

  found(founders: Founders, isDemo = false): Promise<Program> {
    return this.database.transaction(async () => {
      const { manager } = this.database;
      if (await manager.existsBy(ProgramNumber, { number: founders.number }))
        throw new Refusal(`${founders.number} belongs to another program already.`);
      const { name, country, timeZone } = founders;
      const now = new Date();
      const program = await manager.save(
        Program.named(name, now, { country, timeZone, isDemo, keywords: usualKeywords }),
      );
      await manager.save(ProgramNumber.of(program.id, founders.number, 'Main line', true));
      const roles = await this.roles(program.id);
      await this.contactTypes(program.id, now);
      await this.hire(
        founders.email,
        founders.adminName,
        founders.passwordHash,
        roles.find((role) => role.isBuiltIn)!,
      );
      return program;
    });
  }

  /** A user with a role in a program; somebody who is a user already keeps name and password. */
  async hire(email: string, name: string, passwordHash: string, role: Role): Promise<User> {
    const { manager } = this.database;
    const account = email.trim().toLowerCase();
    const found = await manager.findOneBy(User, { email: account });
    // MySQL finds “dána@” for “dana@”.
    const known = found?.email === account ? found : null;
    const createdAt = new Date();
    const user =
      known ??
      (await manager.save(
        Object.assign(new User(), { email: account, name, passwordHash, enterSends: false, createdAt }),
      ));
    await manager.insert(Membership, {
      userId: user.id,
      programId: role.programId,
      roleId: role.id,
      isActive: true,
      createdAt,
    });
    return user;
  }

  private roles(programId: number): Promise<Role[]> {
    return this.database.manager.save(startingRoles.map((role) => Object.assign(new Role(), { ...role, programId })));
  }

  private async contactTypes(programId: number, now: Date) {
    const types = [
      { name: 'Applicant', accent: 'teal' },
      { name: 'Inquiry', accent: 'indigo' },
      { name: 'Parent', accent: 'amber' },
      { name: 'School counselor', accent: 'rose' },
    ];
    const made = await this.database.manager.save(
      types.map((type, position) => Object.assign(new ContactType(), { ...type, programId, position })),
    );
    await this.applicantProperties(made[0]!, now);
  }

  // What nearly every office asks of an applicant; theirs to rename, archive and add to.
  private async applicantProperties(applicant: ContactType, now: Date) {
    const year = now.getFullYear();
    const terms = [year + 1, year + 2].flatMap((each) => [`Fall ${each}`, `Spring ${each + 1}`]);
    const fields: [PropertyKind, string, string[]?][] = [
      ['choice', 'Entry term', terms],
      ['text', 'Intended major'],
      ['text', 'High school'],
      ['address', 'Address'],
      ['user-relationship', 'Recruiter'],
    ];
    const properties: ContactProperty[] = [];
    for (const [kind, name, choices = null] of fields) {
      const details = { name, choices, isRequired: false, mostUsers: 1, routingTableId: null };
      properties.push(ContactProperty.of(applicant, kind, details, properties, now));
    }
    await this.database.manager.save(properties);
  }
}
