import { Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import type { Request } from 'express';
import { Public } from '../people/guards.js';
import { Door } from './door.js';
import { Intake } from './intake.js';
import { ShortAnswers } from './short-answers.js';

/** Receipts for texts of ours. */
@Controller('webhooks/vonage/status')
@UseFilters(ShortAnswers)
export class StatusController {
  constructor(
    private readonly door: Door,
    private readonly intake: Intake,
  ) {}

  @Post()
  @Public(true)
  @HttpCode(200)
  async create(@Req() request: Request) {
    await this.intake.take('status', await this.door.admit('status', request));
  }
}
