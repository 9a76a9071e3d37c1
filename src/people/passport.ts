import passport, { type Authenticator } from 'passport';
import { Strategy } from 'passport-local';
import { Refusal } from '../refusal.js';
import type { SignIn } from './sign-in.js';

declare module 'express-session' {
  interface SessionData {
    programId?: number;
  }
}
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express lets its request be extended
  namespace Express {
    interface User {
      id: number;
    }
  }
}

/** Passport with one strategy: e-mail and password. The session holds the user's id; the guard finds the member. */
export function makePassport(signIn: SignIn): Authenticator {
  const own = new passport.Passport();
  own.use(
    new Strategy({ usernameField: 'email', passReqToCallback: true }, (request, email, password, done) => {
      signIn.verify(email, password, request.ip ?? '').then(
        (user) => done(null, { id: user.id }),
        (error: unknown) => (error instanceof Refusal ? done(null, false, { message: error.message }) : done(error)),
      );
    }),
  );
  own.serializeUser<number>((user, done) => done(null, user.id));
  own.deserializeUser<number>((id, done) => done(null, { id }));
  return own as unknown as Authenticator;
}
