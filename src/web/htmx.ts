import type { NextFunction, Request, Response } from 'express';

/** Tells the templates which element htmx is about to replace, if any. The only server code that knows of htmx. */
export function htmx(request: Request, response: Response, next: NextFunction) {
  response.vary('HX-Target');
  response.locals['fragment'] = request.get('HX-Target')?.split('#').pop();
  next();
}
