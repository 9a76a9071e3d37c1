import { Injectable } from '@nestjs/common';
import { Clock } from '../programs/clock.js';
import { absenceInWords, isAway } from './absence.js';
import type { SignedInRequest } from './current-member.js';
import { Members } from './members.js';

/** Finds out who asks, by their session, and lets the templates know. */
@Injectable()
export class Recognition {
  constructor(
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  /** The member, in the program that they look at; nobody where nobody is signed in. Asked twice, it answers the same. */
  async of(request: SignedInRequest) {
    if (request.member || !request.user) return request.member ?? null;
    const { programId } = request.session;
    const member = (await this.members.find(request.user.id, programId)) ?? (await this.members.find(request.user.id));
    if (member) {
      const now = this.clock.now();
      const ownAbsence = isAway(member, now) ? absenceInWords(member, member.timeZone, now) : '';
      Object.assign(request.res!.locals, { member, timeZone: member.timeZone, ownAbsence, path: request.path });
      request.member = member;
    }
    return member;
  }
}
