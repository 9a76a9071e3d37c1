import { Injectable } from '@nestjs/common';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { string } from '../database/columns.js';
import { Database } from '../database/database.js';
import { newVapidKeys, type VapidKeys } from './vapid.js';

const purpose = 'vapid';

/** The key pair of this installation. It stays the same for ever, whatever becomes of SESSION_SECRET. */
@Entity('push_keys')
export class PushKey {
  @PrimaryGeneratedColumn() id: number;
  /** There is one row for each purpose, and one purpose. */
  @Column(string) purpose: string;
  @Column(string) publicKey: string;
  @Column(string) privateKey: string;
}

/** Our keys to push services: made when somebody first needs them, and the same in all processes. */
@Injectable()
export class PushKeys {
  private known: VapidKeys | null = null;

  constructor(private readonly database: Database) {}

  async get(): Promise<VapidKeys> {
    this.known ??= (await this.kept()) ?? (await this.made());
    return this.known;
  }

  private async kept(): Promise<VapidKeys | null> {
    const row = await this.database.manager.findOneBy(PushKey, { purpose });
    return row && { publicKey: row.publicKey, privateKey: row.privateKey };
  }

  // Another process may make them at the same moment: the ones that are stored count.
  private made(): Promise<VapidKeys> {
    return this.database.transaction(async () => {
      await this.database.insertOnce(PushKey, { purpose, ...newVapidKeys() });
      return (await this.kept())!;
    });
  }
}
