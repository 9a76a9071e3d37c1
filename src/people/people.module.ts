import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Acceptance } from './acceptance.js';
import { AccountController } from './account.controller.js';
import { Accounts } from './accounts.js';
import { ForgottenController } from './forgotten.controller.js';
import { ForgottenThrottle } from './forgotten-throttle.js';
import { Allowed, SignedIn } from './guards.js';
import { InvitationController } from './invitation.controller.js';
import { InvitationLetter } from './invitation-letter.js';
import { Invitations } from './invitations.js';
import { MailController } from './mail.controller.js';
import { MailLog } from './mail-log.js';
import { Members } from './members.js';
import { OldPasswordResets } from './old-password-resets.js';
import { Pages } from './pages.js';
import { makePassport } from './passport.js';
import { PASSPORT } from './passport-token.js';
import { PasswordResets } from './password-resets.js';
import { PreferencesController } from './preferences.controller.js';
import { Recognition } from './recognition.js';
import { Roles } from './roles.js';
import { RolesController } from './roles.controller.js';
import { RolesPage } from './roles-page.js';
import { SavedViews } from './saved-views.js';
import { SessionStore } from './session-store.js';
import { OldSubmissions } from './old-submissions.js';
import { SignIn } from './sign-in.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { SignInController } from './sign-in.controller.js';
import { Staff } from './staff.js';
import { StaffChanges } from './staff-changes.js';
import { Submissions } from './submissions.js';
import { Users } from './users.js';
import { UsersController } from './users.controller.js';
import { UsersInvitationsController } from './users-invitations.controller.js';
import { UsersList } from './users-list.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [
    SignInController,
    ForgottenController,
    InvitationController,
    AccountController,
    PreferencesController,
    MailController,
    UsersInvitationsController,
    UsersController,
    RolesController,
  ],
  providers: [
    Members,
    Pages,
    Recognition,
    Staff,
    StaffChanges,
    Roles,
    RolesPage,
    Users,
    UsersList,
    SignIn,
    SignInThrottle,
    PasswordResets,
    OldPasswordResets,
    OldSubmissions,
    Submissions,
    ForgottenThrottle,
    InvitationLetter,
    Invitations,
    Acceptance,
    Accounts,
    MailLog,
    SavedViews,
    SessionStore,
    { provide: PASSPORT, useFactory: makePassport, inject: [SignIn] },
    { provide: APP_GUARD, useClass: SignedIn },
    { provide: APP_GUARD, useClass: Allowed },
  ],
  exports: [
    Members,
    Pages,
    Recognition,
    SavedViews,
    Staff,
    Submissions,
    StaffChanges,
    UsersList,
    PASSPORT,
    SessionStore,
  ],
})
export class PeopleModule {}
