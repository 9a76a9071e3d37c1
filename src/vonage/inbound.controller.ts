import { Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import type { Request } from 'express';
import { Public } from '../people/guards.js';
import { Door } from './door.js';
import { Intake } from './intake.js';
import { ShortAnswers } from './short-answers.js';

/** Texts that come in. */
@Controller('webhooks/vonage/inbound')
@UseFilters(ShortAnswers)
export class InboundController {
  constructor(
    private readonly door: Door,
    private readonly intake: Intake,
  ) {}

  @Post()
  @Public(true)
  @HttpCode(200)
  async create(@Req() request: Request) {
    await this.intake.take('inbound', await this.door.admit('inbound', request));
  }
}
