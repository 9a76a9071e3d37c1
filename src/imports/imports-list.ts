import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Typed } from '../contacts/typed.js';
import type { Member } from '../people/member.js';
import { inDigits } from '../web/digits.js';
import { idIn } from '../web/identifier.js';
import { page } from '../web/responses.js';
import type { Import } from './import.js';
import { Imports } from './imports.js';
import { statusOf } from './import-words.js';
import { mostMegabytes } from './one-upload.js';
import { mostColumns, mostLines } from './uploading.js';

/** The form that takes a file, and the files there were. */
@Injectable()
export class ImportsList {
  constructor(private readonly imports: Imports) {}

  async page(query: Typed, member: Member) {
    const before = idIn(query['before']);
    const { imports, names, next } = await this.imports.page(before, member);
    const by = ({ userId }: Import) =>
      userId === member.userId ? 'You' : ((userId && names.get(userId)) ?? 'Somebody who left');
    return page('imports/index', {
      token: randomUUID(),
      limits: { megabytes: mostMegabytes, lines: inDigits(mostLines), columns: mostColumns },
      isFirstPage: !before,
      rows: imports.map((each) => ({
        id: each.id,
        url: each.url,
        name: each.fileName,
        lines: inDigits(each.lineCount),
        lineCount: each.lineCount,
        status: statusOf(each),
        outcome: outcomeOf(each),
        isUnderWay: each.isUnderWay,
        past: each.past,
        total: each.status === 'importing' ? each.total - each.checked.refused : each.total,
        by: by(each),
        at: each.createdAt,
      })),
      nextUrl: next ? `/contacts/imports?before=${next}` : null,
    });
  }
}

function outcomeOf({ status, done, checked }: Import): string {
  const said = (count: number, word: string) => (count ? [`${inDigits(count)} ${word}`] : []);
  if (status === 'done' || (status === 'canceled' && done.new + done.changed))
    return (
      [
        ...said(done.new, 'added'),
        ...said(done.changed, 'updated'),
        ...said(checked.refused + done.refused, 'refused'),
      ].join(', ') || 'Nothing changed'
    );
  return status === 'canceled' ? 'Nothing was imported' : '';
}
