import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, string } from '../database/columns.js';
import type { Permission } from './permissions.js';

/** A named set of permissions in a program. */
@Entity('roles')
export class Role {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) name: string;
  @Column(flag) isBuiltIn: boolean;
  @Column({ type: 'simple-array' }) permissions: Permission[];
}
