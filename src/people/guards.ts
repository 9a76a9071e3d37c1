import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { Clock } from '../programs/clock.js';
import { SignInFirst } from '../web/sign-in-first.js';
import { absenceInWords, isAway } from './absence.js';
import type { SignedInRequest } from './current-member.js';
import type { Member } from './member.js';
import { Members } from './members.js';
import type { Permission } from './permissions.js';

/** For everybody, signed in or not. Every other route asks who you are. */
export const Public = Reflector.createDecorator<true>();

/** Only for those whose role has this permission, or one of these. */
export const Can = Reflector.createDecorator<Permission | Permission[]>();

/** Handling conversations: all of them, or the assigned ones; which ones is asked of each conversation. */
export const handling: Permission[] = ['manage-all-conversations', 'manage-assigned-conversations'];

/** Signed in? Else to the sign-in page. */
@Injectable()
export class SignedIn implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const isPublic = this.reflector.getAllAndOverride(Public, [context.getHandler(), context.getClass()]);
    if (request.user) {
      const { programId } = request.session;
      request.member = ((await this.members.find(request.user.id, programId)) ??
        (await this.members.find(request.user.id)))!;
      const { locals } = context.switchToHttp().getResponse<Response>();
      Object.assign(locals, { ...this.seenBy(request.member), path: request.path });
    }
    if (request.member || isPublic) return true;
    throw new SignInFirst(request.method === 'GET' ? request.originalUrl : '/');
  }

  private seenBy(member: Member | null) {
    if (!member) return { member };
    const now = this.clock.now();
    const ownAbsence = isAway(member, now) ? absenceInWords(member, member.timeZone, now) : '';
    return { member, timeZone: member.timeZone, ownAbsence };
  }
}

/** Does their role allow it? Else 403. */
@Injectable()
export class Allowed implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext) {
    const asked = this.reflector.getAllAndOverride(Can, [context.getHandler(), context.getClass()]);
    if (!asked) return true;
    const { member } = context.switchToHttp().getRequest<SignedInRequest>();
    if ([asked].flat().some((permission) => member.can(permission))) return true;
    throw new ForbiddenException();
  }
}
