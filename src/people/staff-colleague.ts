import { NotAllowed, Refusal } from '../refusal.js';
import type { Absence } from './absence.js';
import type { Member } from './member.js';
import type { Membership } from './membership.js';
import { named, type Role } from './role.js';

/** Somebody of a program's staff, active or not, as those see them who manage users. */
export class Colleague {
  constructor(
    readonly membership: Membership,
    readonly name: string,
    readonly email: string,
    private current: Role,
    /** Whether nobody else who is active is an Administrator. */
    private readonly isLastAdministrator: boolean,
  ) {}

  get id() {
    return this.membership.userId;
  }

  get role() {
    return this.current;
  }

  get isActive() {
    return this.membership.isActive;
  }

  /** Nobody can change somebody who holds permissions that they don't hold themself. */
  isEditableBy(by: Member): boolean {
    return this.role.beyond(by).length === 0;
  }

  giveRole(role: Role, by: Member) {
    this.mustBeEditableBy(by);
    if (role.id === this.role.id) return;
    role.mustBeGivableBy(by);
    this.mustNotBeLast('role');
    this.current = role;
    this.membership.roleId = role.id;
  }

  /** The most open conversations that routing gives them; none for no limit. */
  limit(openLimit: number | null, by: Member) {
    this.mustBeEditableBy(by);
    this.membership.openLimit = openLimit;
  }

  /** Says when they are away and who stands in. */
  leave(absence: Absence, by: Member) {
    this.mustBeEditableBy(by);
    Object.assign(this.membership, absence);
  }

  /** Ends their membership for now; what they have is somebody else's then, and nobody stands in for them. */
  deactivate(by: Member) {
    this.mustBeEditableBy(by);
    if (this.id === by.userId) throw new Refusal('You can’t deactivate yourself. Ask a colleague who manages users.');
    this.mustNotBeLast('form');
    this.membership.isActive = false;
    this.membership.standInId = null;
  }

  /** Lets them in again, with the role that they had. */
  reactivate(by: Member) {
    this.mustBeEditableBy(by);
    this.membership.isActive = true;
  }

  private mustBeEditableBy(by: Member) {
    const beyond = this.role.beyond(by);
    if (beyond.length)
      throw new NotAllowed(`${this.name} holds what you don’t: ${named(beyond)}. Ask somebody who holds it too.`);
  }

  private mustNotBeLast(field: string) {
    if (this.isLastAdministrator)
      throw new Refusal(`${this.name} is the last ${this.role.name}. Make somebody else one first.`, field);
  }
}
