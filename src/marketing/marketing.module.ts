import { Global, Module } from '@nestjs/common';
import { MergeValues } from './merge-values.js';
import { TemplateChoice } from './template-choice.js';
import { TemplateChoiceController } from './template-choice.controller.js';
import { OwnTemplatesController, SharedTemplatesController } from './templates.controller.js';
import { TemplatesPage } from './templates-page.js';
import { Templates } from './templates.js';

@Global()
@Module({
  controllers: [SharedTemplatesController, OwnTemplatesController, TemplateChoiceController],
  providers: [MergeValues, Templates, TemplatesPage, TemplateChoice],
  exports: [MergeValues, Templates],
})
export class MarketingModule {}
