import { Global, Module } from '@nestjs/common';
import { ContactFacts } from './facts.js';
import { Fields } from './fields.js';
import { ContactHistoryController } from './contact-history.controller.js';
import { Portraits } from './portrait.js';
import { ContactHistory } from './contact-history.js';
import { ContactGrid } from './contact-grid.js';
import { ContactRecord } from './contact-record.js';
import { ContactForms } from './contact-forms.js';
import { ContactProfile } from './contact-profile.js';
import { ContactProperties } from './contact-properties.js';
import { ContactPropertiesController } from './contact-properties.controller.js';
import { ContactTypePage } from './contact-type-page.js';
import { ContactTypes } from './contact-types.js';
import { ContactTypesController } from './contact-types.controller.js';
import { ContactValues } from './contact-values.js';
import { Contacts } from './contacts.js';
import { ContactViewsController } from './contact-views.controller.js';
import { ContactsFile } from './contacts-file.js';
import { ContactsFileController } from './contacts-file.controller.js';
import { ContactsController } from './contacts.controller.js';
import { GridRecords } from './grid-records.js';
import { GridColumns } from './grid-columns.js';
import { ContactChoice } from './contact-choice.js';
import { PropertyFilter } from './property-filter.js';
import { Selections } from './selection.js';
import { Relationships } from './relationships.js';

const nouns = [
  ...[Contacts, ContactGrid, ContactRecord, ContactForms, ContactProfile, ContactTypes, ContactTypePage],
  ...[
    ContactProperties,
    ContactValues,
    Relationships,
    Fields,
    ContactFacts,
    GridColumns,
    GridRecords,
    ContactsFile,
    PropertyFilter,
    ContactChoice,
    Selections,
    ContactHistory,
    Portraits,
  ],
];

@Global()
@Module({
  controllers: [
    ContactHistoryController,
    ContactViewsController,
    ContactsFileController,
    ContactsController,
    ContactTypesController,
    ContactPropertiesController,
  ],
  providers: nouns,
  exports: nouns,
})
export class ContactsModule {}
