import type { Database } from '../database/database.js';
import { Founding } from '../founding/founding.js';
import { demoPassword } from '../people/demo-accounts.js';
import { hashed } from '../people/passwords.js';
import { Clock } from '../programs/clock.js';
import { Program } from '../programs/program.js';
import { Calendar } from './calendar.js';
import { Furnishing } from './furnishing.js';
import { offices } from './offices.js';

/** The demo's programs: an admissions office in the middle of its week, and a small one beside it. */
export class DemoOffice {
  constructor(
    private readonly database: Database,
    private readonly clock = new Clock(),
  ) {}

  /** What kinds of programs the database holds. */
  async programs(): Promise<{ hasReal: boolean; hasDemo: boolean }> {
    const { manager } = this.database;
    return {
      hasReal: await manager.existsBy(Program, { isDemo: false }),
      hasDemo: await manager.existsBy(Program, { isDemo: true }),
    };
  }

  /** Makes the demo, whole or not at all, and only once: of two processes at once, one finds it made. */
  async furnish(): Promise<void> {
    // Takes long on purpose, so nobody should have to wait for it inside a transaction.
    const passwordHash = await hashed(demoPassword);
    try {
      await this.database.transaction(() => this.fill(passwordHash));
    } catch (error) {
      if (!(await this.programs()).hasDemo) throw error;
    }
  }

  private async fill(passwordHash: string) {
    if ((await this.programs()).hasDemo) return;
    const calendar = new Calendar(this.clock.now());
    for (const office of offices)
      await new Furnishing(this.database, new Founding(this.database), calendar).furnish(office, passwordHash);
  }
}
