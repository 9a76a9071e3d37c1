import { type DynamicModule, Module } from '@nestjs/common';
import { AttachmentsModule } from './attachments/attachments.module.js';
import type { Config } from './config.js';
import { AuditModule } from './audit/audit.module.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { CoreModule } from './core.module.js';
import type { DataSources } from './database/data-sources.js';
import { EditingModule } from './editing/editing.module.js';
import { HealthModule } from './health/health.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { LiveModule } from './live/live.module.js';
import { logging } from './logging.js';
import { MarketingModule } from './marketing/marketing.module.js';
import { MailModule } from './mail/mail.module.js';
import { MergingModule } from './merging/merging.module.js';
import { MenuModule } from './menu/menu.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { PeopleModule } from './people/people.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { PushModule } from './push/push.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RoutingModule } from './routing/routing.module.js';
import { SendingModule } from './sending/sending.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { SimulatorModule } from './simulator/simulator.module.js';
import { VonageCarrierModule } from './vonage/vonage-carrier.module.js';
import { VonageModule } from './vonage/vonage.module.js';

/** The table of contents. */
@Module({})
export class AppModule {
  static with(config: Config, sources: DataSources): DynamicModule {
    return {
      module: AppModule,
      imports: [
        logging(config),
        CoreModule.with(config, sources),
        HealthModule,
        MailModule,
        PeopleModule,
        AuditModule,
        // Before the contacts, whose /contacts/:id would take /contacts/duplicates and the like.
        MergingModule,
        ImportsModule,
        EditingModule,
        ContactsModule,
        ConversationsModule,
        AttachmentsModule,
        RoutingModule,
        MarketingModule,
        SendingModule,
        VonageModule,
        config.simulated ? SimulatorModule : VonageCarrierModule,
        PushModule,
        NotificationsModule,
        LiveModule,
        MenuModule,
        ReportsModule,
        PrivacyModule,
        SettingsModule,
      ],
    };
  }
}
