import { AuditLine } from '../audit/audit-line.js';
import { ConsentChange } from '../consent/consent-change.js';
import { ErasedOptOut, OptOutKey } from '../consent/erased-opt-outs.js';
import { OptOut } from '../consent/opt-out.js';
import { OptOutWish } from '../consent/opt-out-wish.js';
import { ContactType } from '../contacts/contact-type.js';
import { Contact } from '../contacts/contact.js';
import { PhoneNumber } from '../contacts/phone-number.js';
import { ContactEdit, ContactEditItem } from '../editing/contact-edit.js';
import { Attachment } from '../conversations/attachment.js';
import { AttachmentContent } from '../conversations/attachment-content.js';
import { BulkJob } from '../conversations/bulk-job.js';
import { Conversation } from '../conversations/conversation.js';
import { Message } from '../conversations/message.js';
import { Note } from '../conversations/note.js';
import { UnwantedNumber } from '../conversations/unwanted-number.js';
import { Event } from '../events/event.js';
import { Membership } from '../people/membership.js';
import { Role } from '../people/role.js';
import { User } from '../people/user.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Program } from '../programs/program.js';
import { Pace } from '../sending/pace.js';
import { PhoneText } from '../simulator/phone-text.js';
import { TurnedAway } from '../vonage/turned-away.js';
import { Webhook } from '../vonage/webhook.js';
import { ContactProperty } from '../contacts/contact-property.js';
import { ContactUser } from '../contacts/contact-user.js';
import { PropertyValue } from '../contacts/property-value.js';
import { RoutingTable } from '../routing/routing-table.js';
import { RoutingRow } from '../routing/routing-row.js';
import { RoutingRowUser } from '../routing/routing-row-user.js';
import { RoutingTurn } from '../routing/routing-turn.js';
import { Mail } from '../mail/mail.js';
import { Invitation } from '../people/invitation.js';
import { FormerNumber } from '../programs/former-number.js';
import { Submission } from '../people/submission.js';
import { PasswordReset } from '../people/password-reset.js';
import { Notification } from '../notifications/notification.js';
import { NotificationChoice } from '../notifications/notification-choice.js';
import { Push } from '../push/push.js';
import { PushBrowser } from '../push/push-browser.js';
import { PushKey } from '../push/push-keys.js';
import { Template } from '../marketing/template.js';
import { ContactHold } from '../privacy/contact-hold.js';
import { ErasedNumber } from '../privacy/erased-number.js';
import { RetentionRun } from '../privacy/retention-run.js';
import { RetentionSchedule } from '../privacy/retention-schedule.js';
import { ContactChange } from '../contacts/contact-change.js';
import { ContactMerge } from '../merging/contact-merge.js';
import { DuplicatePair } from '../merging/duplicate-pair.js';
import { MergeStep } from '../merging/merge-step.js';
import { MergedThread } from '../merging/merged-thread.js';
import { Import } from '../imports/import.js';
import { ImportLine } from '../imports/import-line.js';
import { ImportLineNumber } from '../imports/import-line-number.js';
import { Campaign } from '../marketing/campaign.js';
import { CampaignStep } from '../marketing/campaign-step.js';
import { CampaignRecipient } from '../marketing/campaign-recipient.js';
import { Bookmark } from '../reports/bookmark.js';
import { FailedText } from '../reports/failed-text.js';
import { FirstReply } from '../reports/first-reply.js';
import { PersonalDay, PersonalQuarterHour, QuarterHour } from '../reports/quarter-hour.js';

/** Every entity. The only place where the database knows nouns of the product. */
export const entities = [
  Program,
  ProgramNumber,
  FormerNumber,
  User,
  Role,
  Membership,
  ContactType,
  Contact,
  PhoneNumber,
  OptOut,
  ConsentChange,
  Conversation,
  Message,
  Note,
  Event,
  Webhook,
  TurnedAway,
  PhoneText,
  BulkJob,
  ContactProperty,
  ContactUser,
  PropertyValue,
  RoutingTable,
  RoutingRow,
  RoutingRowUser,
  RoutingTurn,
  Mail,
  Invitation,
  PasswordReset,
  Submission,
  Notification,
  NotificationChoice,
  Pace,
  Template,
  Campaign,
  CampaignStep,
  CampaignRecipient,
  ContactChange,
  OptOutWish,
  ContactMerge,
  MergeStep,
  MergedThread,
  DuplicatePair,
  Import,
  ImportLine,
  ImportLineNumber,
  UnwantedNumber,
  AuditLine,
  OptOutKey,
  ErasedOptOut,
  ErasedNumber,
  ContactHold,
  RetentionSchedule,
  RetentionRun,
  Attachment,
  AttachmentContent,
  ContactEdit,
  ContactEditItem,
  PushKey,
  PushBrowser,
  Push,
  Bookmark,
  QuarterHour,
  PersonalQuarterHour,
  PersonalDay,
  FirstReply,
  FailedText,
];
