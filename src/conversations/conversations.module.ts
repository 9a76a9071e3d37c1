import { Global, Module } from '@nestjs/common';
import { OpenWork } from '../people/open-work.js';
import { Arrivals } from './arrivals.js';
import { Assigning } from './assigning.js';
import { AssignmentController } from './assignment.controller.js';
import { Attachments } from './attachments.js';
import { Bulk } from './bulk.js';
import { BulkController } from './bulk.controller.js';
import { ContactConsent } from './contact-consent.js';
import { ContactConsentController } from './contact-consent.controller.js';
import { ContactMessages } from './contact-messages.js';
import { ContactMessagesController } from './contact-messages.controller.js';
import { ContactConversationsController } from './contact-conversations.controller.js';
import { ConversationPage } from './conversation-page.js';
import { ConversationPanel } from './conversation-panel.js';
import { Conversations } from './conversations.js';
import { ConversationsController } from './conversations.controller.js';
import { Drafts } from './drafts.js';
import { Escalation } from './escalation.js';
import { Inbox } from './inbox.js';
import { InboxChoices } from './inbox-choices.js';
import { Inheritance } from './inheritance.js';
import { Linking } from './linking.js';
import { MessagesController } from './messages.controller.js';
import { MovingController } from './moving.controller.js';
import { NewSenderContactController } from './new-sender-contact.controller.js';
import { NotesController } from './notes.controller.js';
import { OldBulkJobs } from './old-bulk-jobs.js';
import { OptOutController } from './opt-out.controller.js';
import { OpenConversations } from './open-conversations.js';
import { Presence } from './presence.js';
import { Replies } from './replies.js';
import { ResolutionController } from './resolution.controller.js';
import { SavedViewsController } from './saved-views.controller.js';
import { StaffConsent } from './staff-consent.js';
import { Threads } from './threads.js';
import { Timeline } from './timeline.js';
import { UnknownSenderConsentController } from './unknown-sender-consent.controller.js';
import { UnknownSenders } from './unknown-senders.js';
import { UnknownSendersController } from './unknown-senders.controller.js';
import { Unreads } from './unreads.js';
import { WishList } from './wish-list.js';
import { WishesController } from './wishes.controller.js';
import { UnwantedNumbersController } from './unwanted-numbers.controller.js';
import { UnwantedNumbers } from './unwanted-numbers.js';

@Global()
@Module({
  controllers: [
    BulkController,
    ConversationsController,
    MessagesController,
    NotesController,
    AssignmentController,
    ResolutionController,
    MovingController,
    SavedViewsController,
    ContactConversationsController,
    UnwantedNumbersController,
    UnknownSendersController,
    UnknownSenderConsentController,
    NewSenderContactController,
    OptOutController,
    WishesController,
    ContactConsentController,
    ContactMessagesController,
  ],
  providers: [
    Conversations,
    Attachments,
    Threads,
    Arrivals,
    Inbox,
    InboxChoices,
    ConversationPage,
    ConversationPanel,
    Timeline,
    Drafts,
    Presence,
    Replies,
    Unreads,
    Assigning,
    Linking,
    UnknownSenders,
    UnwantedNumbers,
    Bulk,
    Escalation,
    OldBulkJobs,
    Inheritance,
    { provide: OpenWork, useClass: OpenConversations },
    StaffConsent,
    WishList,
    ContactConsent,
    ContactMessages,
  ],
  exports: [Conversations, Attachments, Threads, Arrivals, Unreads, Bulk, OpenWork, Inbox, Drafts, Presence],
})
export class ConversationsModule {}
