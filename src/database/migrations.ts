import { CreatePrograms1764000000010 } from '../../migrations/1764000000010-create-programs.js';
import { CreatePeople1764000000020 } from '../../migrations/1764000000020-create-people.js';
import { CreateContacts1764000000030 } from '../../migrations/1764000000030-create-contacts.js';
import { CreateConsent1764000000040 } from '../../migrations/1764000000040-create-consent.js';
import { CreateConversations1764000000050 } from '../../migrations/1764000000050-create-conversations.js';
import { CreateWebhooks1764000000060 } from '../../migrations/1764000000060-create-webhooks.js';
import { CreatePhoneTexts1764000000070 } from '../../migrations/1764000000070-create-phone-texts.js';
import { CreateSearch1764000000080 } from '../../migrations/1764000000080-create-search.js';
import { CreateBulkJobs1764000000090 } from '../../migrations/1764000000090-create-bulk-jobs.js';
import { DescribeSizes1764000000100 } from '../../migrations/1764000000100-describe-sizes.js';
import { CreateRouting1764000000110 } from '../../migrations/1764000000110-create-routing.js';
import { CreateContactProperties1764000000120 } from '../../migrations/1764000000120-create-contact-properties.js';
import { AddAbsenceAndWaiting1764000000130 } from '../../migrations/1764000000130-add-absence-and-waiting.js';
import { CreateMail1764000000140 } from '../../migrations/1764000000140-create-mail.js';
import { CreateNotifications1764000000150 } from '../../migrations/1764000000150-create-notifications.js';
import { PaceSending1764000000160 } from '../../migrations/1764000000160-pace-sending.js';
import { CreateTemplates1764000000170 } from '../../migrations/1764000000170-create-templates.js';
import { CreateCampaigns1764000000180 } from '../../migrations/1764000000180-create-campaigns.js';
import { TellOfCampaigns1764000000190 } from '../../migrations/1764000000190-tell-of-campaigns.js';
import { CreateContactHistory1764000000200 } from '../../migrations/1764000000200-create-contact-history.js';
import { SortContacts1764000000210 } from '../../migrations/1764000000210-sort-contacts.js';
import { CreateImports1764000000220 } from '../../migrations/1764000000220-create-imports.js';
import { CreateOptOutWishes1764000000230 } from '../../migrations/1764000000230-create-opt-out-wishes.js';
import { CreatePrivacy1764000000240 } from '../../migrations/1764000000240-create-privacy.js';
import { LetGoOfRecipients1764000000241 } from '../../migrations/1764000000241-let-go-of-recipients.js';
import { CreateMerging1764000000250 } from '../../migrations/1764000000250-create-merging.js';
import { SortSenders1764000000260 } from '../../migrations/1764000000260-sort-senders.js';
import { CreateContactEdits1764000000270 } from '../../migrations/1764000000270-create-contact-edits.js';
import { CountTroubles1764000000280 } from '../../migrations/1764000000280-count-troubles.js';
import { RememberNumbersOfLines1764000000290 } from '../../migrations/1764000000290-remember-numbers-of-lines.js';
import { CreatePush1764000000310 } from '../../migrations/1764000000310-create-push.js';
import { CreateReports1764000000300 } from '../../migrations/1764000000300-create-reports.js';
import { SearchByWords1764000000330 } from '../../migrations/1764000000330-search-by-words.js';
import { CreateSubmissions1764000000340 } from '../../migrations/1764000000340-create-submissions.js';
import { CreateFormerNumbers1764000000341 } from '../../migrations/1764000000341-create-former-numbers.js';
import { CreateAttachments1764000000261 } from '../../migrations/1764000000261-create-attachments.js';

/** The whole history, oldest first. */
export const migrations = [
  CreatePrograms1764000000010,
  CreatePeople1764000000020,
  CreateContacts1764000000030,
  CreateConsent1764000000040,
  CreateConversations1764000000050,
  CreateWebhooks1764000000060,
  CreatePhoneTexts1764000000070,
  CreateSearch1764000000080,
  CreateBulkJobs1764000000090,
  DescribeSizes1764000000100,
  CreateRouting1764000000110,
  CreateContactProperties1764000000120,
  AddAbsenceAndWaiting1764000000130,
  CreateMail1764000000140,
  CreateNotifications1764000000150,
  PaceSending1764000000160,
  CreateTemplates1764000000170,
  CreateCampaigns1764000000180,
  TellOfCampaigns1764000000190,
  CreateContactHistory1764000000200,
  SortContacts1764000000210,
  CreateImports1764000000220,
  CreateOptOutWishes1764000000230,
  CreatePrivacy1764000000240,
  LetGoOfRecipients1764000000241,
  CreateMerging1764000000250,
  SortSenders1764000000260,
  CreateAttachments1764000000261,
  CreateContactEdits1764000000270,
  CountTroubles1764000000280,
  RememberNumbersOfLines1764000000290,
  CreateReports1764000000300,
  CreatePush1764000000310,
  SearchByWords1764000000330,
  CreateSubmissions1764000000340,
  CreateFormerNumbers1764000000341,
];
