import { isEmail } from 'class-validator';
import { oneLine } from '../mail/mail.js';
import { Refusals } from '../refusal.js';
import { idIn } from '../web/identifier.js';

/** What the form that invites somebody says. */
export interface TypedInvitation {
  email?: unknown;
  name?: unknown;
  /** The id of a role. */
  role?: unknown;
}

/** What the form says, when it makes sense; throws `Refusals` with a sentence for each field. */
export function invitationIn(typed: TypedInvitation): { email: string; name: string; roleId: number } {
  const faults: Record<string, string> = {};
  const email = said(typed.email).toLowerCase();
  const name = said(typed.name);
  const roleId = idIn(typed.role);
  if (!email) faults['email'] = 'Enter the e-mail address of the person you invite.';
  else if (email.length > 190 || !isEmail(email))
    faults['email'] = `“${email.slice(0, 100)}” is not an e-mail address.`;
  if (name.length > 100) faults['name'] = 'A name has at most 100 characters.';
  if (!roleId) faults['role'] = 'Choose a role.';
  if (Object.keys(faults).length) throw new Refusals(faults);
  return { email, name, roleId };
}

const said = (value: unknown) => (typeof value === 'string' ? oneLine(value, 1000) : '');
