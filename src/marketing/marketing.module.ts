import { Global, Module } from '@nestjs/common';
import { Audiences } from './audiences.js';
import { Brakes } from './brakes.js';
import { CampaignControlController } from './campaign-control.controller.js';
import { CampaignForms } from './campaign-forms.js';
import { CampaignHolds } from './campaign-holds.js';
import { CampaignNews } from './campaign-news.js';
import { AudienceSample } from './campaign-pages-audience.js';
import { CampaignPage } from './campaign-pages-show.js';
import { CampaignPages } from './campaign-pages.js';
import { CampaignReviewController } from './campaign-review.controller.js';
import { CampaignRounds } from './campaign-rounds.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignsList } from './campaigns-list.js';
import { Campaigns } from './campaigns.js';
import { Control } from './control.js';
import { Drafting } from './drafting.js';
import { Feeding } from './feeding.js';
import { Outcomes } from './outcomes.js';
import { Preparing } from './preparing.js';
import { QuickMessageController } from './quick-message.controller.js';
import { QuickMessageEditing } from './quick-message-editing.js';
import { QuickMessageList } from './quick-message-list.js';
import { QuickMessagePage } from './quick-message-page.js';
import { QuickMessagePeople } from './quick-message-people.js';
import { QuickMessageProgress } from './quick-message-progress.js';
import { QuickMessageReview } from './quick-message-review.js';
import { QuickMessagesController } from './quick-messages.controller.js';
import { QuickMessageSending } from './quick-message-sending.js';
import { Reach } from './reach.js';
import { Recipients } from './recipients.js';
import { RecipientsFile } from './recipients-file.js';
import { CampaignRecipientsController, QuickMessageRecipientsController } from './recipients.controller.js';
import { RecipientsPage } from './recipients-page.js';
import { Results } from './results.js';
import { ReviewPage } from './review-page.js';
import { ReviewedSending } from './reviewed-sending.js';
import { Reviews } from './reviews.js';
import { ResultTimes } from './result-times.js';
import { Tallies } from './tallies.js';
import { TestForms } from './test-form.js';
import { TestSends } from './test-sends.js';
import { Turns } from './turns.js';
import { MergeValues } from './merge-values.js';
import { TemplateChoice } from './template-choice.js';
import { TemplateChoiceController } from './template-choice.controller.js';
import { OwnTemplatesController, SharedTemplatesController } from './templates.controller.js';
import { TemplatesPage } from './templates-page.js';
import { Templates } from './templates.js';

@Global()
@Module({
  controllers: [
    ...[QuickMessageRecipientsController, CampaignRecipientsController],
    ...[QuickMessagesController, QuickMessageController],
    ...[CampaignsController, CampaignReviewController, CampaignControlController],
    ...[SharedTemplatesController, OwnTemplatesController, TemplateChoiceController],
  ],
  providers: [
    ...[QuickMessageList, QuickMessagePeople, QuickMessageReview, QuickMessagePage, QuickMessageEditing],
    ...[QuickMessageSending, QuickMessageProgress],
    ...[MergeValues, Templates, TemplatesPage, TemplateChoice],
    ...[CampaignsList, CampaignForms, CampaignPages, CampaignPage, AudienceSample],
    ...[Reviews, ReviewPage, ReviewedSending, TestForms, TestSends],
    ...[Audiences, Reach, Campaigns, Preparing, Turns, Feeding, Tallies, Brakes, CampaignNews, Control, CampaignRounds],
    ...[QuickMessageEditing, QuickMessageList, QuickMessagePage, QuickMessagePeople, QuickMessageProgress],
    ...[QuickMessageReview, QuickMessageSending],
    ...[Outcomes, CampaignHolds, Drafting, Results, ResultTimes, Recipients, RecipientsPage, RecipientsFile],
  ],
  exports: [MergeValues, Templates, CampaignHolds, Results],
})
export class MarketingModule {}
