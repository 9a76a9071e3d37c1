import { Failure } from './failure.mjs';
import { filesIn } from './folder.mjs';

const isRequests = (file) => file.endsWith('.requests.test.ts');
const isJourney = (file) => file.startsWith('test/journeys/');
const isUnit = (file) => !isRequests(file) && !isJourney(file);

/** The steps of `npm test`, in their order: which files each runs, and what must be there for them. */
const rings = [
  { name: 'unit', part: 'unit', holds: isUnit, needs: [], isolated: true },
  { name: 'requests on SQLite', part: 'sqlite', holds: isRequests, needs: ['redis'] },
  { name: 'requests on MariaDB', part: 'mariadb', holds: isRequests, needs: ['redis', 'mariadb'], isOnMariadb: true },
  { name: 'journeys', part: 'journeys', holds: isJourney, needs: ['chromium', 'headless-shell', 'mariadb'] },
];

/** The steps that the arguments ask for: `--only=PART` for some of them, other words for files whose path has one. */
export function chosenRings(args) {
  const only = args.filter((arg) => arg.startsWith('--only=')).flatMap((arg) => arg.slice('--only='.length).split(','));
  const words = args.filter((arg) => !arg.startsWith('-'));
  const known = new Set(rings.map((ring) => ring.part));
  const unknown = [
    ...only.filter((part) => !known.has(part)).map((part) => `--only=${part}`),
    ...args.filter((arg) => arg.startsWith('-') && !arg.startsWith('--only=')),
  ];
  if (unknown.length) throw new Failure(`Unknown: ${unknown.join(' ')}. There is --only=${[...known].join('|')}.`);

  const files = filesIn('test')
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
  const wanted = files.filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  const chosen = rings
    .filter((ring) => only.length === 0 || only.includes(ring.part))
    .map((ring) => ({ ...ring, files: wanted.filter(ring.holds) }))
    .filter((ring) => words.length === 0 || ring.files.length > 0);
  if (chosen.length === 0) throw new Failure(`No test file’s path has ${words.join(' or ')} in it.`);
  return chosen;
}
