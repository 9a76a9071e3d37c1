import { type Condition, marks } from '../database/condition.js';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Refusal, refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Assigning } from './assigning.js';
import { Bulk } from './bulk.js';
import type { BulkAction } from './bulk-job.js';
import { Inbox } from './inbox.js';
import { InboxFilter } from './inbox-filter.js';

interface Selection {
  action?: string;
  assignee?: string;
  ids?: string | string[];
  matching?: string;
  query?: string;
}

/** Reassigns or resolves the selected conversations, or all that match. */
@Controller('conversations/bulk')
@Can(handling)
export class BulkController {
  constructor(
    private readonly bulk: Bulk,
    private readonly inbox: Inbox,
    private readonly assigning: Assigning,
  ) {}

  @Post()
  async create(@CurrentMember() member: Member, @Body() selection: Selection = {}) {
    const filter = InboxFilter.read(Object.fromEntries(new URLSearchParams(String(selection.query ?? ''))), member);
    try {
      const action = actionIn(selection);
      const assignee =
        action === 'assign' ? await this.assigning.assignee(String(selection.assignee ?? ''), member) : null;
      const which = selection.matching === '1' ? this.inbox.matching(filter, member) : chosen(selection.ids);
      const job = await this.bulk.begin(member, action, assignee?.userId ?? null, which, filter.url);
      if (job.total <= 50) await this.bulk.finished(job.id);
      return seeOther(`/conversations/bulk/${job.id}`);
    } catch (error) {
      const inbox = await this.inbox.of(filter, member, idsIn(selection.ids));
      return unprocessable(page('conversations/index', { inbox: asChosen(inbox, selection) }), refused(error));
    }
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    const { action, assigneeId, status, total, done, skipped, backTo } = await this.bulk.find(id, member);
    const isDone = status === 'done';
    return page('conversations/bulk', {
      job: {
        id,
        url: `/conversations/bulk/${id}`,
        isResolving: action === 'resolve',
        isRouting: action === 'route',
        isUnassigning: action !== 'resolve' && action !== 'route' && assigneeId === null,
        isDone,
        total,
        done,
        skipped,
        past: done + skipped,
        backUrl: backTo,
      },
    });
  }
}

// Nothing is the default: an unclear wish would put everything back to unassigned.
function actionIn({ action, assignee }: Selection): BulkAction {
  if (action === 'assign' && assignee === undefined) throw new Refusal('Choose who to assign them to.', 'assignee');
  if (action === 'assign' || action === 'resolve') return action;
  throw new Refusal('Choose Assign or Resolve.', 'ids');
}

const idsIn = (ids: Selection['ids']) => [ids ?? []].flat().map(Number).filter(Number.isInteger).slice(0, 1000);

// What was chosen stays so, or there would be nothing to choose the right person for.
function asChosen(inbox: Awaited<ReturnType<Inbox['of']>>, { matching, assignee }: Selection) {
  const assignees = inbox.bulk.assignees.map((each) => ({ ...each, isSelected: each.value === assignee }));
  return { ...inbox, bulk: { ...inbox.bulk, assignees, isRefused: true, takesAll: matching === '1' } };
}

function chosen(ids: Selection['ids']): Condition {
  const values = idsIn(ids);
  return { sql: values.length ? `conversation.id IN (${marks(values)})` : '1 = 0', values };
}
