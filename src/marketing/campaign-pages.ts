import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Contacts } from '../contacts/contacts.js';
import type { ContactType } from '../contacts/contact-type.js';
import { filtersShown } from '../contacts/grid-filters.js';
import { longestText } from '../conversations/conversation.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Database } from '../database/database.js';
import { page } from '../web/responses.js';
import { audienceOf, filterInWords, mostFilters, problemOfAudience } from './campaign-form-audience.js';
import type { StepForm } from './campaign-form.js';
import type { Filled } from './campaign-forms.js';
import { AudienceSample, type Sampled } from './campaign-pages-audience.js';
import type { Campaign } from './campaign.js';
import { Campaigns } from './campaigns.js';
import { longestWait, mostSteps } from './drafting.js';
import { merged, parse, type Values, written } from './merge-fields.js';
import { type Mergeable, MergeValues } from './merge-values.js';
import { Templates } from './templates.js';

interface Around {
  campaign: Campaign | null;
  member: Member;
  token?: unknown;
  isSaved?: boolean;
}

/** The page on which a campaign is made: its form, who is meant, and each text as one of them would get it. */
@Injectable()
export class CampaignPages {
  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly campaigns: Campaigns,
    private readonly sample: AudienceSample,
    private readonly values: MergeValues,
    private readonly templates: Templates,
  ) {}

  async builder(filled: Filled, { campaign, member, token, isSaved = false }: Around) {
    const { form } = filled;
    const [types, mergeable, templates, numbers] = await Promise.all([
      this.contacts.types(member),
      this.values.mergeable(member.programId),
      this.templates.usable(member),
      this.numbers(form.programNumberId, member),
    ]);
    const audience = await this.audience(filled, types, member);
    const shown = audience.sample.find(({ isChosen }) => isChosen);
    const sender = campaign ? await this.campaigns.senderOf(campaign) : member;
    const values = shown && (await this.values.of([shown.id], sender, mergeable)).get(shown.id);
    return page('campaigns/builder', {
      problems: Object.keys(filled.problems).length ? filled.problems : null,
      isSaved,
      isNew: !campaign,
      heading: campaign?.name ?? 'New campaign',
      url: campaign?.url ?? '',
      action: campaign?.url ?? '/campaigns',
      token: typeof token === 'string' ? token : randomUUID(),
      version: campaign?.version ?? '',
      form: { ...form, when: form.when },
      audience,
      example: shown?.name ?? '',
      texts: form.steps.map((step, place) => this.text(step, place, mergeable, values, shown)),
      templates: templates.map(({ id, name, owner }) => ({ value: id, label: owner ? `${name} (yours)` : name })),
      mayAddText: form.steps.length < mostSteps,
      mostSteps,
      longestWait,
      fields: mergeable.fields
        .filter(({ isOffered }) => isOffered)
        .map(({ name }) => ({ name, written: written(name) })),
      exampleField: written('First Name', 'there'),
      numbers,
      zone: member.timeZone.replaceAll('_', ' '),
    });
  }

  private async audience({ form, fields, making, isCounted }: Filled, types: ContactType[], member: Member) {
    const { picked, q, type, filters } = form.audience;
    const problem = problemOfAudience(form.audience, types);
    const audience = audienceOf(form.audience);
    const [count, sample] = problem
      ? ['', []]
      : await Promise.all([
          isCounted ? this.sample.count(audience, member) : '',
          this.sample.of(audience, member, form.example),
        ]);
    const known = types.some(({ id }) => String(id) === type);
    const query = { q, typeId: 0, filters: filters.flatMap(({ condition }) => condition ?? []), columns: [], sort: '' };
    return {
      problem,
      count,
      isCounted,
      sample: sample as Sampled[],
      q,
      picked: picked.join(' '),
      pickedCount: picked.length,
      types: [
        { value: '', label: 'Any type', isSelected: !type },
        ...types.map(({ id, name }) => ({ value: String(id), label: name, isSelected: String(id) === type })),
        ...(type && !known ? [{ value: type, label: 'A deleted Contact Type', isSelected: true }] : []),
      ],
      filters: filters.map((filter, place) => ({
        ...{ place, text: filter.text, isGone: !filter.condition },
        label: filterInWords(filter, fields),
      })),
      adding: filtersShown(query, making, fields).adding,
      mayAddFilter: filters.length < mostFilters,
    };
  }

  private text(step: StepForm, place: number, mergeable: Mergeable, values: Values | undefined, shown?: Sampled) {
    const { parts, problems } = parse(step.body.replace(/\r\n?/g, '\n').trim(), mergeable.fields);
    const { text, missing, isTooLong } = merged(parts, values ?? new Map());
    const tooLong = `That is ${text.length} characters for this contact; a text can have ${longestText}.`;
    return {
      ...step,
      ...{ place, number: place + 1, before: place, isFirst: place === 0, id: `steps.${place}` },
      hasFields: step.body.includes('{{'),
      preview: {
        ...{ text, problems, name: shown?.name ?? '' },
        missing: shown && text ? missing.join(', ') : '',
        tooLong: isTooLong ? tooLong : '',
      },
    };
  }

  private async numbers(chosen: number, { programId, country }: Member) {
    const numbers = await this.database.manager.find(ProgramNumber, {
      where: { programId },
      order: { isDefault: 'DESC', id: 'ASC' },
    });
    const isOurs = numbers.some(({ id }) => id === chosen);
    return numbers.map(({ id, number, label }, place) => ({
      value: id,
      label: `${label} ${nationalForm(number, country)}`.trim(),
      isSelected: isOurs ? id === chosen : place === 0,
    }));
  }
}
