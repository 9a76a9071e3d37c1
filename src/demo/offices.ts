import { demoAccounts } from '../people/demo-accounts.js';
import { aid, people } from './cast.js';
import { eveningPeople } from './people-evening.js';
import type { Person } from './person.js';
import { avery, type Colleague, jordan, type Thread } from './thread.js';
import { applyingThreads } from './threads-applying.js';
import { eveningThreads } from './threads-evening.js';
import { familyThreads } from './threads-families.js';
import { longThread } from './threads-long.js';
import { moneyThreads } from './threads-money.js';
import { quietThreads } from './threads-quiet.js';
import { todayThreads } from './threads-today.js';
import { visitThreads } from './threads-visits.js';

/** A program of the demo with everything in it. */
export interface Office {
  name: string;
  number: string;
  furtherNumbers: { number: string; label: string }[];
  /** Beside the first of the accounts, who founds it. */
  staff: Colleague[];
  people: Record<string, Person>;
  threads: Thread[];
}

export const offices: Office[] = [
  {
    name: 'Alderbrook University',
    number: '+12025550100',
    furtherNumbers: [{ number: '+12025550190', label: aid }],
    staff: demoAccounts.map(({ email }) => email as Colleague).filter((email) => email !== avery),
    people,
    threads: [
      ...[longThread, ...applyingThreads, ...moneyThreads, ...visitThreads, ...familyThreads],
      ...[...todayThreads, ...quietThreads],
    ],
  },
  {
    name: 'Alderbrook Evening & Online',
    number: '+12025550180',
    furtherNumbers: [],
    staff: [jordan],
    people: eveningPeople,
    threads: eveningThreads,
  },
];
