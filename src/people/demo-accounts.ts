export const demoPassword = 'parley-demo';

/** The people of the demo program, in the order in which they are offered. */
export const demoAccounts = [
  { name: 'Avery Collins', email: 'admin@demo.example', role: 'Administrator' },
  { name: 'Jordan Reyes', email: 'lead@demo.example', role: 'Lead' },
  { name: 'Dana Whitfield', email: 'dana@demo.example', role: 'Counselor' },
  { name: 'Sam Okafor', email: 'sam@demo.example', role: 'Counselor' },
  { name: 'Riley Brooks', email: 'viewer@demo.example', role: 'Viewer' },
].map((account) => ({ ...account, password: demoPassword }));
