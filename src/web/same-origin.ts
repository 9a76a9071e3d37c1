import type { NextFunction, Request, Response } from 'express';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses writes that a browser sends from another site. Browsers say where a request comes from (`Sec-Fetch-Site`,
 * older ones `Origin`); what says neither is no browser, and has no cookies to misuse.
 */
export const sameOrigin = (publicUrl: string | null) => (request: Request, response: Response, next: NextFunction) => {
  if (reading.has(request.method) || isOwn(request, publicUrl)) next();
  else response.status(403).type('text').send('This was sent from another site, so nothing was done.');
};

function isOwn(request: Request, publicUrl: string | null): boolean {
  const site = request.get('Sec-Fetch-Site');
  if (site) return site === 'same-origin' || site === 'none';
  const origin = request.get('Origin');
  if (!origin) return true;
  if (publicUrl && origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.get('Host');
}
