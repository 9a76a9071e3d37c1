import type { Member } from '../people/member.js';
import { type Marker, markerIn, markerOf } from '../web/marker.js';

export type Status = 'open' | 'resolved' | 'any';

const words = ['q', 'assignee', 'type', 'number', 'unread', 'waiting', 'failed', 'optedOut', 'since'] as const;
type Word = (typeof words)[number];

/** View, filter and search of the Conversations page, as its address says them. */
export class InboxFilter {
  private constructor(
    readonly view: 'all' | 'mine',
    readonly status: Status,
    readonly on: Readonly<Record<Word, string>>,
    /** Where the page begins: after this row. */
    readonly after: Marker | null,
  ) {}

  /** Reads an address; what it can't mean is as if it weren't said. */
  static read(query: Record<string, unknown>, member: Member): InboxFilter {
    const said = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 200) : '');
    const view = member.seesAll && said('view') !== 'mine' ? 'all' : 'mine';
    const status = ['resolved', 'any'].includes(said('status')) ? (said('status') as Status) : 'open';
    const on = Object.fromEntries(words.map((word) => [word, said(word)])) as Record<Word, string>;
    return new InboxFilter(view, status, on, markerIn(said('after')));
  }

  /** The address of this view, without the page: what is bookmarked, shared and saved. */
  get query(): string {
    return this.address({});
  }

  get url(): string {
    return pathWith(this.query);
  }

  get isFiltered(): boolean {
    return words.some((word) => this.on[word] !== '');
  }

  /** This view from another row on. */
  urlAfter(at: Date, id: number): string {
    return pathWith(this.address({ after: markerOf(at, id) }));
  }

  without(word: Word): string {
    return pathWith(this.address({ [word]: '' }));
  }

  /** This view and status, with nothing filtered. */
  get clearUrl(): string {
    return pathWith(this.address(Object.fromEntries(words.map((word) => [word, '']))));
  }

  private address(changes: Partial<Record<Word | 'after', string>>): string {
    const all = {
      view: this.view === 'mine' ? 'mine' : '',
      status: this.status === 'open' ? '' : this.status,
      ...this.on,
      ...changes,
    };
    return new URLSearchParams(Object.entries(all).filter(([, value]) => value)).toString();
  }
}

const pathWith = (query: string) => (query ? `/conversations?${query}` : '/conversations');
