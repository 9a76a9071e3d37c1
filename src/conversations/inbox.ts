import { type Condition, marks } from '../database/condition.js';
import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { SavedViews } from '../people/saved-views.js';
import { Clock } from '../programs/clock.js';
import { type FoundText, FoundTexts } from '../search/found-texts.js';
import { mostSearched, Search } from '../search/search.js';
import { inDigits, upTo } from '../web/digits.js';
import { InboxChoices } from './inbox-choices.js';
import type { InboxFilter } from './inbox-filter.js';
import { following, joined, scopeOf } from './inbox-query.js';
import { type InboxRecord, rowOf, rowsWhere } from './inbox-row.js';
import { seenBy } from './sight.js';

const pageLength = 30;
const mostCounted = 10_000;
const mostShown = 99;

/** The Conversations page: rows, what can be chosen, and the way to the next page. */
@Injectable()
export class Inbox {
  private readonly counted = new WeakMap<Member, Promise<string>>();

  constructor(
    private readonly database: Database,
    private readonly search: Search,
    private readonly foundTexts: FoundTexts,
    private readonly choices: InboxChoices,
    private readonly savedViews: SavedViews,
    private readonly clock: Clock,
  ) {}

  /** A page of a view. What was selected and is to stay so (`selectedIds`) stands first, wherever else it would be. */
  async of(filter: InboxFilter, member: Member, selectedIds: number[] = []) {
    const condition = joined([this.matching(filter, member, false), following(filter)]);
    const [records, selected, choices, savedViews, unassigned] = await Promise.all([
      this.records(condition, member, pageLength + 1),
      this.selected(selectedIds, member),
      this.choices.for(filter, member),
      this.savedViews.of(member, 'conversations', filter.query),
      this.unassigned(member),
    ]);
    const shown = records.slice(0, pageLength);
    const last = records.length > pageLength ? shown.at(-1) : undefined;
    const others = shown.filter(({ id }) => !selected.some((one) => one.id === id));
    const { q } = filter.on;
    const [isCutOff, found] = await Promise.all([
      !last && this.isCutOff(filter, member),
      this.foundTexts.of(
        q,
        [...selected, ...others].map(({ id }) => id),
      ),
    ]);
    return {
      view: filter.view,
      viewLabel: filter.view === 'all' ? 'All conversations' : 'My conversations',
      maySeeAll: member.seesAll,
      unassigned,
      q,
      status: filter.status,
      filters: filter.on,
      ...choices,
      bulk: { ...choices.bulk, matching: last || isCutOff ? '' : String(shown.length) },
      isFiltered: filter.isFiltered,
      clearUrl: filter.clearUrl,
      rows: [
        ...this.rows(selected, member, true, found).map((row) => ({ ...row, isTicked: true })),
        ...this.rows(others, member, member.handlesConversations, found),
      ],
      nextUrl: last ? filter.urlAfter(asDate(last.last_activity_at), last.id) : null,
      isCutOff,
      mostSearched: inDigits(mostSearched),
      isFirstPage: filter.after === null,
      savedViews,
      maySave: !savedViews.some(({ isCurrent }) => isCurrent),
      saveQuery: filter.query,
      emptyText: emptyText(filter),
    };
  }

  /** A contact's conversations that this person may see, newest activity first. */
  async ofContact(contactId: number, member: Member) {
    const condition = joined([seenBy(member), { sql: 'conversation.contact_id = ?', values: [contactId] }]);
    return this.rows(await this.records(condition, member, 200), member);
  }

  /** How many conversations a filter matches, up to ten thousand; for "Select all 3,012", asked for when needed. */
  async count(filter: InboxFilter, member: Member): Promise<string> {
    const { sql, values } = this.matching(filter, member);
    const rows = `conversations conversation WHERE ${sql}`;
    return upTo(mostCounted, await this.database.count(rows, values, mostCounted + 1));
  }

  /**
   * How many open conversations nobody has, of those that the person may see: up to 99; empty where there is none. The menu
   * and the list both say it. Each request has a `member` of its own, and so counts once.
   */
  unassigned(member: Member): Promise<string> {
    const counted = this.counted.get(member) ?? this.countUnassigned(member);
    this.counted.set(member, counted);
    return counted;
  }

  /** Everything that a filter asks for and the person may see. Not `whole`: of a search as much as a page looks at. */
  matching(filter: InboxFilter, member: Member, whole = true): Condition {
    const scope = scopeOf(filter, member, this.clock.now());
    const { q } = filter.on;
    return q ? joined([scope, this.search.conversations(q, scope, member.country, whole)]) : scope;
  }

  private async countUnassigned(member: Member): Promise<string> {
    const { sql, values } = seenBy(member);
    const rows = `conversations conversation WHERE conversation.status = 'open' AND conversation.assignee_id IS NULL AND ${sql}`;
    const count = member.seesAll ? await this.database.count(rows, values, mostShown + 1) : 0;
    return count ? upTo(mostShown, count) : '';
  }

  /** Whether the list has come to its end before all that was searched for was looked at. */
  private async isCutOff(filter: InboxFilter, member: Member) {
    return filter.on.q !== '' && this.search.isCutOff(filter.on.q, scopeOf(filter, member, this.clock.now()));
  }

  private selected(ids: number[], member: Member) {
    if (!ids.length) return [];
    const those = { sql: `conversation.id IN (${marks(ids)})`, values: ids };
    return this.records(joined([seenBy(member), those]), member, ids.length);
  }

  private records(condition: Condition, member: Member, limit: number) {
    const { sql, values } = rowsWhere(condition, member, limit);
    return this.database.query<InboxRecord>(sql, values);
  }

  private rows(records: InboxRecord[], member: Member, selectable = false, found?: Map<number, FoundText>) {
    const now = this.clock.now();
    return records.map((record) => rowOf(record, member, member.waitingLimit, now, selectable, found?.get(record.id)));
  }
}

function emptyText(filter: InboxFilter) {
  if (filter.isFiltered && filter.status === 'open')
    return {
      heading: 'Nothing matches',
      text: 'Try other words, choose Any to look among the resolved ones too, or clear the filters.',
    };
  if (filter.isFiltered) return { heading: 'Nothing matches', text: 'Try other words, or clear the filters.' };
  if (filter.status === 'resolved')
    return { heading: 'Nothing resolved yet', text: 'Conversations that you resolve are kept here.' };
  if (filter.view === 'mine')
    return {
      heading: 'Nothing is waiting for you',
      text: 'Conversations that are assigned to you appear here by themselves.',
    };
  return {
    heading: 'No open conversations',
    text: 'When somebody texts one of your numbers, the conversation appears here by itself.',
  };
}
