import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { OwnAddress } from './own-address.js';

/** The address of Parley as people type it, for links in e-mails. Never what a request says: anybody can send any `Host`. */
@Injectable()
export class PublicAddress {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
    private readonly own: OwnAddress,
  ) {}

  /** The whole address of a page, such as /conversations/7. */
  of(path: string): string {
    return `${this.config.publicUrl ?? this.own.base}${path}`;
  }
}
