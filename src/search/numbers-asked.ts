import { toE164 } from '../programs/phone.js';

/** From here on it is a number with what is dialed before it, and not the last digits of one. */
const whole = 7;

/** How a number may begin (in E.164) and end of which somebody wrote this, at home or abroad; neither when it is none. */
export function numbersAsked(q: string, country: string): { starts: string[]; ends: string[] } {
  const written = q.normalize('NFKC').replace(/^\W*(tel|sms):/i, '');
  const digits = written.replace(/\D/g, '');
  if (digits.length < 3 || /\p{L}/u.test(written)) return { starts: [], ends: [] };
  // 00 44 7700…, 011 44 7700…, 07700…
  const undialed = [/^00?(?!0)/, /^011/]
    .map((dialed) => digits.replace(dialed, ''))
    .filter((rest) => rest !== digits && rest.length >= whole);
  const starts = [toE164(written, country) ?? `+${digits}`, `${prefixOf(country)}${digits}`];
  return {
    starts: [...new Set([...starts, ...[digits, ...undialed].map((each) => `+${each}`)])],
    ends: [...new Set([digits, ...undialed])].filter((end) => end.length > 2),
  };
}

const prefixOf = (country: string) => toE164('2025550100', country)?.replace(/2025550100$/, '') ?? '+';
