import { Logger } from '@nestjs/common';
import type { Request } from 'express';
import { Refusal } from '../refusal.js';

const log = new Logger('SignIn');

/** Refuses a sign-in that would end with this very answer, because no cookie for HTTPS can go with it, and says why. */
export function mustKeepCookies(request: Request) {
  if (!request.session.cookie.secure || request.secure) return;
  log.warn(
    'PUBLIC_URL begins with https, but a sign-in did not come by HTTPS, or Parley can’t see it. Set TRUST_PROXY.',
  );
  throw new Refusal(
    'You are not signed in: Parley can’t see that you came by HTTPS. Check that the address begins with https. If it does, the settings of this server need TRUST_PROXY, and its proxy must pass on X-Forwarded-Proto.',
    'form',
  );
}

/** Signs somebody in, in a session with a new id; into this program when it is named. */
export async function beginSession(request: Request, userId: number, programId?: number): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    request.logIn({ id: userId }, (error) => (error ? reject(error) : resolve())),
  );
  if (programId === undefined) return;
  request.session.programId = programId;
  // By itself it would be saved after the answer has left, and the browser may be back before that.
  await new Promise<void>((resolve, reject) => request.session.save((error) => (error ? reject(error) : resolve())));
}
