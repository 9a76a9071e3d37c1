import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { SamePerson } from '../contacts/same-person.js';
import { Duplicates } from './duplicates.js';
import { DuplicatesController } from './duplicates.controller.js';
import { DuplicateSearch } from './duplicate-search.js';
import { Forwarding } from './forwarding.js';
import { KnownDuplicates } from './known-duplicates.js';
import { Lookalikes } from './lookalikes.js';
import { MergeController } from './merge.controller.js';
import { MergedRecord } from './merged-record.js';
import { MergePreview } from './merge-preview.js';
import { Merges } from './merges.js';
import { Merging } from './merging.js';
import { OldMergeSteps } from './old-merge-steps.js';
import { ReturningIds } from './returning-ids.js';
import { ThreadMerge } from './thread-merge.js';
import { UndoingController } from './undoing.controller.js';
import { UndoPreview } from './undo-preview.js';
import { Unmerging } from './unmerging.js';

@Global()
@Module({
  controllers: [DuplicatesController, MergeController, UndoingController],
  providers: [
    ...[Merges, Merging, MergedRecord, MergePreview, ThreadMerge, Unmerging, UndoPreview, ReturningIds, OldMergeSteps],
    ...[Lookalikes, DuplicateSearch, Duplicates, KnownDuplicates],
    { provide: SamePerson, useExisting: KnownDuplicates },
    { provide: APP_INTERCEPTOR, useClass: Forwarding },
  ],
  exports: [SamePerson],
})
export class MergingModule {}
