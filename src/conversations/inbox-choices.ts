import { Injectable } from '@nestjs/common';
import { nationalForm } from '../programs/phone.js';
import { Database } from '../database/database.js';
import { Members } from '../people/members.js';
import type { Member } from '../people/member.js';
import type { InboxFilter } from './inbox-filter.js';

interface Choice {
  value: string;
  label: string;
}

const since: Choice[] = [
  { value: '', label: 'Any time' },
  { value: 'today', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
];

/** What the filters of the Conversations page offer, and the chips that say what is chosen. */
@Injectable()
export class InboxChoices {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
  ) {}

  async for(filter: InboxFilter, member: Member) {
    const [people, types, numbers] = await Promise.all([
      this.members.assignable(member.programId),
      this.database.query<{ id: number; name: string }>(
        'SELECT id, name FROM contact_types WHERE program_id = ? ORDER BY position, id',
        [member.programId],
      ),
      this.database.query<{ id: number; number: string; label: string }>(
        'SELECT id, number, label FROM program_numbers WHERE program_id = ? ORDER BY is_default DESC, id',
        [member.programId],
      ),
    ]);
    const persons = people.map(({ userId, name }) => ({ value: String(userId), label: name }));
    const offered = {
      assignee: [{ value: '', label: 'Anyone' }, { value: 'none', label: 'Unassigned' }, ...persons],
      type: [{ value: '', label: 'Any type' }, ...types.map(({ id, name }) => ({ value: String(id), label: name }))],
      number: [
        { value: '', label: 'Any number' },
        ...numbers.map(({ id, number, label }) => ({
          value: String(id),
          label: `${label} ${nationalForm(number, member.country)}`,
        })),
      ],
      since,
    };
    return {
      assigneeOptions: selected(offered.assignee, filter.on.assignee),
      typeOptions: selected(offered.type, filter.on.type),
      numberOptions: numbers.length > 1 ? selected(offered.number, filter.on.number) : [],
      sinceOptions: selected(offered.since, filter.on.since),
      chips: chips(filter, offered),
      bulk: {
        mayHandle: member.handlesConversations,
        assignees: [{ value: '', label: 'Nobody' }, ...persons],
        query: filter.query,
      },
    };
  }
}

const selected = (choices: Choice[], value: string) =>
  choices.map((choice) => ({ ...choice, isSelected: choice.value === value }));

function chips(filter: InboxFilter, offered: Record<'assignee' | 'type' | 'number' | 'since', Choice[]>) {
  const named = (word: 'assignee' | 'type' | 'number' | 'since') =>
    offered[word].find(({ value }) => value === filter.on[word])?.label ?? 'Unknown';
  const labels = {
    q: `“${filter.on.q}”`,
    assignee: filter.on.assignee === 'none' ? 'Unassigned' : `Assigned to ${named('assignee')}`,
    type: named('type'),
    number: named('number'),
    unread: 'Unread',
    waiting: 'Waiting for a reply',
    failed: 'Delivery failed',
    optedOut: 'Opted out',
    since: named('since'),
  };
  const chosen = (Object.keys(labels) as (keyof typeof labels)[]).filter((word) => filter.on[word]);
  return chosen.map((word) => ({ label: labels[word], removeUrl: filter.without(word) }));
}
