import { ContactChange } from '../contacts/contact-change.js';
import type { Contact } from '../contacts/contact.js';
import type { Database } from '../database/database.js';
import { Import, noCounts } from '../imports/import.js';
import { ImportLine } from '../imports/import-line.js';
import type { Mapping } from '../imports/mapping.js';
import type { Member } from '../people/member.js';
import type { Calendar } from './calendar.js';

const header = ['Ref', 'First', 'Last', 'Email Address', 'Cell Phone'];
const columns = ['external-id', 'first-name', 'last-name', 'email', 'phone:Mobile'];

const refused: [line: number, cells: string[], problem: string][] = [
  [
    12,
    ['SL-20491', 'Brianna', 'Coats', 'brianna.coats@mail', '(419) 555-0187'],
    'Email Address: “brianna.coats@mail” is not an e-mail address.',
  ],
  [
    27,
    ['SL-20506', 'Devon', 'Pruitt', 'devon.pruitt@mail.example', '555-01'],
    'Cell Phone: “555-01” is not a phone number. Example: (202) 555-0142',
  ],
  [
    28,
    ['SL-20481', 'Hannah', 'Voss', 'hannah.voss@mail.example', ''],
    'Twice in the file: line 2 has the same external ID.',
  ],
];

const fair = [
  ['Priscilla', 'Amaya', 'priscilla.amaya@mail.example', '(617) 555-0190'],
  ['Jonas', 'Breck', 'jonas.breck@mail.example', '(508) 555-0191'],
  ['Thandi', 'Cele', 'thandi.cele@mail.example', '(781) 555-0192'],
  ['Rafael', 'Dominguez', 'rafael.dominguez@mail.example', '(857) 555-0193'],
  ['Mei', 'Fong', 'mei.fong@mail.example', '(617) 555-0194'],
  ['Aiden', 'Garrity', 'aiden.garrity@mail.example', '(978) 555-0195'],
  ['Soraya', 'Nazari', '', '(617) 555-0196'],
];

/** The files that the demo's office has uploaded: one that its applicants came from, one that waits for a yes. */
export async function keepImports(
  database: Database,
  contacts: Contact[],
  lead: Member,
  inquiryId: number,
  calendar: Calendar,
) {
  const applicants = contacts.filter(({ contactType }) => contactType.name === 'Applicant').slice(0, 31);
  const contactTypeId = applicants[0]!.contactTypeId;
  const at = calendar.on(20, '10:12');
  const common = { hasHeader: true, treatment: 'update', clears: false, changesType: false } as const;
  const slate = await save(database, {
    ...started(lead, 'Applicants from Slate.csv', 'UTF-8, commas between the cells', at),
    status: 'done',
    mapping: {
      ...common,
      contactTypeId,
      matchBy: 'external-id',
      columns,
      consent: { source: 'Application form', day: at.toISOString().slice(0, 10) },
    },
    lineCount: applicants.length + refused.length + 1,
    width: header.length,
    past: applicants.length,
    checked: { ...noCounts(), new: applicants.length, refused: refused.length },
    done: { ...noCounts(), new: applicants.length },
    finishedAt: at,
  });
  await database.insertAll(ImportLine, [
    { importId: slate.id, line: 1, cells: header },
    ...refused.map(([line, cells, problem]) => ({
      importId: slate.id,
      line,
      cells,
      verdict: 'refused' as const,
      problems: [problem],
    })),
  ]);
  for (const [place, { id }] of applicants.entries())
    await database.run('UPDATE contacts SET external_id = ? WHERE id = ?', [`SL-${20_481 + place}`, id]);
  const { programId, userId: byUserId } = lead;
  const imported = { programId, kind: 'imported' as const, byUserId, source: slate.fileName, at };
  await database.insertAll(
    ContactChange,
    applicants.map(({ id: contactId }) => ({ ...imported, contactId, fields: null })),
  );
  await keepFair(database, lead, inquiryId, calendar.on(1, '16:40'));
}

async function keepFair(database: Database, lead: Member, contactTypeId: number, at: Date) {
  const mapping: Mapping = {
    ...{ contactTypeId, hasHeader: true, matchBy: 'email', treatment: 'update', clears: false, changesType: false },
    columns: columns.slice(1),
    consent: { source: 'Card at the Boston college fair', day: at.toISOString().slice(0, 10) },
  };
  const good = fair.filter(([, , email]) => email).length;
  const { id: importId } = await save(database, {
    ...started(lead, 'Boston college fair.csv', 'Windows-1252, semicolons between the cells', at),
    status: 'checked',
    mapping,
    lineCount: fair.length + 1,
    width: 4,
    past: fair.length,
    checked: { ...noCounts(), new: good, refused: fair.length - good },
  });
  const lines = fair.map((cells, place): Partial<ImportLine> => {
    const email = cells[2] || null;
    const problems = email ? null : ['It has no e-mail address to find the person by.'];
    return { importId, line: place + 2, cells, verdict: email ? 'new' : 'refused', problems, matchKey: email };
  });
  await database.insertAll(ImportLine, [{ importId, line: 1, cells: header.slice(1) }, ...lines]);
}

const started = ({ programId, userId }: Member, fileName: string, notation: string, at: Date) => ({
  ...Import.of(programId, userId, fileName, null, at),
  notation,
});

const save = (database: Database, own: Partial<Import>) => database.manager.save(Object.assign(new Import(), own));
