import { databaseUrls, notADatabaseUrl } from './config-values.js';
import { connect, type DataSources } from './database/data-sources.js';

/** Parley can't start, for a reason that whoever starts it can mend. */
export class CannotStart extends Error {}

/** Connects to the database of an address, or says in a sentence why not. */
export async function connected(url: string): Promise<DataSources> {
  if (!databaseUrls.test(url)) throw new CannotStart(notADatabaseUrl);
  try {
    return await connect(url);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw new CannotStart(`The database of DATABASE_URL can’t be opened (${code ?? message}).`);
  }
}

interface Place {
  port: number;
  host: string;
}

/** Why nobody can be heard at a place, in a sentence that names what to set; null for a fault that is nobody's setting. */
export function listeningFault(error: object, { port, host }: Place) {
  const { code, syscall } = error as { code?: string; syscall?: string };
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Set PORT to a free one.`;
  if (code === 'EACCES') return `This user may not listen on port ${port}. Set PORT to one above 1023, such as 3000.`;
  if (syscall === 'listen' || syscall === 'getaddrinfo')
    return `HOST must be an address of this machine, such as 127.0.0.1 or 0.0.0.0; “${host}” is none (${code}).`;
  return null;
}
