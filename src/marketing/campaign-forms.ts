import { Injectable } from '@nestjs/common';
import { Contacts } from '../contacts/contacts.js';
import { type Field, Fields } from '../contacts/fields.js';
import { type Typed, word } from '../contacts/typed.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusals, refused } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import {
  type AudienceForm,
  audienceOf,
  problemOfAudience,
  withNewFilter,
  withoutFilter,
} from './campaign-form-audience.js';
import {
  blankForm,
  type CampaignForm,
  formIn,
  formOf,
  numberIn,
  stepsFrom,
  withoutStep,
  withStep,
  withWords,
} from './campaign-form.js';
import { momentFrom } from './campaign-form-when.js';
import type { Campaign } from './campaign.js';
import { Campaigns } from './campaigns.js';
import { type CampaignDetails, Drafting } from './drafting.js';
import { Templates } from './templates.js';

/** A form with what its button asked for. */
export interface Filled {
  form: CampaignForm;
  /** Saving it, and then perhaps reviewing it; or only looking at it with what a button changed. */
  wish: 'save' | 'review' | 'look';
  /** Whether those who are meant are counted: not while somebody types a text. */
  isCounted: boolean;
  /** The filter that is being made. */
  making: Typed;
  problems: Record<string, string>;
  fields: Field[];
}

/** Reads what the page on which a campaign is made says. */
@Injectable()
export class CampaignForms {
  constructor(
    private readonly fields: Fields,
    private readonly contacts: Contacts,
    private readonly campaigns: Campaigns,
    private readonly drafting: Drafting,
    private readonly templates: Templates,
    private readonly clock: Clock,
  ) {}

  async blank(said: Typed, member: Member): Promise<Filled> {
    const fields = await this.fields.of(member.programId);
    return looking(blankForm(said, fields), fields);
  }

  async of(campaign: Campaign, member: Member): Promise<Filled> {
    const [fields, steps] = await Promise.all([this.fields.of(member.programId), this.campaigns.steps(campaign.id)]);
    return looking(formOf(campaign, steps, fields, member.timeZone), fields);
  }

  /** What was typed, changed as the button that was pressed says. */
  async typed(typed: Typed, member: Member): Promise<Filled> {
    const fields = await this.fields.of(member.programId);
    const filled = { ...looking(formIn(typed, fields), fields), making: typed };
    const [deed = '', which = ''] = word(typed['step']).split('.');
    const place = Number(which);
    const { form } = filled;
    const steps = (changed: CampaignForm['steps']) => ({ ...filled, form: { ...form, steps: changed } });
    const audience = (changed: AudienceForm) => ({ ...filled, form: { ...form, audience: changed } });
    switch (deed) {
      case 'fields':
      case 'preview':
        return { ...filled, isCounted: false };
      case 'show':
        return filled;
      case 'add':
        return withFilter(filled, 'look');
      case 'remove-filter':
        return audience(withoutFilter(form.audience, place));
      case 'remove-search':
        return audience({ ...form.audience, q: '' });
      case 'remove-picked':
        return audience({ ...form.audience, picked: [] });
      case 'add-text':
        return steps(withStep(form.steps));
      case 'remove-text':
        return steps(withoutStep(form.steps, place));
      case 'insert': {
        const id = idIn(word(typed[`steps.${place}.template`]));
        return id ? steps(withWords(form.steps, place, (await this.templates.pick(id, member)).body)) : filled;
      }
      default:
        // A filter that is still being made is meant: without it more people would get the text.
        return withFilter(filled, deed === 'review' ? 'review' : 'save');
    }
  }

  /** The campaign that the form describes; everything that is wrong is refused at once. */
  async details({ form, wish, problems: known }: Filled, member: Member): Promise<CampaignDetails> {
    const problems = { ...known };
    const audience = problemOfAudience(form.audience, await this.contacts.types(member));
    if (audience) problems['audience'] = audience;
    const details: CampaignDetails = {
      name: form.name,
      programNumberId: form.programNumberId,
      audience: audienceOf(form.audience),
      skipsTextedToday: form.skipsTextedToday,
      failureLimit: numberIn(form.failureLimit),
      optOutLimit: numberIn(form.optOutLimit),
      startsAt: null,
      steps: stepsFrom(form.steps),
    };
    if (wish === 'review' && !details.steps.length) problems['steps.0.body'] = 'Write the text.';
    try {
      details.startsAt = momentFrom(form.when, member.timeZone, this.clock.now());
    } catch (error) {
      Object.assign(problems, refused(error));
    }
    const checked = await this.drafting.checked(details, member).catch((error: unknown) => {
      Object.assign(problems, refused(error));
      return details;
    });
    if (Object.keys(problems).length) throw new Refusals(inOrder(problems));
    return checked;
  }
}

const order = ['name', 'filter', 'audience', 'steps', 'programNumberId', 'startsAt', 'failureLimit', 'optOutLimit'];

/** As the fields follow each other on the page. */
function inOrder(problems: Record<string, string>): Record<string, string> {
  const place = (field: string) => order.indexOf(field.split('.')[0]!);
  return Object.fromEntries(Object.entries(problems).sort(([one], [other]) => place(one) - place(other)));
}

const looking = (form: CampaignForm, fields: Field[]): Filled => ({
  form,
  wish: 'look',
  isCounted: true,
  making: {},
  problems: {},
  fields,
});

function withFilter(filled: Filled, wish: Filled['wish']): Filled {
  const { form, making, fields } = filled;
  const audience = withNewFilter(form.audience, making, fields);
  if ('problem' in audience) return { ...filled, wish, problems: { filter: audience.problem } };
  return { ...filled, wish, form: { ...form, audience }, making: {} };
}
