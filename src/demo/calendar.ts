const zone = 'America/New_York';
const opening = 8 * 60 + 30;
const closing = 17 * 60 + 30;
const minute = 60_000;

/** The office's working days, counted back from now: Monday to Friday, half past eight to half past five in New York. */
export class Calendar {
  private readonly days: { opens: Date; closes: Date; midnight: number }[] = [];

  constructor(readonly now: Date) {
    const today = wallClock(now);
    for (let midnight = today - (today % (1440 * minute)); this.days.length < 30; midnight -= 1440 * minute) {
      const opens = moment(midnight + opening * minute);
      const isWorkday = ![0, 6].includes(new Date(midnight).getUTCDay());
      if (isWorkday && opens <= now) this.days.push({ opens, closes: moment(midnight + closing * minute), midnight });
    }
  }

  /** So many working days before the last one, at a time like "14:05". */
  on(day: number, time: string): Date {
    const [hours, minutes] = time.split(':').map(Number);
    return moment(this.days[day]!.midnight + (hours! * 60 + minutes!) * minute);
  }

  /** So many days from today, at a time like "10:00". */
  ahead(days: number, time: string): Date {
    const [hours, minutes] = time.split(':').map(Number);
    const today = wallClock(this.now);
    return moment(today - (today % (1440 * minute)) + (days * 1440 + hours! * 60 + minutes!) * minute);
  }

  /** So many minutes of office hours ago. */
  recently(minutes: number): Date {
    let left = minutes * minute;
    for (const { opens, closes } of this.days) {
      const end = Math.min(closes.getTime(), this.now.getTime());
      if (left < end - opens.getTime()) return new Date(end - left);
      left -= end - opens.getTime();
    }
    throw new RangeError(`${minutes} minutes is longer ago than this calendar goes`);
  }

  /** So many minutes ago, whatever the hour. */
  ago(minutes: number): Date {
    return new Date(this.now.getTime() - minutes * minute);
  }
}

const formatter = new Intl.DateTimeFormat('en-US', {
  timeZone: zone,
  hourCycle: 'h23',
  ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
});

/** What the clock on the office's wall shows, as if it hung in Greenwich. */
function wallClock(at: Date): number {
  const parts = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second']);
}

/** When the clock on the wall shows that. */
function moment(shown: number): Date {
  const guess = shown + (shown - wallClock(new Date(shown)));
  return new Date(guess + (shown - wallClock(new Date(guess))));
}
