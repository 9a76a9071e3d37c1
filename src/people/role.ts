import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, string } from '../database/columns.js';
import { NotAllowed, Refusal } from '../refusal.js';
import type { Member } from './member.js';
import { allPermissions, type Permission, permissions as names } from './permissions.js';

/** What the form of a role says. */
export interface RoleDetails {
  name: string;
  permissions: Permission[];
}

/** A named set of permissions in a program. */
@Entity('roles')
export class Role {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) name: string;
  @Column(flag) isBuiltIn: boolean;
  @Column({ type: 'simple-array' }) permissions: Permission[];

  /** A new role; nobody can make one that allows more than they hold. */
  static of(details: RoleDetails, by: Member): Role {
    const role = Object.assign(new Role(), { programId: by.programId, isBuiltIn: false, permissions: [] });
    role.describe(details, by);
    return role;
  }

  /** Names it, and says what it allows. */
  describe({ name, permissions }: RoleDetails, by: Member) {
    this.mustBeEditableBy(by);
    const notTheirs = permissions.filter((permission) => !by.can(permission));
    if (notTheirs.length) throw new Refusal(`You can’t give what you don’t hold: ${named(notTheirs)}.`, 'permissions');
    this.name = name;
    this.permissions = allPermissions.filter((permission) => permissions.includes(permission));
  }

  /** What it allows and this person does not hold. */
  beyond(by: Member): Permission[] {
    return this.permissions.filter((permission) => !by.can(permission));
  }

  /** Whether those who have it can be assignees. */
  get handlesConversations(): boolean {
    return (
      this.permissions.includes('manage-assigned-conversations') ||
      this.permissions.includes('manage-all-conversations')
    );
  }

  isEditableBy(by: Member): boolean {
    return !this.isBuiltIn && this.beyond(by).length === 0;
  }

  mustBeEditableBy(by: Member) {
    if (this.isBuiltIn) throw new NotAllowed(`${this.name} is built in: nobody can change or delete it.`);
    const beyond = this.beyond(by);
    if (beyond.length)
      throw new NotAllowed(`This role allows what yours does not: ${named(beyond)}. Ask somebody who holds it.`);
  }

  /** Nobody can be given a role by somebody who doesn't hold all of it. */
  mustBeGivableBy(by: Member) {
    const beyond = this.beyond(by);
    if (beyond.length)
      throw new Refusal(`${this.name} allows what your role does not: ${named(beyond)}. Choose another one.`, 'role');
  }
}

/** "View Reports, Manage Users": in the words of the screen. */
export const named = (permissions: Permission[]) => permissions.map((permission) => names[permission]).join(', ');
