import { Module } from '@nestjs/common';
import { SettingsController } from './settings.controller.js';

/** The settings of a program that belong to no other noun, and the menu of all settings. */
@Module({ controllers: [SettingsController] })
export class SettingsModule {}
