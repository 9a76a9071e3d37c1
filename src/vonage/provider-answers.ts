import { AccountTrouble, NotAccepted, TryLater, Unconfirmed } from '../sending/carrier.js';

// Recognised by shape, because the package exists twice (ESM and CommonJS), each with error classes of its own. The
// error itself is never kept or logged: it carries the token that authorised the request.
interface Failed {
  response?: { status?: unknown; headers?: Headers; json?: () => Promise<unknown>; bodyUsed?: boolean };
  code?: unknown;
  syscall?: unknown;
  cause?: Failed;
  errors?: Failed[];
}

/** What a failed request means for the text that it carried. */
export async function explained(error: unknown): Promise<Error> {
  const { response } = (error ?? {}) as Failed;
  if (typeof response?.status === 'number') return answered(response.status, response);
  if (neverLeft(error as Failed)) return new TryLater('unreachable', codeOf(error as Failed));
  return new Unconfirmed('The provider did not answer in time, or the connection broke.');
}

async function answered(status: number, response: NonNullable<Failed['response']>): Promise<Error> {
  const said = await problemOf(response);
  if (status === 429) return new TryLater('throttled', said.detail, retryAfter(response.headers));
  if (status === 401) return new AccountTrouble('credentials', said.detail);
  if (status === 402) return new AccountTrouble('no-credit', said.detail);
  // 408 comes from a proxy that may have passed the request on; a 2xx is here because it could not be read.
  if (status >= 400 && status < 500 && status !== 408) return new NotAccepted(said.code, said.detail);
  return new Unconfirmed(`The provider answered ${status}.`);
}

interface Problem {
  title?: unknown;
  detail?: unknown;
  details?: unknown;
  invalid_parameters?: unknown;
}

// The number in `type` is not to be relied on: the provider's own specification contradicts itself there.
async function problemOf(response: NonNullable<Failed['response']>): Promise<{ code: string; detail: string }> {
  const problem = await readJson(response);
  const faults = Array.isArray(problem.invalid_parameters) ? (problem.invalid_parameters as unknown[]) : [];
  const named = faults.map((fault) => (fault ?? {}) as { name?: unknown; reason?: unknown });
  const sentences = [
    [problem.title, problem.detail ?? problem.details].filter((part) => typeof part === 'string').join(': '),
    ...named.map(({ name, reason }) => `${String(name ?? '')} ${String(reason ?? '')}`.trim()),
  ];
  const code = named.some(({ name }) => name === 'to')
    ? 'bad-number'
    : named.some(({ name }) => name === 'from')
      ? 'bad-sender'
      : 'not-accepted';
  return { code, detail: sentences.filter(Boolean).join('; ').slice(0, 500) };
}

async function readJson(response: NonNullable<Failed['response']>): Promise<Problem> {
  try {
    return ((await response.json?.()) ?? {}) as Problem;
  } catch {
    return {};
  }
}

/** Seconds or a date, as HTTP allows; in milliseconds. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const value = headers?.get('retry-after')?.trim();
  if (!value) return undefined;
  const wait = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

const codesBeforeLeaving = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;
const certificateCodes = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

// Only what certainly happened before the first byte of the request went out.
function neverLeft(error: Failed): boolean {
  const links = chain(error);
  return links.some(({ code, syscall, errors }) => {
    if (errors?.length) return errors.every((each) => each.syscall === 'connect' || neverLeft(each));
    const name = typeof code === 'string' ? code : '';
    return codesBeforeLeaving.test(name) || certificateCodes.test(name) || syscall === 'connect';
  });
}

const codeOf = (error: Failed) =>
  chain(error)
    .map(({ code }) => code)
    .findLast((code) => typeof code === 'string') as string | undefined;

const chain = (error: Failed): Failed[] => {
  const links: Failed[] = [];
  for (let link: Failed | undefined = error; link && links.length < 5; link = link.cause) links.push(link);
  return links;
};
