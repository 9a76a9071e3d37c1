import { Injectable, NotFoundException } from '@nestjs/common';
import { segmentsOf } from '../conversations/segments.js';
import { folded } from '../contacts/folded.js';
import type { Conversation } from '../conversations/conversation.js';
import { Drafts } from '../conversations/drafts.js';
import type { Member } from '../people/member.js';
import { type MergeField, merged, parse, type Values } from './merge-fields.js';
import { MergeValues } from './merge-values.js';
import type { Template } from './template.js';
import { Templates } from './templates.js';

/** Templates and merge fields as the contact of a conversation would get them: what staff see is what is sent. */
@Injectable()
export class TemplateChoice {
  constructor(
    private readonly templates: Templates,
    private readonly values: MergeValues,
    private readonly drafts: Drafts,
  ) {}

  async of(conversation: Conversation, member: Member, q: string) {
    const [templates, { fields, values }, draft] = await Promise.all([
      this.templates.usable(member, q),
      this.about(conversation, member),
      this.drafts.of(conversation.id, member),
    ]);
    const wanted = folded(q);
    return {
      q,
      draft,
      name: conversation.contact!.name,
      url: `/conversations/${conversation.id}`,
      templates: templates.map((template) => ({
        ...{ id: template.id, name: template.name, isOwn: !template.isShared },
        ...filled(template, fields, values),
      })),
      fields: fields
        .filter((field) => field.isOffered && folded(field.name).includes(wanted))
        .map(({ name }) => ({ name, text: values.get(name) ?? '' }))
        .filter(({ text }) => text),
    };
  }

  keep(conversation: Conversation, member: Member, body: string) {
    return this.drafts.keep(conversation.id, member, { body });
  }

  /** Puts a template or the value of a field behind what is written so far. */
  async insert(conversation: Conversation, member: Member, chosen: { template: number; field: string }) {
    const { fields, values } = await this.about(conversation, member);
    const text = chosen.template
      ? filled(await this.templates.pick(chosen.template, member), fields, values).text
      : values.get(chosen.field);
    if (!text) throw new NotFoundException();
    const draft = await this.drafts.of(conversation.id, member);
    await this.keep(conversation, member, `${draft}${/\S$/.test(draft) ? ' ' : ''}${text}`);
  }

  private async about(conversation: Conversation, member: Member) {
    const mergeable = await this.values.mergeable(member.programId);
    const id = conversation.contactId!;
    const values = (await this.values.of([id], member, mergeable)).get(id) ?? (new Map() as Values);
    return { fields: mergeable.fields, values };
  }
}

// A field that nothing is known for stays in the text with its braces, which are refused when it is sent.
function filled(template: Template, fields: MergeField[], values: Values) {
  const { text, missing } = merged(parse(template.body, fields).parts, values);
  return { text, missing: missing.join(', '), count: segmentsOf(text).count };
}
