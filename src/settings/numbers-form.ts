import { word } from '../contacts/typed.js';
import { toE164 } from '../programs/phone.js';
import type { ProgramNumber } from '../programs/program-number.js';
import { Refusal, Refusals } from '../refusal.js';
import { inDigits } from '../web/digits.js';
import type { Typed } from './general-form.js';

/** What can be set of a number of ours. */
export interface NumberDetails {
  label: string;
  optOutAnswers: ProgramNumber['optOutAnswers'];
  segmentsPerMinute: number;
}

const longestLabel = 60;
const fastest = 6000;
/** What was typed about a number, all that is wrong refused at once. */
export function detailsFrom(typed: Typed): NumberDetails {
  const label = word(typed['label']);
  const answers = word(typed['optOutAnswers']);
  const rate = word(typed['segmentsPerMinute']);
  const problems: Record<string, string> = {};
  if (!label) problems['label'] = 'Enter a label, such as “Main line”.';
  if (label.length > longestLabel)
    problems['label'] = `That is ${label.length} characters; there is room for ${longestLabel}.`;
  if (answers !== 'parley' && answers !== 'carrier') problems['optOutAnswers'] = 'Choose who answers.';
  if (!/^\d{1,6}$/.test(rate) || Number(rate) < 1 || Number(rate) > fastest)
    problems['segmentsPerMinute'] = `Enter a whole number from 1 to ${inDigits(fastest)}.`;
  if (Object.keys(problems).length) throw new Refusals(problems);
  return { label, optOutAnswers: answers as NumberDetails['optOutAnswers'], segmentsPerMinute: Number(rate) };
}

/** A new number with its details; both are looked at before anything is refused. */
export function numberFrom(typed: Typed, country: string): NumberDetails & { number: string } {
  const written = word(typed['number']);
  const number = written ? toE164(written, country) : null;
  const wrong = written
    ? `“${written.slice(0, 40)}” is not a phone number. Example: (202) 555-0142`
    : 'Enter the number.';
  const problems: Record<string, string> = number ? {} : { number: wrong };
  try {
    const details = detailsFrom(typed);
    if (number) return { ...details, number };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    Object.assign(problems, (error as Refusals).fields);
  }
  throw new Refusals(problems);
}

/** What the form shows: what was typed, else what is so. */
export function numberForm(
  now: Pick<ProgramNumber, 'number' | 'label' | 'optOutAnswers' | 'segmentsPerMinute'>,
  typed: Typed | null,
) {
  const answers = typed ? word(typed['optOutAnswers']) : now.optOutAnswers;
  return {
    number: typed ? word(typed['number']) : now.number,
    label: typed ? word(typed['label']) : now.label,
    segmentsPerMinute: typed ? word(typed['segmentsPerMinute']) : String(now.segmentsPerMinute),
    isAnsweredByCarrier: answers === 'carrier',
  };
}
