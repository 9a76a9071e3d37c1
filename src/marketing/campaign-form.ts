import type { Field } from '../contacts/fields.js';
import { lines, several, type Typed, word } from '../contacts/typed.js';
import { idIn } from '../web/identifier.js';
import { type AudienceForm, audienceFormOf, audienceIn } from './campaign-form-audience.js';
import { type WhenForm, whenIn, whenOf } from './campaign-form-when.js';
import type { Campaign } from './campaign.js';
import type { CampaignStep } from './campaign-step.js';
import { mostSteps, type StepDetails } from './drafting.js';

/** One text of a campaign as somebody typed it. */
export interface StepForm {
  body: string;
  waitDays: string;
  onlyIfNoReply: boolean;
}

/** A campaign as the form shows it: what was typed, or what is so. */
export interface CampaignForm {
  name: string;
  audience: AudienceForm;
  steps: StepForm[];
  programNumberId: number;
  when: WhenForm;
  skipsTextedToday: boolean;
  failureLimit: string;
  optOutLimit: string;
  /** The contact for whom the texts are shown. */
  example: number;
  /** The version that the form was made from. */
  version: number;
}

const firstText: StepForm = { body: '', waitDays: '0', onlyIfNoReply: false };
const furtherText: StepForm = { body: '', waitDays: '3', onlyIfNoReply: true };

/** A new campaign, for those whom an address of the contacts grid shows. */
export const blankForm = (said: Typed, fields: Field[]): CampaignForm => ({
  name: '',
  audience: audienceIn(said, fields),
  steps: [firstText],
  programNumberId: 0,
  when: whenOf(null, ''),
  skipsTextedToday: false,
  failureLimit: '5',
  optOutLimit: '5',
  example: 0,
  version: 0,
});

export function formIn(typed: Typed, fields: Field[]): CampaignForm {
  const places = Object.keys(typed)
    .flatMap((key) => /^steps\.(\d{1,2})\.body$/.exec(key)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other)
    .slice(0, mostSteps + 1);
  const steps = places.map((place) => ({
    body: lines(typed[`steps.${place}.body`]),
    waitDays: word(typed[`steps.${place}.waitDays`]).slice(0, 10),
    onlyIfNoReply: word(typed[`steps.${place}.onlyIfNoReply`]) === '1',
  }));
  return {
    name: word(typed['name']).slice(0, 500),
    audience: audienceIn(typed, fields),
    steps: steps.length ? steps : [firstText],
    programNumberId: idIn(word(typed['programNumberId'])),
    when: whenIn(typed),
    skipsTextedToday: word(typed['skipsTextedToday']) === '1',
    failureLimit: word(typed['failureLimit']).slice(0, 10),
    optOutLimit: word(typed['optOutLimit']).slice(0, 10),
    example: idIn(several(typed['example'])[0]),
    version: idIn(word(typed['version'])),
  };
}

export const formOf = (campaign: Campaign, steps: CampaignStep[], fields: Field[], zone: string): CampaignForm => ({
  name: campaign.name,
  audience: audienceFormOf(campaign.audience, fields),
  steps: steps.length ? steps.map((step) => ({ ...step, waitDays: String(step.waitDays) })) : [firstText],
  programNumberId: campaign.programNumberId,
  when: whenOf(campaign.startsAt, zone),
  skipsTextedToday: campaign.skipsTextedToday,
  failureLimit: String(campaign.failureLimit),
  optOutLimit: String(campaign.optOutLimit),
  example: 0,
  version: campaign.version,
});

/** What the texts are for `Drafting`: a single text that is still empty is none yet. What is no number is refused there. */
export function stepsFrom(steps: StepForm[]): StepDetails[] {
  if (steps.length === 1 && !steps[0]!.body.trim()) return [];
  return steps.map((step) => ({ ...step, waitDays: numberIn(step.waitDays) }));
}

export const numberIn = (said: string): number => (/^\d{1,4}$/.test(said) ? Number(said) : NaN);

export const withStep = (steps: StepForm[]): StepForm[] => (steps.length < mostSteps ? [...steps, furtherText] : steps);

export const withoutStep = (steps: StepForm[], place: number): StepForm[] =>
  place > 0 ? steps.filter((_, index) => index !== place) : steps;

/** A template behind what is written. */
export const withWords = (steps: StepForm[], place: number, words: string): StepForm[] =>
  steps.map((step, index) =>
    index === place ? { ...step, body: [step.body.trim(), words].filter(Boolean).join(' ') } : step,
  );
