import { aid, thread } from './cast.js';
import { avery, dana, jordan, sam, type Thread } from './thread.js';

/** FAFSA, scholarships, deposits, housing. */
export const moneyThreads: Thread[] = [
  thread('diego', aid)
    .on(3, '10:02')
    .campaign(
      'Alderbrook Financial Aid: we don’t have your FAFSA yet. Our school code is 009999. Need help with it? Just reply.',
    )
    .on(3, '10:26')
    .they('my dad doesn’t have a social security number, can I still do it?')
    .assign(jordan, sam, 'Mixed-status family, please be careful with details over text.')
    .we(
      sam,
      'Hi Diego, Sam here. Yes, you can! Your dad can make an FSA ID without an SSN. His status doesn’t affect your eligibility.',
    )
    .they('really? he was worried about that')
    .we(sam, 'Really. Would a call with both of you help? I have time tomorrow at 4.')
    .they('yes please. he speaks spanish')
    .we(sam, 'Perfect, Ms. Alvarez from our office will join us. Talk tomorrow!')
    .on(2, '17:05')
    .they('it worked, we finished it on the phone. my dad says gracias')
    .we(sam, 'That made our day, Diego. You’ll hear from us in about a week.')
    .resolve(sam),

  thread('aisha')
    .on(4, '11:20')
    .quickMessage(
      jordan,
      'Congratulations again on your admission, Aisha! You’re invited to interview for the Presidential Scholarship. Does Thursday or Friday suit you?',
    )
    .on(4, '11:52')
    .they('Thank you so much!! Friday after 3 would be best, I have AP Gov before that')
    .take(jordan)
    .we(
      jordan,
      'Friday 3:30 pm it is, by video. You’ll meet Professor Lindgren and a current scholar. About 25 minutes.',
    )
    .they('Should I prepare something?')
    .we(jordan, 'Just think about a problem you’d like to spend four years on. No slides, no speech.')
    .they('I love that. See you Friday!')
    .on(1, '16:10')
    .they('I think it went well! They asked about my water testing project')
    .we(jordan, 'I heard! Decisions by the end of next week.')
    .assign(jordan, dana, 'I’m out next week, please tell her when the committee has decided.'),

  thread('marcus')
    .on(3, '12:41')
    .they('Is the housing deposit refundable if I don’t end up coming?')
    .assign(jordan, dana)
    .we(dana, 'Hi Marcus! The $200 housing deposit is refundable until the 1st. The $300 enrollment deposit isn’t.')
    .they('ok cool. and if I pay today do I get to pick the dorm')
    .we(dana, 'You get a time slot by the date you paid, so earlier is better. Whitman Hall goes first!')
    .they('paying right now then lol')
    .we(dana, 'Smart 🙂')
    .resolve(dana),

  thread('marcus', 'Main line', 1)
    .on(1, '18:22')
    .they('hey its marcus from my work phone, did my housing deposit go through? says pending since Tuesday')
    .assign(jordan, dana)
    .unread(dana, jordan),

  thread('priya', aid)
    .on(2, '15:05')
    .they('Hi! Rutgers gave me $4,000 more per year. Is there any chance to appeal my aid package?')
    .assign(jordan, sam)
    .we(
      sam,
      'Hi Priya, thanks for being open about it. Yes: fill in the appeal form in the portal and attach their letter. The committee meets on Wednesdays.',
    )
    .they('Done. I would honestly rather come to you')
    .note(sam, '@Jordan Reyes strong one: 4.0, robotics captain. Anything from the dean’s fund?')
    .note(jordan, 'I’ve put her on Wednesday’s list. Don’t promise a figure.')
    .we(sam, 'And we’d love to have you. It’s on Wednesday’s list; I’ll text you as soon as I know.'),

  thread('amara', aid)
    .on(5, '9:30')
    .they('I got selected for verification and I don’t understand what I have to send')
    .assign(jordan, sam)
    .we(
      sam,
      'Hi Amara, don’t worry, it’s a random check. You need two things: your parent’s tax transcript and the signed worksheet from the portal.',
    )
    .they('where does my mom get the transcript')
    .we(sam, 'On irs.gov, “Get transcript”, then “Return transcript”. It’s free and takes ten minutes.')
    .they('ok got it. uploaded both')
    .on(4, '10:45')
    .we(sam, 'Both look right. Verification is done, your package is final now.')
    .they('thank youuuu')
    .resolve(sam),

  thread('lucas')
    .on(1, '11:18')
    .quickMessage(
      sam,
      'Hi Lucas, a reminder from Alderbrook: your enrollment deposit is due on Friday. Questions? Just text back.',
    )
    .on(1, '11:25')
    .they('can I pay in two parts? my first paycheck comes next week')
    .assign(jordan, sam)
    .we(sam, 'Hi Lucas, yes. Pay $150 now and the rest by the 1st. I’ve set that up in your account.')
    .they('thank you, that really helps')
    .unread(jordan),

  thread('malik')
    .on(2, '13:37')
    .they('do you guys take the DC TAG grant')
    .assign(avery, dana)
    .we(dana, 'Hi Malik! We do. Apply at OSSE first, then send us the award letter and it comes off your bill.')
    .they('bet, thanks')
    .resolve(dana),

  thread('owen')
    .on(6, '15:15')
    .they('When do outside scholarships have to be reported? I won one from the Elks lodge')
    .assign(jordan, sam)
    .we(
      sam,
      'Congratulations, Owen! Any time before the 15th. E-mail the letter to aid@alderbrook.example and we’ll add it.',
    )
    .they('Will it lower my other aid?')
    .we(sam, 'It replaces loans first, never your grants. So it only helps.')
    .they('That’s great. Thanks!')
    .resolve(sam)
    .on(2, '10:09')
    .they('Hi again, I sent the letter on Monday, can you confirm you have it?')
    .we(sam, 'We have it: $1,500, credited for the fall.')
    .they('Awesome')
    .resolve(sam),

  thread('dominic')
    .on(4, '13:26')
    .they('how do I sign the housing contract, it just shows me the pdf')
    .assign(jordan, dana)
    .we(dana, 'Hi Dominic! Scroll to the last page, there’s a “Sign” button in the bottom corner. It hides well.')
    .they('lol found it, will do it tonight')
    .on(1, '14:02')
    .we(
      dana,
      'Hi Dominic, your housing contract is still unsigned and your room is only held until Friday noon. Can you do it today?',
    )
    .undeliverable('1190')
    .note(dana, 'His number seems dead since yesterday. @Jordan Reyes do we have another one from the fair?'),
];
