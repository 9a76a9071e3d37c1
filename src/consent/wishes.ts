import { afterStop, stopIn, withoutSignature } from './stop-sentences.js';
import { plainWords } from './wish-words.js';

/** What gave a wish away; in words in `wishRules`. */
export type WishRule = keyof typeof wishRules;

/** The rules, as the queue names them. */
export const wishRules = {
  'stop-texting': 'asks us to stop texting',
  'dont-text': 'asks us not to text',
  'no-more': 'wants no more texts',
  'take-me-off': 'wants off the list',
  'opt-out': 'says “opt out” or “unsubscribe”',
  'lose-my-number': 'wants the number forgotten',
  'leave-me-alone': 'wants to be left alone',
  'wrong-number': 'says that the number is wrong',
  'never-asked': 'never asked for texts',
  complaint: 'complains of spam or harassment',
  'not-interested': 'is not interested',
  'nearly-a-keyword': 'is nearly one of the words that opt out',
  spanish: 'asks in Spanish',
} as const;

/** Nobody writes so much to say so, as it came and in plain words; and no text may keep the others waiting. */
const [mostWritten, mostSaid] = [2000, 600];

/**
 * Whether a text reads like a wish to get no more texts, and by which rule; null when it doesn't, or is not clear enough to
 * bother people with. English and Spanish. It decides nothing: staff do (see docs/consent.md for how often it is right).
 */
export function wishIn(text: string): WishRule | null {
  if (text.length > mostWritten) return null;
  const said = plainWords(text);
  if (!said || said.length > mostSaid) return null;
  const written = withoutSignature(text);
  return ruleOf(said) ?? stopIn(written) ?? ruleOf(afterStop(plainWords(written)));
}

const ruleOf = (said: string): WishRule | null => rules.find(([, isSaid]) => isSaid(said))?.[0] ?? null;

const says = (pattern: RegExp) => (said: string) => pattern.test(said);
const anyOf =
  (...patterns: RegExp[]) =>
  (said: string) =>
    patterns.some((pattern) => pattern.test(said));

const me =
  '(me|us|him|her|them|this number|this phone|my (number|phone|cell|cellphone|son|daughter|child|kid|mom|dad))';
const filler =
  '( (please|getting|receiving|get|receive|all|any|the|these|those|this|that|your|with|sending|send|of|me|us|so|many|more|further|damn|annoying|spam|automated|random|stupid|for|a|now|ever|even|you|just|fucking))*';
/** At which times not, or what about: that is a wish of another kind. */
const onlyThen =
  '(?!( \\w+)? (before|after|until|till|at night|at \\d|during|between|on (the )?weekends?|while|when|in class|so late|so early|this late|this early|late|right now|rn|the code|the link|about it i|back))';
const list =
  '( (your|the|this|that|any|all|these|every|of|from))*( (text|mailing|contact|contacts|phone|call|calling|marketing|email|and|or|recruiting|prospect|alert|group|distribution|notification|campaign))* (lists?|system|database|text|contacts|thread|distribution|group chat|campaign|mailings?|records)';

