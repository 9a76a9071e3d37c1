import type { Import, ImportStatus } from './import.js';

/** What is said of each status. */
const statuses: Record<ImportStatus, { text: string; icon: string; tone: string }> = {
  reading: { text: 'Being read', icon: 'sending', tone: '' },
  mapping: { text: 'Columns to be chosen', icon: 'columns', tone: 'warn' },
  checking: { text: 'Being checked', icon: 'sending', tone: '' },
  checked: { text: 'Ready to import', icon: 'waiting', tone: 'warn' },
  importing: { text: 'Being imported', icon: 'sending', tone: '' },
  done: { text: 'Imported', icon: 'resolved', tone: 'good' },
  canceled: { text: 'Canceled', icon: 'ban', tone: '' },
};

export const statusOf = ({ status, stoppedBecause }: Import) =>
  stoppedBecause ? { text: 'Stopped', icon: 'failed', tone: 'bad' } : statuses[status];
