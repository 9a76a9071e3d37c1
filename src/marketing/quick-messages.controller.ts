import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { selectionIn, Selections } from '../contacts/selection.js';
import { type Typed, word } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { mostPicked } from './drafting.js';
import { draftIn, freshDraft } from './quick-message-draft.js';
import { QuickMessageEditing } from './quick-message-editing.js';
import { QuickMessageList } from './quick-message-list.js';
import { QuickMessagePage } from './quick-message-page.js';
import { QuickMessageSending } from './quick-message-sending.js';

/** Marketing › Quick Messages: those that were sent, and a new one. */
@Controller('quick-messages')
@Can('send-quick-messages')
export class QuickMessagesController {
  constructor(
    private readonly list: QuickMessageList,
    private readonly pages: QuickMessagePage,
    private readonly editing: QuickMessageEditing,
    private readonly sending: QuickMessageSending,
    private readonly selections: Selections,
  ) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query('before') before?: unknown) {
    return page('quick-messages/index', { list: await this.list.of(member, idIn(before)) });
  }

  @Get('new')
  async blank(@CurrentMember() member: Member, @Query() query: Typed) {
    const selection = selectionIn(query);
    const ids = 'ids' in selection ? selection.ids : await this.selections.ids(selection, member, mostPicked + 1);
    const isTooMany = ids.length > mostPicked;
    const draft = freshDraft(query, isTooMany ? [] : ids);
    return this.pages.of(draft, member, isTooMany && 'view' in selection ? selection.view : null);
  }

  /** The form again after one of its other buttons, with what it would do by now. Nothing is sent or saved. */
  @Post('preview')
  async preview(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    return this.pages.of(await this.editing.of(draftIn(typed), typed, member), member);
  }

  @Post()
  async create(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    const draft = draftIn(typed);
    try {
      return seeOther((await this.sending.send(draft, word(typed['token']), member)).url);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.pages.of(draft, member), problems);
    }
  }
}
