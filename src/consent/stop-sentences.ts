import { plainWords } from './wish-words.js';

/** What telephones and mail programs write under a text by themselves: a short line of its own. */
const signature = /\n[^\w\n]{0,6}(sent from my|sent via|get outlook for|enviado desde mi)\b[^\n]{0,40}\s*$/i;

/** A text without what its telephone wrote under it. */
export const withoutSignature = (text: string) => text.replace(signature, '');

const courtesies =
  'please|now|ok|okay|sorry|thanks|thank you|bro|dude|man|sir|maam|guys|asap|immediately|already|seriously|for real|lol|por favor|gracias';
const before = `(${courtesies}|just|no|nope|nah|yes|hi|hello|hey|yo|omg|kindly|so|and|but|then|again|never mind|nvm|i said|(can|could|would|will) you|you (can|should|need to|may|must)|stop)`;
const after = `(${courtesies}|stop|it|this|that|all|the|text|omg|everything|sending|these|contact)`;

const only = (middle: string) => new RegExp(`^(${before} )*${middle}( ${after})*$`);

/** “Stop” and nothing else but courtesies. */
const stop = only('stop');

/** “No more” and “(ya) no más”, and nothing else but courtesies. “Ya” is plain for “you”. */
const noMore = new RegExp(`^((${courtesies}|hi|hello|hey|yeah|you) )*no (more|mas)( (${courtesies}))*$`);

/** A word that opts out when it stands alone, with courtesies. */
const politeKeyword = new RegExp(
  `^((${courtesies}|just|hi|hello|hey) )*(cancel|discontinue|end|quit|unsubscribe|revoke|stopall|optout|enough(?= (please|already)))( (${courtesies}|this|these|all|text))*$`,
);

/** “Please stop” at the end, without a sign before it. Buses and tours are asked to stop as well. */
const endsWithStop = new RegExp(
  `(?<!\\b(dont|never|cant|wont|to|it|that|bus|shuttle|train|tour|driver) )\\bplease stop( ${after})*$`,
);

/** “Stop”, and then what is a wish by itself; or “stop” again and again. */
const stopAnd = new RegExp(`^(please )?stop( (${courtesies}))* (?!by )(.+)$`);
const again = /^stop stop stop\b/;

/** Who is glad says “stop” too: “Stop! I got in!!” */
const glad =
  /\b(got in|get in|accepted|admitted|amazing|awesome|serious|seriously|really|kidding|joking|for real|omg|lol|ha(ha)+|yay|wow|love|crying|excited|happy|congrats|congratulations|full ride|scholarship|no way|(so|too) (good|cute|nice|sweet|kind|funny))\b/;

/** How a text says “stop” or “no more” as a sentence of its own; null when it doesn’t. “The bus stop. I am here” doesn’t. */
export function stopIn(text: string): 'stop-texting' | 'no-more' | null {
  const said = plainWords(text);
  const [sentence = ''] = partsOf(text, /[.!?…;\n]+/);
  const clauses = partsOf(text, /[.!?…;:,\n]+|\s[-–—]+\s|—/);
  const [first = '', last = ''] = [clauses[0], clauses.at(-1)];
  if (noMore.test(said) || noMore.test(sentence)) return 'no-more';
  if (stop.test(last) || endsWithStop.test(said) || politeKeyword.test(said)) return 'stop-texting';
  return (stop.test(first) || again.test(said)) && !glad.test(said) ? 'stop-texting' : null;
}

/** What follows a “stop” at the beginning; empty when nothing does. */
export const afterStop = (said: string) => stopAnd.exec(said)?.at(-1) ?? '';

const partsOf = (text: string, between: RegExp) => text.split(between).map(plainWords).filter(Boolean);
