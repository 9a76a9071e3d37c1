/** Plain words in place of what people type on telephones: accents, apostrophes, signs and short forms don't matter. */
export function plainWords(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘'`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return shortForms.reduce((said, [short, long]) => said.replace(short, long), words).replace(/\s+/g, ' ');
}

const whole = (words: string) => new RegExp(`\\b(${words})\\b`, 'g');

const shortForms: [RegExp, string][] = [
  [whole('do not|donot|dnt|dont'), 'dont'],
  [whole('did not|didnt'), 'didnt'],
  [whole('no longer'), 'nolonger'],
  [whole('pls|plz|plss|pleas|plese|pleaze'), 'please'],
  [whole('txts?|txting|txtin|txted|textes|texts|texting|textin|texted|texing|text messages?|text msgs?'), 'text'],
  [whole('messages?|messaging|msgs?|msging|sms|smses'), 'text'],
  [whole('text text'), 'text'],
  [whole('ur|youre|yall'), 'your'],
  [whole('u|ya'), 'you'],
  [whole('wanna'), 'want to'],
  [whole('any more'), 'anymore'],
  [whole('thx|thanx|tks|ty'), 'thanks'],
];
