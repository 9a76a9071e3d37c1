import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contacts } from '../contacts/contacts.js';
import { Clock } from '../programs/clock.js';
import { OptOuts } from './opt-outs.js';

/** A number that becomes a contact’s may be one that had opted out, and whose owner was erased. */
@Injectable()
export class ReturningNumbers implements OnModuleInit {
  constructor(
    private readonly contacts: Contacts,
    private readonly optOuts: OptOuts,
    private readonly clock: Clock,
  ) {}

  onModuleInit() {
    this.contacts.whenNumbered((programId, numbers) => this.optOuts.recall(programId, numbers, this.clock.now()));
  }
}
