import { createSign, randomUUID } from 'node:crypto';

const goodForSeconds = 300;

/** What tells the provider that a request is our application's. Media that is kept for us alone asks for it. */
export function applicationToken(account: { applicationId: string; privateKey: string }, now: Date): string {
  const issued = Math.floor(now.getTime() / 1000);
  const claims = {
    ...{ application_id: account.applicationId, jti: randomUUID() },
    ...{ iat: issued, exp: issued + goodForSeconds },
  };
  const unsigned = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(account.privateKey, 'base64url')}`;
}
