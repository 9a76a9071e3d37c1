import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { OpenWork } from '../people/open-work.js';
import { Bulk } from './bulk.js';

/** So many are done before the page of whoever asked for it comes again. */
const few = 50;

/** The open conversations of people who may handle none any longer. */
@Injectable()
export class OpenConversations extends OpenWork {
  constructor(
    private readonly database: Database,
    private readonly bulk: Bulk,
  ) {
    super();
  }

  override async letGo(userIds: number[], by: Member): Promise<void> {
    // Nobody has the role.
    if (!userIds.length) return;
    const job = await this.bulk.handOver(userIds, null, by, '/settings/users');
    if (job && job.total <= few) this.database.afterCommit(() => this.bulk.finished(job.id));
  }
}
