import { dayIn, isoDayOf, startOfDay } from '../programs/days.js';
import { Refusals } from '../refusal.js';
import { idIn } from '../web/identifier.js';

/** When somebody is away, and who takes what would be theirs. Nobody is away without a beginning. */
export interface Absence {
  awayFrom: Date | null;
  /** From then on they are back; with no end they are away until they say so. */
  awayUntil: Date | null;
  standInId: number | null;
}

/** What the form of views/people/_absence.hbs says. */
export interface TypedAbsence {
  /** Set when they are, or will be, away. */
  away?: unknown;
  /** The first day; empty for "from now on". */
  awayFrom?: unknown;
  /** The day on which they are back; empty for "until they say so". */
  awayUntil?: unknown;
  standIn?: unknown;
}

export const present: Readonly<Absence> = { awayFrom: null, awayUntil: null, standInId: null };

/**
 * Reads the absence form, days in the program's time zone. `standIns` are the users that may stand in: active members who
 * handle conversations, without the person themself. Throws `Refusals` with a sentence for each field.
 */
export function absenceFrom(
  typed: TypedAbsence,
  timeZone: string,
  now: Date,
  standIns: readonly { userId: number }[],
): Absence {
  if (!typed.away) return { ...present };
  const faults: Record<string, string> = {};
  const first = dayTyped(typed.awayFrom, 'awayFrom', faults);
  const back = dayTyped(typed.awayUntil, 'awayUntil', faults);
  const awayFrom = first ? startOfDay(first, timeZone) : now;
  const awayUntil = back ? startOfDay(back, timeZone) : null;
  if (awayUntil && awayUntil <= now) faults['awayUntil'] = 'This day must be after today.';
  else if (awayUntil && awayUntil <= awayFrom) faults['awayUntil'] = 'This day must be after the first day away.';
  const standInId = blank(typed.standIn) ? null : idIn(typed.standIn);
  if (standInId !== null && !standIns.some(({ userId }) => userId === standInId))
    faults['standIn'] = 'Choose a colleague who handles conversations.';
  if (Object.keys(faults).length) throw new Refusals(faults);
  return { awayFrom, awayUntil, standInId };
}

type Times = Pick<Absence, 'awayFrom' | 'awayUntil'>;

export const isAway = ({ awayFrom, awayUntil }: Times, now: Date): boolean =>
  awayFrom !== null && awayFrom <= now && (awayUntil === null || awayUntil > now);

/** Away, or going to be: what has not ended yet. */
const hasAbsence = ({ awayFrom, awayUntil }: Times, now: Date): boolean =>
  awayFrom !== null && (awayUntil === null || awayUntil > now);

/** "Away until Dec 3", "Away from Nov 28 until Dec 3", "Away"; empty for who is here and stays. */
export function absenceInWords(absence: Times, timeZone: string, now: Date): string {
  if (!hasAbsence(absence, now)) return '';
  const { awayFrom, awayUntil } = absence;
  const from = isAway(absence, now) ? '' : ` from ${shortDay(awayFrom!, timeZone, now)}`;
  return `Away${from}${awayUntil ? ` until ${shortDay(awayUntil, timeZone, now)}` : ''}`;
}

/** What the partial people/absence shows: what is stored, or what was typed when that was refused. */
export function absenceFields(
  absence: Absence,
  standIns: readonly { userId: number; name: string }[],
  timeZone: string,
  now: Date,
  typed?: TypedAbsence,
) {
  const known = hasAbsence(absence, now);
  const day = (moment: Date | null) => (known && moment ? isoDayOf(moment, timeZone) : '');
  const said = (value: unknown, stored: string) => (typed ? (typeof value === 'string' ? value : '') : stored);
  const standIn = said(typed?.standIn, known ? String(absence.standInId ?? '') : '');
  return {
    isAway: typed ? Boolean(typed.away) : known,
    awayFrom: said(typed?.awayFrom, day(absence.awayFrom)),
    awayUntil: said(typed?.awayUntil, day(absence.awayUntil)),
    standIns: standIns.map(({ userId, name }) => ({ id: userId, name, isSelected: String(userId) === standIn })),
  };
}

const blank = (said: unknown) => said === undefined || said === null || said === '';

function dayTyped(said: unknown, field: string, faults: Record<string, string>): string | null {
  if (blank(said)) return null;
  const day = dayIn(said);
  if (!day) faults[field] = 'Enter a day, such as 2026-12-03.';
  return day;
}

function shortDay(moment: Date, timeZone: string, now: Date): string {
  const isThisYear = isoDayOf(moment, timeZone).slice(0, 4) === isoDayOf(now, timeZone).slice(0, 4);
  const year = isThisYear ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', ...year, timeZone }).format(moment);
}
