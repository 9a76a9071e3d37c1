import type { Parley } from './parley.js';

interface KeptMail {
  id: number;
  kind: string;
  to_address: string;
  subject: string;
  body: string | null;
  status: string;
}

/** The e-mails to an address, oldest first. */
export const mailsTo = (parley: Parley, address: string): Promise<KeptMail[]> =>
  parley.rows('SELECT id, kind, to_address, subject, body, status FROM mails WHERE to_address = ? ORDER BY id', [
    address,
  ]);

/** The path of the only link in the newest e-mail to an address. */
export async function linkTo(parley: Parley, address: string): Promise<string> {
  const newest = (await mailsTo(parley, address)).at(-1);
  const links = newest?.body?.split('\n').filter((line) => line.startsWith('http')) ?? [];
  if (links.length !== 1) throw new Error(`There are ${links.length} links in the e-mail to ${address}`);
  return new URL(links[0]!).pathname;
}
