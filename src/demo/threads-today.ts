import { aid, main, thread } from './cast.js';
import { fictional } from './person.js';
import { dana, jordan, riley, avery, sam, Thread } from './thread.js';

const unknown = (short: string) => new Thread({ number: fictional(short) }, main);

/** What the office finds when it opens the page: new, waiting, overdue, unknown. */
export const todayThreads: Thread[] = [
  thread('minh')
    .recently(95)
    .quickMessage(
      sam,
      'Hi Minh Anh, your interview with Dr. Ferraro is confirmed for tomorrow at 4 pm Pacific. The video link is in your e-mail.',
    )
    .they('Thank you! Do I need to wear something formal?')
    .assign(jordan, sam)
    .we(sam, 'Something you’d wear to present in class is perfect.')
    .ago(4)
    .they('sorry, one more thing: can I have my notes in front of me during the interview?')
    .unread(sam, jordan, avery),

  thread('liam')
    .ago(11)
    .they('Hi I was just admitted!! what do I have to do next? portal has like 9 things on the checklist lol')
    .unread(jordan, avery, riley),

  thread('beatriz', aid)
    .ago(23)
    .they('Hello, is the CSS Profile required or only the FAFSA? The website says both in different places')
    .unread(jordan, riley),

  thread('zoe')
    .on(2, '14:14')
    .they('Hi, what’s the difference between early action and regular?')
    .assign(jordan, dana)
    .we(dana, 'Hi Zoë! Early action just means an earlier answer. It isn’t binding, you can still compare offers.')
    .they('And can I switch if I already picked regular?')
    .we(dana, 'Yes, until the early deadline. I can do that for you, just say so.')
    .ago(38)
    .they('ok I thought about it, please switch me to early action 🙏')
    .unread(dana),

  thread('siobhan')
    .recently(210)
    .they('Hiya, I can’t find where to put my Irish leaving cert subjects in the form')
    .assign(jordan, sam)
    .we(sam, 'Hi Siobhán! Choose “Other curriculum” and type them in, or attach the SEC results sheet. Either works.')
    .they('Grand, thanks a million')
    .resolve(sam),

  thread('arjun')
    .recently(160)
    .they('Is there an honors college? and does it cost extra')
    .assign(jordan, dana)
    .we(dana, 'Hi Arjun! There is, and it costs nothing extra. You’d apply with one more short essay.')
    .they('sweet. where is the essay prompt')
    .we(dana, 'alderbrook.example/honors, at the bottom. 400 words at most.'),

  thread('sunita')
    .recently(130)
    .they('Good day, I am Arjun Mehta’s mother. Is there a family weekend in the fall?')
    .take(jordan)
    .we(jordan, 'Good day, Ms. Mehta! Yes, the second weekend of October. Hotels fill up early, so do book soon.')
    .they('Very good, thank you')
    .resolve(jordan),

  thread('sunita', main, 1)
    .on(5, '13:44')
    .they('This is my India travel phone, please use this one until Sunday')
    .take(jordan)
    .we(jordan, 'Noted, Ms. Mehta. Safe travels!')
    .resolve(jordan),

  thread('nora')
    .on(1, '10:20')
    .they('My school closed for snow so my counselor can’t send the transcript by the deadline. Is that a problem?')
    .unread(jordan, avery, riley),

  thread('leilani')
    .on(1, '21:40')
    .they(
      'Aloha! It’s 4 pm here so maybe you’re closed already. Can I do the interview by phone? Our wifi is really bad',
    )
    .unread(jordan, avery, riley),

  thread('sofia')
    .on(2, '11:05')
    .they(
      'Добрий день! Sorry, hello :) I have documents from Ukraine but the school archive was destroyed. What can I send instead?',
    )
    .assign(jordan, dana, 'Please handle with care. See the displaced students policy, section 3.')
    .we(
      dana,
      'Hello Софія, thank you for writing. We have a way for this: a signed statement, plus anything you have, even photos or old e-mails with grades.',
    )
    .they('I have photos of my diary with grades from 10th class')
    .we(
      dana,
      'That helps a lot. Upload what you have, and I’ll take it to the committee myself. You won’t be at a disadvantage.',
    )
    .note(dana, '@Avery Collins this is a first for us with photos only. OK to accept under section 3?')
    .note(avery, 'Yes. Please scan the statement into the file.')
    .ago(66)
    .they('I uploaded 12 photos and the statement. Thank you, it means a lot to me')
    .unread(dana),

  thread('fatima')
    .recently(320)
    .they('Can I defer for a year? I got a place in a research program in Jordan')
    .assign(jordan, sam)
    .we(
      sam,
      'Congratulations, Fatima! Yes: write us one page on what you’ll do, by the 1st, and we’ll hold your place and your scholarship.',
    )
    .they('Both? That is incredible news')
    .we(sam, 'Both. Enjoy it!')
    .assign(sam, jordan, 'Deferrals need a lead’s signature.')
    .unread(jordan),

  thread('bella')
    .on(2, '11:40')
    .quickMessage(
      dana,
      'Hi Isabella, thank you for stopping by at the Long Island fair! Any questions, just text back. Dana',
    )
    .on(1, '15:12')
    .they('hi! I committed to another school so pls take me off your list, thanks and good luck!')
    .unread(jordan, riley),

  thread('annemarie')
    .on(3, '10:40')
    .they('Hello, I retired from school counseling last spring. Please remove my number from your system. Best, A.-M.')
    .assign(jordan, sam),

  unknown('929 0162')
    .ago(52)
    .they('hey is this the admissions office? I met someone at the Queens fair and she said to text this number'),

  unknown('213 0171')
    .on(3, '9:12')
    .they('FINAL NOTICE: your student loan qualifies for forgiveness. Reply YES to claim')
    .they('You have 2 hours left to claim. Reply YES')
    .spam(jordan),

  unknown('646 0118').on(2, '14:20').they('We buy used textbooks, bulk, best price!! who handles this').spam(avery),

  unknown('718 0134')
    .on(4, '21:40')
    .they('you people ruined my brothers chances')
    .they('I know where your office is')
    .block(avery, 'Threatened the office. Campus police has been told, case 26-1184.'),

  unknown('303 0127')
    .on(1, '16:50')
    .they('Good afternoon. Who do I talk to about transferring 42 credits from Front Range CC?')
    .they('I have a 3.7 and would like to start in January if possible'),
];
