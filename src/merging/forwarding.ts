import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  NotFoundException,
} from '@nestjs/common';
import type { Response } from 'express';
import { catchError, from } from 'rxjs';
import { Conversations } from '../conversations/conversations.js';
import type { SignedInRequest } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { Merges } from './merges.js';

const place = /^\/(contacts|conversations)\/(\d{1,9})(?=[/?]|$)/;

/**
 * Addresses of what was merged away lead to where it is now, for as long as the merge stands: bookmarks, e-mails, open
 * pages. A text that somebody is just sending goes along (307 keeps the form); a form of the other contact's record does
 * not, because it would overwrite what was chosen.
 */
@Injectable()
export class Forwarding implements NestInterceptor {
  constructor(
    private readonly merges: Merges,
    private readonly conversations: Conversations,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler) {
    const http = context.switchToHttp();
    return next
      .handle()
      .pipe(
        catchError((error: unknown) =>
          from(this.forward(error, http.getRequest<SignedInRequest>(), http.getResponse<Response>())),
        ),
      );
  }

  private async forward(error: unknown, request: SignedInRequest, response: Response): Promise<string> {
    const [start, noun, id] = (error instanceof NotFoundException && place.exec(request.originalUrl)) || [];
    if (!start || !request.member) throw error;
    if (noun === 'contacts' && request.method !== 'GET') throw error;
    const now = await this.now(noun!, Number(id), request.member);
    if (now === null) throw error;
    response.status(307).location(`/${noun}/${now}${request.originalUrl.slice(start.length)}`);
    return '';
  }

  private async now(noun: string, id: number, member: Member): Promise<number | null> {
    if (noun === 'contacts') return this.merges.contactAfter(id, member.programId);
    const keptId = await this.merges.conversationAfter(id, member.programId);
    if (keptId === null) return null;
    const seen = this.conversations.visibleTo(member).andWhere('conversation.id = :keptId', { keptId });
    return (await seen.getExists()) ? keptId : null;
  }
}
