/** A count as it is shown, where counting stopped after `most`: "3,012", or "10,000+". */
export const upTo = (most: number, count: number): string =>
  count > most ? `${most.toLocaleString('en-US')}+` : count.toLocaleString('en-US');
