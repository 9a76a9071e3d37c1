/** Reads the command line of `npm run bench`. */
export function readOptions(args) {
  const known = ['only', 'small', 'seconds', 'jobs', 'keep', 'profile', 'write', 'no-filters', 'connections'];
  const said = Object.fromEntries(
    args.map((arg) => arg.replace(/^--/, '').split('=')).map(([name, value = true]) => [name, value]),
  );
  const unknown = Object.keys(said).filter((name) => !known.includes(name));
  if (unknown.length) {
    console.error(`Unknown: ${unknown.join(', ')}. There is ${known.map((name) => `--${name}`).join(' ')}.`);
    process.exit(1);
  }
  return {
    /** One database instead of both. */
    only: said.only ? String(said.only).split(',') : ['sqlite', 'mariadb'],
    /** A fiftieth of the data, to see whether the bench itself works. */
    size: said.small
      ? { conversations: 2000, messages: 40_000, imported: 2000 }
      : { conversations: 100_000, messages: 1_000_000, imported: 100_000 },
    seconds: Number(said.seconds ?? 4),
    connections: said.connections ? String(said.connections).split(',').map(Number) : [1, 8, 32],
    /** Only jobs with this in their name. */
    jobs: said.jobs ?? '',
    /** Keep the filled database for the next run. */
    keep: Boolean(said.keep),
    /** A folder for a CPU profile of the server. */
    profile: said.profile,
    filters: !said['no-filters'],
    /** Write the figures into docs/performance.md. */
    write: Boolean(said.write),
    command: `npm run bench${args.length ? ` -- ${args.join(' ')}` : ''}`,
  };
}
