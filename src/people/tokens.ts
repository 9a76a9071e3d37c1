import { createHash, randomBytes } from 'node:crypto';

/** Something that only the reader of an e-mail knows. Of it we keep the hash alone. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What pages with a token in their address say to browsers: it goes nowhere, but their forms say whence they come. */
export const tokenStays = 'strict-origin';

/** SHA-256, in hex: nobody can guess thirty-two random bytes, so nothing slower is needed. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
