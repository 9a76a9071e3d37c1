import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { isEmail } from 'class-validator';
import { isSupportedCountry } from 'libphonenumber-js/max';
import { tooLong } from './contacts/typed.js';
import { toE164 } from './programs/phone.js';
import { connected } from './cannot-start.js';
import { databaseUrlIn } from './config-values.js';
import { Database } from './database/database.js';
import { faultOf, hashed, shortestPassword } from './people/passwords.js';
import { Founding } from './founding/founding.js';
import { root } from './root.js';

const options = {
  name: { type: 'string' },
  country: { type: 'string' },
  'time-zone': { type: 'string' },
  number: { type: 'string' },
  email: { type: 'string' },
  'admin-name': { type: 'string' },
  password: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const help = `Makes a program and its first Administrator. What is not given is asked for.
  --name "Example University"  --country US  --time-zone America/New_York  --number "+1 202 555 0123"
  --email you@example.edu  --admin-name "Your Name"  --password (better asked for, or in PARLEY_PASSWORD)`;

const { values } = given();
if (values.help) {
  console.log(help);
  process.exit(0);
}
const env = join(root, '.env');
if (existsSync(env)) process.loadEnvFile(env);

let isHidden = false;
const screen = new Writable({
  write(chunk: Buffer, _, done) {
    if (!isHidden) process.stdout.write(chunk);
    done();
  },
});
const terminal = createInterface({ input: process.stdin, output: screen, terminal: process.stdin.isTTY });
const answers = terminal[Symbol.asyncIterator]();

function given() {
  try {
    return parseArgs({ options });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`);
    process.exit(1);
  }
}

// Answers may come from a keyboard or through a pipe; when there are no more, nothing is made.
async function answerTo(question: string): Promise<string> {
  terminal.setPrompt(question);
  terminal.prompt();
  isHidden = isSecret(question) && process.stdin.isTTY;
  const { value, done } = await answers.next();
  if (isHidden) process.stdout.write('\n');
  isHidden = false;
  if (!done) return value;
  console.error('\nNo program was made: this was not answered. --help names the options that answer beforehand.');
  process.exit(1);
}

// Not shown while it is typed, and kept to the letter: whoever signs in types its spaces too.
const isSecret = (question: string) => question.startsWith('Password');

async function ask(
  answered: string | undefined,
  question: string,
  isRight: (answer: string) => string | null,
  otherwise = '',
) {
  for (let answer = answered; ; answer = undefined) {
    const typed = answer ?? (await answerTo(`${question}${otherwise ? ` (${otherwise})` : ''}: `));
    const said = (isSecret(question) ? typed : typed.trim()) || otherwise;
    const problem = isRight(said);
    if (!problem) return said;
    console.error(problem);
    if (answer !== undefined) process.exit(1);
  }
}

const something = (what: string, most: number) => (answer: string) =>
  answer ? tooLong(answer.length, most) : `Enter ${what}.`;
const zones = new Set(Intl.supportedValuesOf('timeZone'));

const name = await ask(values.name, 'Name of the program', something('a name', 100));
const country = await ask(
  values.country,
  'Country, two letters',
  (said) => (isSupportedCountry(said) ? null : 'Two capital letters, such as US.'),
  'US',
);
const timeZone = await ask(
  values['time-zone'],
  'Time zone',
  (said) => (zones.has(said) ? null : 'A time zone such as America/New_York.'),
  'America/New_York',
);
const number = await ask(values.number, 'Its Vonage number', (said) =>
  toE164(said, country) ? null : 'That is not a phone number.',
);
const email = await ask(values.email, 'E-mail of the Administrator', (said) =>
  isEmail(said) ? tooLong(said.length, 190) : 'That is not an e-mail address.',
);
const adminName = await ask(values['admin-name'], 'Name of the Administrator', something('a name', 100));
const password = await ask(
  values.password ?? process.env['PARLEY_PASSWORD'],
  `Password, ${shortestPassword} characters or more`,
  (said) => faultOf(said, email.toLowerCase()),
);
terminal.close();

try {
  const database = new Database(await connected(databaseUrlIn(process.env['DATABASE_URL'])));
  try {
    await found(database);
  } finally {
    await database.onApplicationShutdown();
  }
} catch (error) {
  console.error(`No program was made: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function found(database: Database) {
  const founding = new Founding(database);
  await founding.refuseDemo();
  await founding.found({
    name,
    country,
    timeZone,
    number: toE164(number, country)!,
    email,
    adminName,
    passwordHash: await hashed(password),
  });
  console.log(`${name} is ready. ${email} can sign in.`);
}
