import { Injectable } from '@nestjs/common';
import { type Typed, word } from '../contacts/typed.js';
import type { Member } from '../people/member.js';
import { idIn } from '../web/identifier.js';
import { type QuickMessageDraft, withContact, withoutContact } from './quick-message-draft.js';
import { QuickMessagePage } from './quick-message-page.js';
import { Templates } from './templates.js';

/** What the buttons of the form do that don’t send: the whole form comes, and goes back changed. */
@Injectable()
export class QuickMessageEditing {
  constructor(
    private readonly pages: QuickMessagePage,
    private readonly templates: Templates,
  ) {}

  async of(draft: QuickMessageDraft, said: Typed, member: Member): Promise<QuickMessageDraft> {
    const [added, removed, template] = ['add', 'remove', 'template'].map((name) => idIn(word(said[name])));
    if (added) return { ...withContact(draft, added), q: '' };
    if (removed) return withoutContact(draft, removed);
    if (template) return this.withTemplate(draft, template, member);
    if (word(said['step']) === 'clear') return { ...draft, contacts: [] };
    return word(said['step']) === 'search' ? this.withOnlyMatch(draft, member) : draft;
  }

  // Whoever looks for one person and finds them has added them.
  private async withOnlyMatch(draft: QuickMessageDraft, member: Member): Promise<QuickMessageDraft> {
    const { shown } = await this.pages.matches(draft, member);
    const [only] = shown;
    return only && shown.length === 1 && !only.isChosen ? { ...withContact(draft, only.id), q: '' } : draft;
  }

  private async withTemplate(draft: QuickMessageDraft, id: number, member: Member): Promise<QuickMessageDraft> {
    const { body } = await this.templates.pick(id, member);
    return { ...draft, body: `${draft.body}${/\S$/.test(draft.body) ? ' ' : ''}${body}` };
  }
}
