import { hash, verify } from '@node-rs/argon2';

/** argon2id, at the cost that OWASP asks for (19 MiB, two passes). */
export const hashed = (password: string) => hash(password);

// Verified against when there is no such user, so that both cases take as long.
const nobody = hash('nobody has this password');

/** Whether a password is the one that was hashed; takes as long for nobody's. */
export const matches = async (password: string, passwordHash: string | undefined) =>
  verify(passwordHash ?? (await nobody), password).catch(() => false);
