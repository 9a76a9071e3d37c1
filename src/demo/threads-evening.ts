import { eveningThread as thread } from './cast.js';
import { avery, jordan, type Thread } from './thread.js';

/** The small program beside the big one: grown-up students, after work. */
export const eveningThreads: Thread[] = [
  thread('denise')
    .on(2, '17:10')
    .they('Hi, I’m a paralegal and finish at 5:30. Are all the MBA classes really after 6?')
    .take(jordan)
    .we(jordan, 'Hi Denise! All of them, Monday to Thursday from 6:15, and every class is recorded.')
    .they('And does my employer’s tuition benefit work with you?')
    .we(jordan, 'Yes. You pay after grades are in, so it matches most benefits.')
    .they('That’s what I needed. Applying this weekend!')
    .resolve(jordan),

  thread('ramon')
    .on(1, '12:25')
    .they('Does military experience count for credit? 8 years Navy, electronics')
    .assign(avery, jordan)
    .we(jordan, 'Thank you for your service, Ramón. It does: send us your JST and you can get up to 30 credits.')
    .they('30?! On it. JST request is in')
    .unread(avery),

  thread('keisha')
    .on(3, '9:00')
    .campaign('Alderbrook Evening & Online: spring classes open for registration on Monday. Reply with any question.')
    .on(3, '12:12')
    .they('is there child care in the evening?')
    .take(avery)
    .we(avery, 'There is, Keisha, until 9:30 pm in the Learning Center. $8 an evening.')
    .they('amazing thank you')
    .resolve(avery),

  thread('marybeth')
    .ago(44)
    .they('Hello, I’d like to finish the degree I started in 1998. Do my old credits still count?')
    .unread(avery, jordan),

  thread('stefan')
    .on(3, '9:00')
    .campaign('Alderbrook Evening & Online: spring classes open for registration on Monday. Reply with any question.'),
  thread('latoya')
    .on(3, '9:00')
    .campaign('Alderbrook Evening & Online: spring classes open for registration on Monday. Reply with any question.'),
];
