import { Injectable } from '@nestjs/common';
import { Post } from '../mail/post.js';
import { full } from '../web/moments.js';
import { PublicAddress } from '../web/public-address.js';
import type { Invitation } from './invitation.js';
import type { Member } from './member.js';
import type { Role } from './role.js';

/** The e-mail that invites somebody. */
@Injectable()
export class InvitationLetter {
  constructor(
    private readonly post: Post,
    private readonly address: PublicAddress,
  ) {}

  write({ email, name, expiresAt }: Invitation, token: string, role: Role, by: Member): Promise<void> {
    const greeting = name ? `Hello ${name},` : 'Hello,';
    const body = [
      greeting,
      '',
      `${by.name} invites you to ${by.programName}, as ${role.name}. In Parley its staff answer the texts of applicants.`,
      '',
      `Open this link to join. It works once, until ${full(expiresAt, by.timeZone)}:`,
      '',
      this.address.of(`/invitations/${token}`),
      '',
      'If you did not expect this, you can ignore it.',
      '',
    ].join('\n');
    const subject = `${by.name} invites you to ${by.programName}`;
    const { programId } = by;
    return this.post.write({ programId, kind: 'invitation', to: { name, address: email }, subject, body });
  }
}
