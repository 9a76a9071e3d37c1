/** Why a text did not arrive, and what staff can do about it, in their words. */
export interface FailureReason {
  reason: string;
  advice: string;
}

const later = 'Send it again later.';
const number = 'Check the number with the contact.';
const admin = 'Tell your Administrator.';
const otherWay = 'Reach them another way.';
const shorter = 'Change the text, then send it again.';

const why = (reason: string, advice: string): FailureReason => ({ reason, advice });

const ours: Record<string, FailureReason> = {
  'opted-out': why('This number has opted out of our texts.', 'It can’t be texted until the contact texts START.'),
  unconfirmed: why(
    'We could not find out whether this text was sent.',
    'Send it again if they have not answered; they may get it twice.',
  ),
  throttled: why('The provider asked us to slow down.', 'Parley tries again by itself.'),
  'too-slow': why('This server was too busy to send it.', 'Parley tries again by itself.'),
  'quiet-hours': why('It was night where this person is.', 'Parley sends it at 8 AM their time.'),
  paused: why('The campaign is paused.', 'It goes out when somebody resumes the campaign.'),
  canceled: why('The campaign was canceled before this text was sent.', 'Nothing needs to be done.'),
  unreachable: why('The provider could not be reached.', 'Parley tries again by itself.'),
  'too-many-attempts': why('The provider was too busy to take this text.', later),
  'unreachable-for-long': why('The provider could not be reached, so this text was not sent.', later),
  credentials: why(
    'The provider does not accept our keys, so nothing can be sent.',
    'Tell your Administrator. Waiting texts go out once that is fixed.',
  ),
  'no-credit': why(
    'The credit with the provider is used up, so nothing can be sent.',
    'Tell your Administrator. Waiting texts go out once it is topped up.',
  ),
  unknown: why('The text did not arrive.', later),
  'bad-number': why('The provider does not take this number.', number),
  'bad-sender': why('The provider does not let us send from this number of ours.', admin),
  'no-pictures': why(
    'Our number can’t send pictures to this phone.',
    `Send the text without the picture. If you need pictures, tell your Administrator.`,
  ),
  'picture-not-accepted': why(
    'The provider did not take this picture.',
    'Try a smaller one, or send the text without it.',
  ),
  'not-accepted': why(
    'The provider did not take this text.',
    `${shorter} If that does not help, tell your Administrator.`,
  ),
};

const throttled = why('The phone networks were too busy for this text.', later);
const network = why('A phone network had a fault.', later);
const unreachable = why('The phone was switched off or out of reach for too long.', later);
const blocked = why('The phone company blocked this text.', 'Word it differently, or reach them another way.');
const noSuchNumber = why('This number can’t get texts, or is no longer in use.', number);
const unfit = why('The provider could not read this text.', shorter);
const ourSetting = why('Something about our setup is wrong for this text.', admin);
const ourSender = why('Our own number may not send this text.', admin);
const picture = why('The picture could not be sent.', 'Try a smaller one, or send the text without it.');
const account = why('Our account with the provider may not send this text.', admin);
const india = why('Texts to India need registered wording, and this one has none.', otherWay);
const unknown = why(
  'The phone company did not say why.',
  'Ask the contact whether it arrived before you send it again.',
);

/** The codes that Vonage's receipts carry. */
const provider: Record<string, FailureReason> = {
  1000: throttled,
  1010: ourSetting,
  1020: ourSetting,
  1021: ourSetting,
  1022: ourSetting,
  1030: why('The provider had a fault.', later),
  1040: unfit,
  1050: why('The phone company bars this number from getting texts.', otherWay),
  1060: account,
  1070: why('The credit with the provider is used up.', admin),
  1080: account,
  1090: why('This text is too long.', 'Shorten it, then send it again.'),
  1100: network,
  1120: ourSender,
  1130: ourSetting,
  1140: ourSetting,
  1150: ourSetting,
  1160: why('A trial account with the provider can text only the numbers listed there.', admin),
  1170: noSuchNumber,
  1180: unreachable,
  1190: noSuchNumber,
  1200: why('This number moved to another phone company, and the text did not follow.', later),
  1210: blocked,
  1220: why('The phone could not take the text just then; its memory may be full.', later),
  1230: network,
  1240: why('This number has opted out with the phone company.', 'It can’t be texted until the contact texts START.'),
  1250: why('No route to this number was found.', number),
  1251: blocked,
  1260: noSuchNumber,
  1270: why('The phone company does not let a text like this through for reasons of age.', otherWay),
  1280: blocked,
  1282: blocked,
  1290: why('The phone has no credit left to get texts.', otherWay),
  1300: noSuchNumber,
  1310: noSuchNumber,
  1320: why('The provider says that this text was sent already.', 'Ask the contact whether it arrived.'),
  1330: unknown,
  1331: why('The provider had a fault.', later),
  1340: ourSetting,
  1350: ourSetting,
  1360: why('The phone was out of reach until the text expired.', later),
  1370: ourSetting,
  1380: picture,
  1381: picture,
  1382: picture,
  1400: ourSetting,
  1410: ourSetting,
  1420: ourSender,
  1430: noSuchNumber,
  1440: ourSetting,
  1450: ourSetting,
  1451: ourSetting,
  1460: why('We have sent as many texts today as the phone company allows.', 'Send it again tomorrow.'),
  1461: ourSetting,
  1470: blocked,
  1472: throttled,
  1473: blocked,
  1480: india,
  1481: india,
  1482: india,
  1483: india,
  1484: india,
};

const known = new Map(Object.entries({ ...ours, ...provider }));

/** Why a text did not arrive, and what to do. A code that nobody has listed yet still gets a sentence. */
export function failureReason(code: string): FailureReason {
  return known.get(code) ?? why(`The text did not arrive${code ? ` (code ${code})` : ''}.`, later);
}

/** The same as one text, with the provider's own words where ours say too little. */
export function reasonFor(code: string, detail: string | null): string {
  const { reason, advice } = failureReason(code);
  const isVague = ['not-accepted', 'picture-not-accepted', 'unknown'].includes(code) || !known.has(code);
  return [reason, isVague && detail ? `The provider said: “${detail}”.` : '', advice].filter(Boolean).join(' ');
}
