import { applicants } from './people-applicants.js';
import { eveningPeople } from './people-evening.js';
import { others } from './people-others.js';
import { threadsOf } from './thread.js';

/** The labels of our numbers. */
export const main = 'Main line';
export const aid = 'Financial aid';

export const people = { ...applicants, ...others };

/** Begins a thread with somebody: `thread('maya')`, or on another line of ours, or on their second number. */
export const thread = threadsOf(people, main);

/** The same for the evening program. */
export const eveningThread = threadsOf(eveningPeople, main);
