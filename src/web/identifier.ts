import { Injectable, NotFoundException, type PipeTransform } from '@nestjs/common';

/** The `:id` of an address: what can't be one is nowhere to be found. */
@Injectable()
export class Identifier implements PipeTransform<string, number> {
  transform(value: string): number {
    if (!/^\d{1,9}$/.test(value)) throw new NotFoundException();
    return Number(value);
  }
}

/** The id that a form or a query says; 0, which nothing has, for what can't be one. */
export const idIn = (said: unknown): number =>
  (typeof said === 'string' || typeof said === 'number') && /^\d{1,9}$/.test(String(said)) ? Number(said) : 0;
