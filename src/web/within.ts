import type { Request } from 'express';

/** An address within Parley, from what a form or a query said; the Conversations page for anything else. */
export function within(address: unknown): string {
  const isOwn = typeof address === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(address);
  return isOwn && !address.startsWith('/log') && address !== '/' ? address : '/conversations';
}

/** The page that a form was sent from, by its referer; never another site's. */
export function backTo(referer: string | undefined): string {
  if (!referer || !URL.canParse(referer)) return within(null);
  const { pathname, search } = new URL(referer);
  return within(pathname + search);
}

/** The page of ours that a request came from, to go back to; null when there is none but Conversations, or it is the same. */
export function cameFrom(request: Request): string | null {
  const referer = request.get('Referer');
  if (!referer || !isOurs(referer, request)) return null;
  const address = backTo(referer);
  const isItself = request.method === 'GET' && address === request.originalUrl;
  return isItself || address === within(null) ? null : address;
}

// Browsers say from which site they come, but not where the connection is no secure one.
function isOurs(referer: string, request: Request): boolean {
  const site = request.get('Sec-Fetch-Site');
  if (site) return site === 'same-origin';
  return URL.canParse(referer) && new URL(referer).host === request.get('Host');
}
