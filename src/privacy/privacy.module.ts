import { Module } from '@nestjs/common';
import { ReturningNumbers } from '../consent/returning-numbers.js';
import { Erasure } from './erasure.js';
import { ErasureController } from './erasure.controller.js';
import { ExportController } from './export.controller.js';
import { Extent } from './extent.js';
import { FileTraces } from './file-traces.js';
import { Holds } from './holds.js';
import { MergeTraces } from './merge-traces.js';
import { Overdue } from './overdue.js';
import { OwnNumbers } from './own-numbers.js';
import { PrivacyController } from './privacy.controller.js';
import { RecordAttachments } from './record-attachments.js';
import { RecordConsent } from './record-consent.js';
import { RecordFiles } from './record-files.js';
import { RecordRest } from './record-rest.js';
import { RecordSections } from './record-sections.js';
import { Retention } from './retention.js';
import { RetentionController } from './retention.controller.js';
import { RetentionPage } from './retention-page.js';
import { RetentionSchedules } from './retention-schedules.js';
import { Sweep } from './sweep.js';
import { ThreadErasure } from './thread-erasure.js';
import { ThreadTexts } from './thread-texts.js';
import { Traces } from './traces.js';

/** Taking away, holding and erasing what is known of somebody, and how long it is kept. */
@Module({
  controllers: [PrivacyController, ErasureController, ExportController, RetentionController],
  providers: [
    ...[Holds, Extent, Erasure, ThreadErasure, Traces, MergeTraces, FileTraces, OwnNumbers, Sweep, ReturningNumbers],
    ...[RecordFiles, RecordSections, RecordConsent, RecordRest, RecordAttachments, ThreadTexts],
    ...[Retention, RetentionPage, RetentionSchedules, Overdue],
  ],
})
export class PrivacyModule {}
