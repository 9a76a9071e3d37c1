/** A contact of the demo. */
export interface Person {
  type: 'Applicant' | 'Inquiry' | 'Parent' | 'School counselor';
  firstName: string;
  lastName: string;
  email: string | null;
  /** E.164 */
  numbers: { number: string; label: string }[];
}

/** Notes down people of one type: first name, last name, their mobile numbers as "404 0142", and an e-mail address. */
export const people =
  (type: Person['type'], domain: string) =>
  (
    firstName: string,
    lastName: string,
    mobiles: string | string[],
    account = accountOf(firstName, lastName),
  ): Person => ({
    type,
    firstName,
    lastName,
    email: account && `${account}@${domain}`,
    numbers: [mobiles]
      .flat()
      .map((short, place) => ({ number: fictional(short), label: place ? 'Second mobile' : 'Mobile' })),
  });

/** "404 0142" is +1 404 555 0142: the range that is reserved for fiction. */
export function fictional(short: string): string {
  const [, area, line] = /^([2-9]\d\d) (01\d\d)$/.exec(short) ?? [];
  if (!area) throw new RangeError(`${short} is not a number of fiction`);
  return `+1${area}555${line}`;
}

const accountOf = (...names: string[]) =>
  names
    .map((name) => name.normalize('NFD').replace(/[^A-Za-z]/g, ''))
    .filter(Boolean)
    .join('.')
    .toLowerCase();