const rules: [WishRule, (said: string) => boolean][] = [
  [
    'opt-out',
    anyOf(
      /\bopt(ing|ed)? (me |us |my \w+ )?out\b(?! of (the |my |your |a |an )?(\w+ )?(meal|health|insurance|housing|dorm|dorms|fee|fees|class|classes|course|dental|early|test|tests|submitting|orientation|roommate|payment|plan|program|honors|exam|gym|parking|scores|sat|act|deposit|interview|requirement))/,
      /\b(unsubscribe|unsubscribed|unsubscribing|unsuscribe|unsubcribe|unsubscibe|unsub)\b(?!.*\b(email|emails|newsletter|e mail)\b)/,
    ),
  ],
  [
    'stop-texting',
    anyOf(
      new RegExp(
        `(?<!\\b(dont|never|wont|cant|not|didnt|doesnt|that) )(?<!\\bto )\\b(stop|quit|cease|end|discontinue|halt)${filler} (text|contacting|bothering|spamming|harassing|bugging|blowing up|reaching out|messaging|hitting)\\b${onlyThen}`,
      ),
      new RegExp(
        `\\b(how|want|like|need|ask|asked|asking|told|tell|wish)( \\w+){0,4} to (stop|end)${filler} (text|contacting|bothering)\\b${onlyThen}`,
      ),
      /\b(cancel|turn off|shut off|disable|deactivate|discontinue)( (please|my|these|all|the|this|your|any|of))* (text|text alerts?|text notifications?|text subscription|subscription to (your|these|the) text|sms alerts?)\b(?! (about|for) (my|the) (interview|tour|visit|appointment))/,
      /\bcease and desist\b/,
    ),
  ],
  [
    'dont-text',
    anyOf(
      new RegExp(
        `\\b(dont|never|nolonger|not to)( (you|ever|please|you ever|even|dare|to))* (text|contact|bother|message|call or text|text or call|bug|spam|reach out to|write|write to|hit up) ${me}${onlyThen}( \\w+){0,2}?( (anymore|again|ever|please|thanks|thank you|no more|at all|here|at this number|on this number|any|with|for|about|from|i|or|and|this|its|we|my|until).*)?$`,
      ),
      /\b(dont|nolonger|not)( (really|want|wish|need|like|care|to|be|get|getting|receive|receiving|have|having|you|guys|keep|would|for|any|anymore|more|further|these|those|this|your|the|all|of|from|so|many|sent|sending|me|us|school))* (want|wish|need|like|receive|get)( (really|to|be|get|getting|receive|receiving|have|having|you|guys|keep|any|anymore|more|further|these|those|this|your|all|of|so|many|sending|me|us|school|admissions))* (text|text from|text anymore|contacted|bothered)\b(?! (you|in|me|to|my|a|about|when|before|after|until|the|so|that))/,
      /\b(please )?(dont|no) (contact|text)( please| anymore| again| thanks)*$/,
      /\bdont (want|need) to hear from you\b/,
    ),
  ],
  [
    'no-more',
    anyOf(
      /\b(no|any) more( (of|these|those|your|this|the|please|recruiting|college|school|spam|automated))* text\b(?! (about|credits?|on my|left))/,
      /\b(enough|sick|tired|fed up|done)( (with|of|all|these|your|the|getting|receiving|so|many|already|this))* text\b/,
      /\btoo many( (of|these|your|damn))* text\b/,
    ),
  ],
  [
    'take-me-off',
    anyOf(
      new RegExp(
        `\\b(take|remove|delete|drop|get|pull|scratch|cut|clear|erase|strike) (${me.slice(1, -1)}|my name|our number|my info|my information|my contact|my contact info)( please| pls| right now)? (off|from|out of|out from|of)(?!( \\w+){0,2} (wait|waiting|waitlist|housing|honors|tour|guest|interview|roommate|class|course|application|portal|event|hold|team|email|meal))${list}`,
      ),
      /^((ok|okay|please|just|kindly|hi|hello|hey|can|could|you|yes|no|thanks) )*(remove|delete|drop) (me|us|my number|my info|this number)( (please|now|thanks|thank you|asap|immediately|from this|from here|from your system|from everything|completely))*$/,
      /\btake (me|us|my number|this number|my name) off( (please|now|this|thanks|of this|your list|the list|it))*$/,
    ),
  ],
  [
    'lose-my-number',
    anyOf(
      /(?<!\b(i|did|didnt|will|you|would|could|might|not) )\b(lose|delete|erase|forget|scrub|remove|block) (my|this|our) (number|phone number|cell number|cell|contact info|contact information|digits)\b(?!( \w+){0,3} (application|portal|profile|form))/,
    ),
  ],
  ['leave-me-alone', says(/\bleave (me|us|my (son|daughter|kid|family)) (the \w+ |tf )?alone\b/)],
  [
    'wrong-number',
    anyOf(
      /(?<!\b(i|ive|mistakenly|accidentally|we)( \w+){0,3} (gave|give|put|entered|typed|listed|used|called|dialed|text|wrote|have|had|got|sent)( \w+){0,3} )(?<!\b(is|was) (this|that|it) (the |a )?)(?<!\b(on|have|has|lists|listed|shows|had) )(?<!\bhave the )(?<!\bsays the )\b(wrong|incorrect) (number|person|phone|phone number)(?= (sorry|please|buddy|dude|man|bro|lol|stop|remove|here|you|im|this|not|no|dont|again|who|thanks|thank|nobody|so|and|delete|take|again)\b|$)/,
      /\byou(ve)? (have |got |have got )the wrong (number|person|phone)\b(?! (on|in|for) (my|the))/,
      /\b(this isnt|this is not|im not|i am not|not) \w+( \w+)?s? (number|phone)( anymore)?$/,
      /\b(nobody|no one|noone)( (here|by|with|called|named|of|that))* (name|named|called) (lives|here|\w+)/,
    ),
  ],
  [
    'never-asked',
    says(
      /\b(never|didnt|havent|nolonger)( (even|ever))* (sign|signed|subscribe|subscribed|agree|agreed|consent|consented|ask|asked|opt|opted)( (up|in))?( (for|to|you))?( (get|getting|receive|receiving|be|any|this|these|your|of|from|you|to|all|the|sent|those))*( (text|text from you)\b|$)/,
    ),
  ],
  [
    'complaint',
    anyOf(
      /\b(this is|these are|reporting you|report you|reported|report this|blocking you|block you|marking|mark this|reporting this|you are|your)( (as|for|just|all|so|a|to|it|this|number|the|pure|nothing but))* (spam|harassment|harassing|spamming|spammers|fcc|ftc)\b/,
      /\b(ill|will|going to|gonna|im) (sue|call my lawyer|contact my lawyer|file a complaint|report you|block you|blocking you|reporting you)\b/,
      /\bstop (spamming|harassing|the spam|the harassment)\b/,
    ),
  ],
  [
    'not-interested',
    says(
      /^((no|nope|sorry|thanks|thank|you|hi|hello|hey|im|i|am|we|are|were|really|just|honestly|please|but|very|much|so|ok|okay|he|she|is|hes|shes|they|theyre|my|son|daughter) )*not interested( (anymore|thanks|thank|you|sorry|please|at|all|in|your|this|the|school|college|university|program|attending|applying|bye|and|stop|dont|text|me|no|so|in))*$/,
    ),
  ],
  [
    'nearly-a-keyword',
    says(
      /^(stpo|sotp|tsop|stopp+|sstop|stp|stoo|stopo|st0p|stop all text|stopall text|stopit|end text|quit text|cancel text|canel|cancle|unsubscribe me|stop me|sto p|s t o p|stop end|end this|quit this|remove|revoke|optout please)( please)?$/,
    ),
  ],
  [
    'spanish',
    anyOf(
      /\bno mas (mensajes|textos|text|mensaje|texto|msj|msjs)\b/,
      /\b(ya )?no (me |nos |le |quiero que me )(manden?|mandes|envien?|envies|escriban?|escribas|molesten?|molestes|contacten?|contactes|texteen?|textees|llamen|sigan (mandando|enviando|escribiendo))\b(?!( \w+){0,3} (antes|despues|noche|hasta|cuando|manana|tarde|el codigo|la carta))/,
      /\b(dejen?|deja|paren?|para|pare|dejar|dejes) (ya )?de (mandar|mandarme|enviar|enviarme|escribir|escribirme|textear|textearme|molestar|molestarme|contactar|contactarme|llamarme|mandarnos|enviarnos)/,
      /\b(ya )?no (quiero|deseo|queremos|deseamos|necesito) (recibir |que me manden |que me envien |mas )*(mas )?(de )?(sus |estos |tus |esos |los |mas )*(mensajes|textos|text|msjs|mensajitos)\b/,
      /\b(quitenme|quiteme|quitame|saquenme|saqueme|sacame|borrenme|borreme|borrame|eliminenme|elimineme|eliminame|eliminen|borren|borre|quiten|remuevan|remuevanme|saquen) (de |del )?(la |su |esta |esa |mi )*(lista|numero|telefono|contacto|sistema)/,
      /\b(numero|persona|telefono) equivocad[oa]\b/,
      /\bequivoc(o|aron|ado|ados|aste) de (numero|persona)\b/,
      /\b(darme|darnos|dar|dame|deme|denme|dennos) de baja\b(?! (de|del|en) (la |el |mi |una? )?(clase|curso|materia|universidad))/,
      /\b(dejenme|dejeme|dejame|dejennos) en paz\b/,
      /\b(desuscrib|desinscrib)\w+/,
      /\b(cancelar|cancelen|cancele|cancela) (la |mi |los |estos |su )*(suscripcion|mensajes|textos)\b/,
      /^(por favor |you )*(alto|parar|paren|pare|para (you|por favor)|detener|detenga|detengan|detengase|detenganse|basta|cancelar|baja|salir|no moleste|no molesten|no molestar)( (de |con )?(los|sus|estos|esos|tus|mas)? ?(mensajes|mensajitos|textos|text|msjs))?( you| por favor| gracias)*$/,
    ),
  ],
];
