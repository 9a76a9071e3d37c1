import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { SignInFirst } from '../web/sign-in-first.js';
import type { SignedInRequest } from './current-member.js';
import type { Permission } from './permissions.js';
import { Recognition } from './recognition.js';

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
    private readonly recognition: Recognition,
  ) {}

  async canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const isPublic = this.reflector.getAllAndOverride(Public, [context.getHandler(), context.getClass()]);
    if ((await this.recognition.of(request)) || isPublic) return true;
    throw new SignInFirst(request.method === 'GET' ? request.originalUrl : '/');
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
