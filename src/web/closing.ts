import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type MonoTypeOperatorFunction, Subject, takeUntil } from 'rxjs';

/** Ends what would otherwise stay open for ever, when Parley stops. */
@Injectable()
export class Closing implements BeforeApplicationShutdown {
  private readonly begun = new Subject<void>();

  ends<T>(): MonoTypeOperatorFunction<T> {
    return takeUntil(this.begun);
  }

  beforeApplicationShutdown() {
    this.begun.next();
  }
}
