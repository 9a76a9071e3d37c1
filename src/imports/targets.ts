import { addressParts, type ContactProperty } from '../contacts/contact-property.js';
import { folded } from '../contacts/folded.js';

/** What a column of a file can mean. */
export interface Target {
  /** `first-name`; `phone:Home` for a number with its label; `p12` for a property; `p12.state` for a part of an address. */
  key: string;
  label: string;
  group: string;
}

const builtIn = { name: 'Name', reach: 'How to reach them', other: 'Of every contact' };
const phoneLabels = ['Mobile', 'Home', 'Work', 'Other'];

const ofEveryContact: Target[] = [
  { key: 'first-name', label: 'First name', group: builtIn.name },
  { key: 'last-name', label: 'Last name', group: builtIn.name },
  { key: 'name', label: 'Whole name', group: builtIn.name },
  { key: 'email', label: 'E-mail', group: builtIn.reach },
  ...phoneLabels.map((label) => ({ key: `phone:${label}`, label: `Phone: ${label}`, group: builtIn.reach })),
  { key: 'external-id', label: 'External ID', group: builtIn.other },
  { key: 'time-zone', label: 'Time zone', group: builtIn.other },
];

/** What the columns of a file can mean for contacts of one type: `properties` are those that it offers. */
export const targetsOf = (typeName: string, properties: ContactProperty[]): Target[] => [
  ...ofEveryContact,
  ...properties.flatMap(({ id, name, kind }): Target[] =>
    kind === 'address'
      ? Object.entries(addressParts).map(([part, label]) => ({
          key: `p${id}.${part}`,
          label: `${name}: ${label}`,
          group: typeName,
        }))
      : [{ key: `p${id}`, label: name, group: kind === 'user-relationship' ? 'User Relationships' : typeName }],
  ),
];

/** Whether several columns may mean it: somebody may have two mobile numbers. */
export const mayRepeat = (key: string) => key.startsWith('phone:');

const synonyms: Record<string, string> = {
  'first-name': 'first|first name|given|given name|forename|fname|preferred|preferred name|preferred first name',
  'last-name': 'last|last name|surname|family name|lname',
  name: 'name|full name|student|student name|contact|contact name|applicant|applicant name|display name',
  email: 'email|e mail|email address|e mail address|primary email|personal email|student email|mail',
  'phone:Mobile':
    'mobile|mobile phone|mobile number|cell|cell phone|cell number|cellphone|phone|phone number|telephone|primary phone|' +
    'sms|sms number|text number|student cell',
  'phone:Home': 'home phone|home|home number|home telephone|landline',
  'phone:Work': 'work phone|work|business phone|office phone|office',
  'phone:Other':
    'other phone|alternate phone|alternative phone|secondary phone|phone 2|phone 3|phone 4|phone 5|parent phone|emergency phone',
  'external-id':
    'external id|externalid|external identifier|ref|reference|reference id|slate id|slate ref|slate guid|guid|student id|sid|' +
    'applicant id|application id|person id|contact id|prospect id|record id|crm id|salesforce id|emplid|banner id|id',
  'time-zone': 'time zone|timezone|tz',
};
/** Words that mean the same property, however the office has called it. */
const kindred = [
  'state|state region|region|state province|province|mailing state|home state',
  'city|town|mailing city|home city',
  'zip|zip code|postal code|zip postal code|postal|postcode|mailing postal code|mailing zip',
  'street|address|address line 1|street address|street 1|mailing street|address 1|home address',
  'country|mailing country|nation',
  'entry term|term|entry|start term|admit term|intended term|entry period',
  'major|intended major|program of interest|academic interest|intended program|field of study',
  'date of birth|dob|birthdate|birth date|birthday|born',
  'high school|school|school name|secondary school|last school',
  'recruiter|counselor|admissions counselor|owner|record owner|staff assigned|assigned to',
].map((words) => words.split('|'));

/** The words of a header as people compare them: "E-mail_Address*" is "e mail address". */
const plain = (text: string) =>
  folded(text.replace(/([a-z])([A-Z])/g, '$1 $2'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What the columns seem to mean, by their names, else by what stands in them; empty for those that say nothing. */
export function guessed(headers: string[], samples: string[][], targets: Target[]): string[] {
  const taken = new Set<string>();
  const take = (key: string | undefined) => {
    if (!key || (taken.has(key) && !mayRepeat(key))) return '';
    taken.add(key);
    return key;
  };
  const byName = headers.map((header) => take(named(plain(header), targets, taken)));
  return byName.map((key, column) => key || (headers[column]!.trim() ? '' : take(seeming(samples[column]!))));
}

function named(header: string, targets: Target[], taken: ReadonlySet<string>): string | undefined {
  if (!header) return undefined;
  const free = targets.filter(({ key }) => !taken.has(key) || mayRepeat(key));
  const own = free.filter(({ key }) => /^p\d/.test(key));
  const exactly = own.find(({ label }) => plain(label) === header);
  if (exactly) return exactly.key;
  const built = Object.entries(synonyms).find(([, words]) => words.split('|').includes(header))?.[0];
  if (built) return free.some(({ key }) => key === built) ? built : undefined;
  const alike = kindred.find((words) => words.includes(header)) ?? [];
  return own.find(({ label }) => alike.includes(plain(label.replace(/^.*: /, ''))))?.key;
}

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const phone = /^\+?[\d\s().-]{10,20}$/;

function seeming(samples: string[]): string | undefined {
  if (!samples.length) return undefined;
  if (samples.every((sample) => email.test(sample))) return 'email';
  if (samples.every((sample) => phone.test(sample) && sample.replace(/\D/g, '').length >= 10)) return 'phone:Mobile';
  return undefined;
}

/** Whether a first line names the columns: nobody calls a column by an address or a number. */
export const looksLikeHeader = (cells: string[]) => {
  const said = cells.map((cell) => cell.trim()).filter(Boolean);
  return said.length > 0 && !said.some((cell) => email.test(cell) || /^[+-]?[\d\s().,/:-]{4,}$/.test(cell));
};
