import { Global, Module } from '@nestjs/common';
import { ContactGrid } from './contact-grid.js';
import { ContactRecord } from './contact-record.js';
import { Contacts } from './contacts.js';
import { ContactsController } from './contacts.controller.js';

@Global()
@Module({
  controllers: [ContactsController],
  providers: [Contacts, ContactGrid, ContactRecord],
  exports: [Contacts, ContactGrid, ContactRecord],
})
export class ContactsModule {}
