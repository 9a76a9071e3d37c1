import type { Request } from 'express';

/** An address within Parley, from what a form or a query said; the Conversations page for anything else. */
export function within(address: unknown): string {
  const isOwn = typeof address === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(address);
  return isOwn && !address.startsWith('/log') && address !== '/' ? address : '/conversations';
}

/** Whether there is a page at a path that whoever asks may open. */
export type IsPage = (path: string) => boolean;

/** The page that a form was sent from, by its referer, or the one above it; never another site's. */
export function backTo(referer: string | undefined, isPage: IsPage): string {
  if (!referer || !URL.canParse(referer)) return within(null);
  const { pathname, search } = new URL(referer);
  return isPage(pathname) ? within(pathname + search) : pageAbove(pathname, isPage);
}

/**
 * The page of ours that a request came from, to go back to; null when there is none but Conversations, or it is the same. A
 * form that was refused is seen at an address that only takes forms; and of a thing that `isGone` its pages are gone too.
 */
export function cameFrom(request: Request, isPage: IsPage, isGone: boolean): string | null {
  const referer = request.get('Referer');
  if (!referer || !URL.canParse(referer) || !isOurs(referer, request)) return null;
  const thing = isGone ? thingOf(new URL(referer).pathname) : null;
  const isOfIt = thing !== null && `${request.path}/`.startsWith(`${thing}/`);
  const address = isOfIt ? pageAbove(thing, isPage) : backTo(referer, isPage);
  const isItself = request.method === 'GET' && address === request.originalUrl;
  return isItself || address === within(null) ? null : address;
}

/** What a path is about, up to its last number: /contacts/7 of /contacts/7/edit. */
const thingOf = (path: string) => /^.*\/\d+(?=\/|$)/.exec(path)?.[0] ?? null;

/** Pages lie no deeper; what says it lies deeper was written by nobody's browser. */
const deepest = 8;

function pageAbove(path: string, isPage: IsPage): string {
  const segments = path.split('/', deepest + 2).filter(Boolean);
  for (let depth = Math.min(segments.length - 1, deepest); depth > 0; depth -= 1) {
    const above = `/${segments.slice(0, depth).join('/')}`;
    if (isPage(above)) return within(above);
  }
  return within(null);
}

// Browsers say from which site they come, but not where the connection is no secure one.
function isOurs(referer: string, request: Request): boolean {
  const site = request.get('Sec-Fetch-Site');
  if (site) return site === 'same-origin';
  return new URL(referer).host === request.get('Host');
}
