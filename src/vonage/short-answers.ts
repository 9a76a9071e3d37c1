import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { ErrorRequestHandler, Response } from 'express';
import type { DoorJournal } from './door-journal.js';
import { kindOf } from './intake.js';

/** Answers the provider with a status and nothing else. Whatever is our own fault is 503, so that it delivers again. */
@Catch()
export class ShortAnswers implements ExceptionFilter {
  private readonly log = new Logger('Webhooks');

  catch(error: unknown, host: ArgumentsHost) {
    if (!(error instanceof HttpException)) this.log.error(`A webhook could not be kept: ${kindOf(error)}`);
    const status = error instanceof HttpException ? error.getStatus() : 503;
    host.switchToHttp().getResponse<Response>().status(status).end();
  }
}

interface Unreadable {
  status?: number;
  length?: number;
}

/** For bodies that can't even be read: too large, broken off, wrongly encoded. To be mounted after the body parser. */
export const unreadableBodies = (journal: DoorJournal): ErrorRequestHandler =>
  // Express knows by their number that these four are for errors.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  function turnAway(error: Unreadable, request, response, _next) {
    const status = error.status && error.status >= 400 && error.status < 500 ? error.status : 503;
    const kind = request.path.endsWith('/status') ? 'status' : 'inbound';
    const reason = status === 413 ? 'too-large' : 'unreadable';
    const bytes = Math.min(error.length ?? (Number(request.get('content-length')) || 0), 2 ** 31 - 1);
    journal
      .write({ kind, reason, status, bytes, body: null, address: request.ip ?? '' })
      .catch(() => undefined)
      .finally(() => response.status(status).end());
  };
