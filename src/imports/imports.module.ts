import { Module } from '@nestjs/common';
import { GivenConsent } from '../consent/given-consent.js';
import { GoingThrough } from './going-through.js';
import { ImportPages } from './import-pages.js';
import { ImportRounds } from './import-rounds.js';
import { ImportStepsController } from './import-steps.controller.js';
import { Imports } from './imports.js';
import { ImportsController } from './imports.controller.js';
import { ImportsList } from './imports-list.js';
import { KnownContacts } from './known-contacts.js';
import { MappingForms } from './mapping-forms.js';
import { AbandonedUploads, OldImports } from './old-imports.js';
import { RefusedFile } from './refused-file.js';
import { RefusedLinesController } from './refused-lines.controller.js';
import { Uploading } from './uploading.js';
import { Writing } from './writing.js';

@Module({
  controllers: [ImportsController, ImportStepsController, RefusedLinesController],
  providers: [
    ...[Imports, ImportsList, ImportPages, MappingForms, Uploading, KnownContacts, GoingThrough, Writing],
    ...[ImportRounds, RefusedFile, OldImports, AbandonedUploads, GivenConsent],
  ],
  exports: [Imports],
})
export class ImportsModule {}
