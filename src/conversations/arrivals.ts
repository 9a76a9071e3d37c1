import { Injectable } from '@nestjs/common';
import { keywordIn, type Keyword } from '../consent/keywords.js';
import { OptOuts } from '../consent/opt-outs.js';
import { OptOutWishes } from '../consent/opt-out-wishes.js';
import { type WishRule, wishIn, wishRules } from '../consent/wishes.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { isTelephone } from '../programs/phone.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Program } from '../programs/program.js';
import { Attachment, type Arriving } from './attachment.js';
import type { Conversation } from './conversation.js';
import { Message } from './message.js';
import { Threads } from './threads.js';
import { UnwantedNumbers } from './unwanted-numbers.js';

export interface ArrivingText {
  /** Ours, E.164. */
  to: string;
  /** Theirs; or a short code, or a name, as it is. */
  from: string;
  /** What they wrote, and nothing else: only this can be a keyword or a wish. */
  said: string;
  /** What the thread shows: the same, with words for what came with it. */
  body: string;
  attachments?: Arriving[];
  providerId: string;
  /** The provider's time, to the second. */
  writtenAt: Date;
}

/** Takes in what people text us. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly database: Database,
    private readonly threads: Threads,
    private readonly optOuts: OptOuts,
    private readonly wishes: OptOutWishes,
    private readonly unwanted: UnwantedNumbers,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts a text where it belongs: into its conversation, which opens; or, when it is a keyword, into the ledger.
   * Part of the caller's transaction. The same provider id twice is the caller's to notice.
   */
  async take(text: ArrivingText): Promise<'taken' | 'no-such-number'> {
    const programNumber = await this.database.manager.findOneBy(ProgramNumber, { number: text.to });
    if (!programNumber) return 'no-such-number';
    const now = this.clock.now();
    const program = await this.database.manager.findOneByOrFail(Program, { id: programNumber.programId });
    await this.optOuts.recall(program.id, [text.from], now);
    const { contact, others } = await this.threads.whoHas(program.id, text.from);
    const conversation = await this.threads.between(programNumber, contact, text.from, now);
    const keyword = keywordIn(text.said, program);
    if (keyword) {
      await this.obey(keyword, conversation, programNumber, program, text, now);
      await this.threads.save(conversation);
    } else await this.receive(conversation, text, others, program, now);
    return 'taken';
  }

  private async receive(conversation: Conversation, text: ArrivingText, others: number, program: Program, now: Date) {
    const opens = !conversation.isOpen;
    const message = Message.receive(text.body, text.providerId, text.writtenAt, now);
    message.attachments = text.attachments?.map((each) => Attachment.arriving(each, now)) ?? [];
    const { contactId, programId, number } = conversation;
    if (contactId !== null) conversation.receive(message, now);
    else conversation.receive(message, now, await this.unwanted.stateOf(programId, number));
    if (opens && others) conversation.record('shared-number', now, null, { reason: sharing(others) });
    const rule = await this.wishIn(text, program.id);
    if (rule)
      conversation.record('opt-out-wish', now, null, { reason: `It ${wishRules[rule]}. Somebody must decide.` });
    await this.threads.save(conversation);
    if (rule) await this.wishes.keep(rule, message.id, text.from, program, now);
  }

  private async wishIn(text: ArrivingText, programId: number): Promise<WishRule | null> {
    const rule = wishIn(text.said);
    return rule && !(await this.optOuts.hold(programId, text.from)) ? rule : null;
  }

  private async obey(
    keyword: Keyword,
    conversation: Conversation,
    on: ProgramNumber,
    program: Program,
    text: ArrivingText,
    now: Date,
  ) {
    const change = {
      programId: program.id,
      number: text.from,
      source: 'keyword' as const,
      word: text.said.slice(0, 160),
      providerId: text.providerId,
      conversationId: conversation.id,
      at: now,
      saidAt: text.writtenAt,
    };
    const word = { word: text.said.slice(0, 160) };
    const answers = on.optOutAnswers === 'parley' && isTelephone(text.from);
    if (keyword === 'stop') {
      const isNew = await this.optOuts.add(change);
      conversation.record('opted-out', now, null, isNew ? word : { ...word, reason: 'already opted out' });
      if (isNew && answers) conversation.answer(program.textOnOptOut, 'opt-out-confirmation', now);
      if (isNew) await this.threads.tellOthers(conversation, 'opted-out', word, now);
    } else if (keyword === 'start' && (await this.optOuts.outlasts(program.id, text.from, text.writtenAt))) {
      conversation.record('late-opt-in', now, null, word);
    } else if (keyword === 'start') {
      const isNew = await this.optOuts.lift(change);
      conversation.record('opted-in', now, null, isNew ? word : { ...word, reason: 'was not opted out' });
      if (isNew && answers) conversation.answer(program.textOnOptIn, 'answer', now);
      if (isNew) await this.threads.tellOthers(conversation, 'opted-in', word, now);
    } else {
      conversation.record('asked-for-help', now, null, word);
      if (answers && !(await this.optOuts.hold(program.id, text.from)))
        conversation.answer(program.textOnHelp, 'answer', now);
    }
  }
}

const sharing = (others: number) =>
  `This number belongs to ${others + 1} contacts. Parley chose the one who was texted last; move the texts if they are from someone else.`;
