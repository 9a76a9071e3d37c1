type End = string | number;

/** The values that lie in order between two ends; the upper end of a text stands for all that begins with it. */
export class ValueRange {
  constructor(
    private readonly low: End,
    private readonly high: End,
    private readonly isOpen = { low: false, high: false },
  ) {}

  /** Whether every value of another range is in this one. */
  holds(inner: ValueRange): boolean {
    return !this.beginsAfter(inner) && !this.endsBefore(inner);
  }

  /** Whether a value could be in both. */
  meets(other: ValueRange): boolean {
    return !this.isBeyond(other) && !other.isBeyond(this);
  }

  private beginsAfter(inner: ValueRange): boolean {
    return inner.low < this.low || (inner.low === this.low && this.isOpen.low && !inner.isOpen.low);
  }

  private endsBefore(inner: ValueRange): boolean {
    if (begins(inner.high, this.high)) return this.isOpen.high && !inner.isOpen.high;
    return inner.high > this.high || begins(this.high, inner.high);
  }

  private isBeyond(other: ValueRange): boolean {
    if (begins(this.low, other.high)) return this.low === other.high && (this.isOpen.low || other.isOpen.high);
    return this.low > other.high;
  }
}

// "lopez" begins with "l"; numbers only with themselves.
const begins = (value: End, end: End) =>
  typeof value === 'string' && typeof end === 'string' ? value.startsWith(end) : value === end;
