import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, string } from '../database/columns.js';
import type { NotificationKind } from './notification.js';

export type Channel = 'app' | 'email';

/** Where a user chose otherwise than everybody begins with. */
@Entity('notification_choices')
export class NotificationChoice {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) userId: number;
  @Column(integer) programId: number;
  @Column(string) kind: NotificationKind;
  @Column(string) channel: Channel;
  @Column(flag) isOn: boolean;
}
