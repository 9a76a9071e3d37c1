import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Member } from './member.js';

export interface SignedInRequest extends Request {
  member: Member;
}

/** The person asking. */
export const CurrentMember = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<SignedInRequest>().member,
);
