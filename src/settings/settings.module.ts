import { Module } from '@nestjs/common';
import { ConsentController } from './consent.controller.js';
import { ConversationSettings } from './conversation-settings.js';
import { ConversationSettingsController } from './conversation-settings.controller.js';
import { Deactivation } from './deactivation.js';
import { DeactivationController } from './deactivation.controller.js';
import { GeneralController } from './general.controller.js';
import { KeywordSettings } from './keyword-settings.js';
import { KeywordsController } from './keywords.controller.js';
import { NumbersController } from './numbers.controller.js';
import { Numbers } from './numbers.js';
import { SettingsController } from './settings.controller.js';

/** The settings of a program that belong to no other noun, and the menu of all settings. */
@Module({
  controllers: [
    ConversationSettingsController,
    DeactivationController,
    SettingsController,
    GeneralController,
    NumbersController,
    KeywordsController,
    ConsentController,
  ],
  providers: [ConversationSettings, Deactivation, Numbers, KeywordSettings],
})
export class SettingsModule {}
