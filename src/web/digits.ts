/** 3,012 */
export const inDigits = (count: number) => count.toLocaleString('en-US');

/** A count as it is shown, where counting stopped after `most`: "3,012", or "10,000+". */
export const upTo = (most: number, count: number): string => (count > most ? `${inDigits(most)}+` : inDigits(count));

/** A part of a whole in hundredths, as people say it: “< 1%”, “62%”, “> 99%”. Nothing where there is no whole. */
export function shareInWords(count: number, whole: number): string {
  if (!whole) return '';
  const share = (100 * count) / whole;
  if (share > 0 && share < 1) return '< 1%';
  return share > 99 && share < 100 ? '> 99%' : `${Math.round(share)}%`;
}
