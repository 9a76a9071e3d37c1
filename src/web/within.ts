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
