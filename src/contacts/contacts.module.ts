import { Global, Module } from '@nestjs/common';
import { ContactFacts } from './facts.js';
import { Fields } from './fields.js';
import { ContactGrid } from './contact-grid.js';
import { ContactRecord } from './contact-record.js';
import { Contacts } from './contacts.js';
import { ContactsController } from './contacts.controller.js';

@Global()
@Module({
  controllers: [ContactsController],
  providers: [Contacts, ContactGrid, ContactRecord, Fields, ContactFacts],
  exports: [Contacts, ContactGrid, ContactRecord, Fields, ContactFacts],
})
export class ContactsModule {}
