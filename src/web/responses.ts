import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, switchMap } from 'rxjs';
import { type Frame, FRAME } from './frame.js';

class Page {
  constructor(
    readonly view: string,
    readonly data: object,
    readonly status: number,
  ) {}
}

class SeeOther {
  constructor(readonly url: string) {}
}

class Nothing {}

/** The answer is this template with this data: the whole page, or the fragment that htmx asked for. */
export const page = (view: string, data: object = {}) => new Page(view, data, 200);

/** The same page again, with what was wrong beside the fields. */
export const unprocessable = (again: Page, problems: Record<string, string>) =>
  new Page(again.view, { ...again.data, problems }, 422);

/** The write is done; the result is to be seen at `url`. */
export const seeOther = (url: string) => new SeeOther(url);

/** The write is done, and there is nothing to show. */
export const noContent = () => new Nothing();

/** Turns what an action returns into HTTP, so that actions never touch the response. */
@Injectable()
export class Responses implements NestInterceptor {
  constructor(@Inject(FRAME) private readonly frame: Frame) {}

  intercept(context: ExecutionContext, next: CallHandler) {
    const http = context.switchToHttp();
    return next.handle().pipe(switchMap((answer) => from(this.respond(http.getRequest(), http.getResponse(), answer))));
  }

  private async respond(request: Request, response: Response, answer: unknown): Promise<unknown> {
    if (answer instanceof SeeOther) {
      response.status(303).location(answer.url);
      return '';
    }
    if (answer instanceof Nothing) {
      response.status(204);
      return '';
    }
    if (!(answer instanceof Page)) return answer;
    response.status(answer.status).type('html');
    const { fragment } = response.locals as { fragment?: string };
    return (
      (fragment && (await rendered(response, answer))) || rendered(response, answer, await this.frame.around(request))
    );
  }
}

// Without its frame a page yields the fragment that was asked for, or nothing if it has no such fragment.
const rendered = (response: Response, { view, data }: Page, frame: object = { isFragment: true }) =>
  new Promise<string>((resolve, reject) =>
    response.render(view, { ...frame, ...data }, (error: Error | null, html) =>
      error ? reject(error) : resolve(html),
    ),
  );
