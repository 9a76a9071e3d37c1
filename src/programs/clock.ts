import { Injectable } from '@nestjs/common';

/** The time, wherever a rule depends on it. Tests bring their own. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
