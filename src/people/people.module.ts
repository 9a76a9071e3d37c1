import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Allowed, SignedIn } from './guards.js';
import { Members } from './members.js';
import { makePassport } from './passport.js';
import { PASSPORT } from './passport-token.js';
import { PreferencesController } from './preferences.controller.js';
import { SessionStore } from './session-store.js';
import { SignIn } from './sign-in.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { SignInController } from './sign-in.controller.js';

@Global()
@Module({
  controllers: [SignInController, PreferencesController],
  providers: [
    Members,
    SignIn,
    SignInThrottle,
    SessionStore,
    { provide: PASSPORT, useFactory: makePassport, inject: [SignIn] },
    { provide: APP_GUARD, useClass: SignedIn },
    { provide: APP_GUARD, useClass: Allowed },
  ],
  exports: [Members, PASSPORT, SessionStore],
})
export class PeopleModule {}
