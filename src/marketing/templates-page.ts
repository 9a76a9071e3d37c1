import { Injectable } from '@nestjs/common';
import { longestText } from '../conversations/conversation.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { idIn } from '../web/identifier.js';
import { page } from '../web/responses.js';
import { merged, parse, written } from './merge-fields.js';
import { type Mergeable, MergeValues } from './merge-values.js';
import { mostTemplates, type Scope, type Template } from './template.js';
import { Templates } from './templates.js';

/** A form as somebody filled it in. */
export type TypedTemplate = Record<string, unknown>;

export const urlOf = { shared: '/settings/templates', own: '/account/templates' } as const;

/** What the pages show on which templates are looked after. */
@Injectable()
export class TemplatesPage {
  constructor(
    private readonly database: Database,
    private readonly templates: Templates,
    private readonly values: MergeValues,
  ) {}

  async index(scope: Scope, member: Member, said: unknown = '') {
    const q = typeof said === 'string' ? said.slice(0, 100) : '';
    const templates = await this.templates.of(scope, member, q);
    return page('templates/index', {
      ...this.place(scope, member),
      q,
      templates: templates.map((template) => ({
        ...{ name: template.name, body: template.body, changedAt: template.changedAt },
        url: `${urlOf[scope]}/${template.id}`,
      })),
      isFull: !q && templates.length >= mostTemplates,
    });
  }

  /** The form of a template, or of a new one; with what was typed into it. */
  async form(scope: Scope, member: Member, template: Template | null, typed: TypedTemplate = {}) {
    const mergeable = await this.values.mergeable(member.programId);
    const body = wordsIn(typed['body']) ?? template?.body ?? '';
    return page('templates/form', {
      ...this.place(scope, member),
      id: template?.id ?? '',
      heading: template ? template.name : 'New template',
      action: template ? `${urlOf[scope]}/${template.id}` : urlOf[scope],
      version: template?.version ?? '',
      name: wordsIn(typed['name']) ?? template?.name ?? '',
      body,
      hasFields: body.includes('{{'),
      exampleField: written('First Name', 'there'),
      fields: mergeable.fields
        .filter(({ isOffered }) => isOffered)
        .map(({ name }) => ({ name, written: written(name) })),
      preview: await this.preview(body, member, mergeable, idIn(typed['example'])),
    });
  }

  /** The text as one of the contacts would get it. */
  private async preview(body: string, member: Member, mergeable: Mergeable, wanted: number) {
    const examples = await this.examples(member, wanted);
    const chosen = examples.find(({ id }) => id === wanted) ?? examples[0];
    const values = chosen && (await this.values.of([chosen.id], member, mergeable)).get(chosen.id);
    const { parts, problems } = parse(body.replace(/\r\n?/g, '\n').trim(), mergeable.fields);
    const { text, missing, isTooLong } = merged(parts, values ?? new Map());
    return {
      text,
      problems,
      missing: missing.join(', '),
      tooLong: isTooLong ? `That is ${text.length} characters for this contact; a text can have ${longestText}.` : '',
      name: chosen?.name ?? '',
      examples: examples.map((each) => ({ ...each, isChosen: each === chosen })),
    };
  }

  // The newest contacts, and the one that was chosen.
  private async examples({ programId }: Member, wanted: number) {
    const rows = await this.database.query<{ id: number; first_name: string; last_name: string }>(
      `SELECT id, first_name, last_name FROM contacts WHERE program_id = ? AND id = ?
       UNION SELECT id, first_name, last_name FROM (
         SELECT id, first_name, last_name FROM contacts WHERE program_id = ? ORDER BY id DESC LIMIT 10) newest
       ORDER BY id DESC`,
      [programId, wanted, programId],
    );
    return rows.map((row) => ({ id: row.id, name: `${row.first_name} ${row.last_name}`.trim() }));
  }

  private place(scope: Scope, member: Member) {
    return {
      isShared: scope === 'shared',
      url: urlOf[scope],
      otherUrl: scope === 'shared' ? urlOf.own : member.can('manage-settings') ? urlOf.shared : '',
    };
  }
}

/** What a field of a form says, if it says one thing. */
export const wordsIn = (said: unknown): string | undefined => (typeof said === 'string' ? said : undefined);
