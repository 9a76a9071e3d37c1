import { hash, verify } from '@node-rs/argon2';

/** argon2id, at the cost that OWASP asks for (19 MiB, two passes). */
export const hashed = (password: string) => hash(password);

// Verified against when there is no such user, so that both cases take as long.
const nobody = hash('nobody has this password');

/** Whether a password is the one that was hashed; takes as long for nobody's. */
export const matches = async (password: string, passwordHash: string | undefined) =>
  verify(passwordHash ?? (await nobody), password).catch(() => false);

export const shortestPassword = 10;
const longestPassword = 200;

/** Why this can't be the new password of an account; null when it can. */
export function faultOf(password: unknown, email: string): string | null {
  if (typeof password !== 'string' || !password) return 'Choose a password.';
  if (password.length < shortestPassword) return `A password has at least ${shortestPassword} characters.`;
  if (password.length > longestPassword) return `A password has at most ${longestPassword} characters.`;
  if (password.trim().toLowerCase() === email) return 'Your e-mail address can’t be your password.';
  return null;
}
