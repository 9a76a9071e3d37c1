import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Logger } from 'nestjs-pino';
import { QueryFailedError } from 'typeorm';
import { DeadLink, NotAllowed, Refusal } from '../refusal.js';
import type { Frame } from './frame.js';
import { placeOf } from './place.js';
import { SignInFirst } from './sign-in-first.js';
import { cameFrom } from './within.js';

const pages: Record<number, { heading: string; text: string }> = {
  403: { heading: 'You may not do that', text: 'Your role does not allow it. Ask an Administrator if you need it.' },
  404: { heading: 'Nothing here', text: 'It may have been moved, or it is not yours to see.' },
  410: { heading: 'This link does not work', text: 'It has been used, or it has expired.' },
  413: { heading: 'That is too much', text: 'What you sent is larger than Parley accepts. Nothing was saved.' },
  422: { heading: 'That did not work', text: 'Nothing was changed.' },
  429: { heading: 'Too many tries', text: 'Wait a few minutes, then try again.' },
  500: {
    heading: 'Something went wrong',
    text: 'Parley could not do that. Nothing was half done; try again in a moment.',
  },
  503: { heading: 'Parley can’t reach its database', text: 'Try again in a moment. Nothing was changed.' },
};

/** Everything that goes wrong ends here: one log line, one page. */
@Catch()
export class Problems implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly frame: Frame,
    private readonly pages: { has(path: string, member: unknown): boolean },
  ) {}

  /** Never fails itself: nobody waits for it, and what nobody catches would end the process. */
  async catch(error: unknown, host: ArgumentsHost) {
    const response = host.switchToHttp().getResponse<Response>();
    await this.tell(error, host.switchToHttp().getRequest(), response).catch((failure: unknown) => {
      this.log.error({ err: withoutTexts(failure) }, 'A failure could not be told', 'Problems');
      if (!response.headersSent) response.status(500).type('text').send('Something went wrong.');
    });
  }

  private async tell(error: unknown, request: Request & { member?: unknown }, response: Response) {
    const status = statusOf(error);
    const path = placeOf(request.path);
    if (status >= 500) this.log.error({ err: withoutTexts(error), path }, 'A request failed', 'Problems');
    if (response.headersSent) return void response.end();
    if (error instanceof SignInFirst) return response.redirect(303, `/login?next=${encodeURIComponent(error.next)}`);
    const { heading, text } = pages[error instanceof DeadLink ? 410 : status] ?? pages[status < 500 ? 404 : 500]!;
    const sentence = saysItself(error) ? error.message : text;
    response.status(status).type('html');
    const around = status === 503 ? { member: null } : await this.frame.around(request).catch(() => ({ member: null }));
    const backUrl = cameFrom(request, (page) => this.pages.has(page, request.member), status === 404);
    response.render(
      'problems/problem',
      {
        ...around,
        heading,
        text: sentence,
        status,
        backUrl,
        elsewhere: status === 404 ? perhapsElsewhere(request) : null,
      },
      (failure: Error | null, html?: string) => response.send(failure ? `${heading}. ${sentence}` : html),
    );
  }
}

/** What an e-mail or a push leads to may be in another program of whoever follows it than the one that they look at. */
const perhapsElsewhere = ({ method, path, originalUrl }: Request): string | null =>
  method === 'GET' && /\/\d+(\/|$)/.test(path) ? originalUrl : null;

const saysItself = (error: unknown): error is Error =>
  error instanceof Refusal || error instanceof NotAllowed || error instanceof DeadLink;

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof SignInFirst) return 401;
  if (error instanceof Refusal) return 422;
  if (error instanceof NotAllowed) return 403;
  const { status } = error as { status?: number };
  if (typeof status === 'number' && status >= 400 && status < 500) return status;
  return isUnreachable(error) ? 503 : 500;
}

/** Whether the database can't be reached at all, rather than having refused something. */
export function isUnreachable(error: unknown): boolean {
  const { code, fatal } = (error instanceof QueryFailedError ? error.driverError : error) as {
    code?: string;
    fatal?: boolean;
  };
  return (
    fatal === true ||
    ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'PROTOCOL_CONNECTION_LOST', 'ENOTFOUND', 'POOL_CLOSED'].includes(
      code ?? '',
    )
  );
}

// A failed query carries its values, and so the texts of applicants.
function withoutTexts(error: unknown): unknown {
  if (!(error instanceof QueryFailedError)) return error;
  return {
    type: 'QueryFailedError',
    code: (error.driverError as { code?: string }).code,
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  };
}
