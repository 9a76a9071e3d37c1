import type { Request } from 'express';

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
