import { Injectable } from '@nestjs/common';
import { dateInWords } from '../contacts/property-notations.js';
import type { Typed } from '../contacts/typed.js';
import type { Member } from '../people/member.js';
import { inDigits } from '../web/digits.js';
import { idIn } from '../web/identifier.js';
import { page } from '../web/responses.js';
import { cellsNamed, textIn } from './cell-words.js';
import type { Counts, Import } from './import.js';
import type { ImportLine } from './import-line.js';
import { statusOf } from './import-words.js';
import { Imports } from './imports.js';
import { matchings, treatments } from './mapping.js';
import { MappingForms } from './mapping-forms.js';

const pageLength = 50;

/** The page of an import, whatever it waits for. */
@Injectable()
export class ImportPages {
  constructor(
    private readonly imports: Imports,
    private readonly forms: MappingForms,
  ) {}

  async of(one: Import, query: Typed, member: Member) {
    if (one.status === 'mapping') return this.forms.page(one, null, member);
    const after = idIn(query['after']);
    const lines = one.isUnderWay ? [] : await this.imports.refused(one.id, after, pageLength + 1);
    const refusedCount = one.checked.refused + one.done.refused;
    const shown = lines.slice(0, pageLength);
    return page('imports/show', {
      import: {
        url: one.url,
        name: one.fileName,
        status: one.status,
        ...progressOf(one),
        isUnderWay: one.isUnderWay,
        isChecked: one.status === 'checked',
        isOver: one.isOver,
        isStopped: one.stoppedBecause !== null,
        stoppedBecause: one.stoppedBecause,
        mark: statusOf(one),
        figures: figuresOf(one),
        worthText: inDigits(one.worth),
        worth: one.worth,
        isOnlyConsent: !one.worth && one.notesConsent,
        isWorthIt: one.worth > 0 || one.notesConsent,
        createdAt: one.createdAt,
        finishedAt: one.finishedAt,
        ...(await this.plan(one, member)),
        refused: refusedCount,
        refusedText: inDigits(refusedCount),
        csvUrl: refusedCount || isCutShort(one) ? `${one.url}/refused.csv` : null,
      },
      lines: shown.map((line) => ({
        line: inDigits(line.line),
        who: nameIn(line, one),
        problems: line.problems ?? [],
      })),
      isFirstPage: !after,
      nextUrl: lines.length > pageLength ? `${one.url}?after=${shown.at(-1)!.id}#refused` : null,
    });
  }

  // What was chosen, for whoever says yes to it.
  private async plan({ mapping }: Import, member: Member) {
    const { types } = await this.imports.offered(member);
    return {
      typeName: types.find(({ id }) => id === mapping?.contactTypeId)?.name ?? 'a type that is gone',
      treatment: mapping && treatments[mapping.treatment],
      matchBy: mapping && matchings[mapping.matchBy].replace(/^[EP]/, (letter) => letter.toLowerCase()),
      clears: mapping?.clears ?? false,
      agreement: mapping?.consent && { source: mapping.consent.source, day: dateInWords(mapping.consent.day) },
    };
  }
}

/** Whether lines are left that were not imported, because somebody stopped it. */
const isCutShort = ({ status, done }: Import) =>
  status === 'canceled' && Object.values(done).some((count) => count > 0);

function progressOf({ status, total, past, checked }: Import) {
  const all = status === 'importing' ? total - checked.refused : total;
  const share = all ? Math.floor((100 * past) / all) : 100;
  return {
    progress: { max: Math.max(all, 1), value: past },
    progressText: `${inDigits(past)} of ${inDigits(all)} lines, ${share}%`,
    heading: headings[status] ?? '',
  };
}

const headings: Partial<Record<Import['status'], string>> = {
  checking: 'Trying every line…',
  importing: 'Importing…',
};

const labels: Record<keyof Counts, [tried: string, done: string]> = {
  new: ['New contacts', 'Added'],
  changed: ['To update', 'Updated'],
  same: ['Unchanged', 'Unchanged'],
  left: ['Left as they are', 'Left as they are'],
  refused: ['Refused', 'Refused'],
};

function figuresOf({ status, checked, done, mapping }: Import) {
  const isTried = status === 'checked';
  const counts = isTried ? checked : { ...done, refused: checked.refused + done.refused };
  const shown = (Object.keys(labels) as (keyof Counts)[]).filter(
    (key) =>
      key !== (mapping?.treatment === 'leave' ? 'changed' : 'left') &&
      (key !== 'same' || mapping?.treatment !== 'leave'),
  );
  return shown.map((key) => ({
    label: labels[key][isTried ? 0 : 1],
    text: inDigits(counts[key]),
    isBad: key === 'refused' && counts[key] > 0,
  }));
}

// Whom a line is about, as far as it says so.
function nameIn({ cells }: ImportLine, { mapping }: Import): string {
  const said = new Map(mapping!.columns.map((key, column) => [key, textIn(cells[column] ?? '')]));
  return (
    cellsNamed(said) ||
    said.get('email') ||
    said.get('external-id') ||
    cells.find((cell) => cell.trim())?.slice(0, 60) ||
    ''
  );
}
