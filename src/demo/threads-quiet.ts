import { aid, thread } from './cast.js';
import { dana, jordan, sam, type Thread } from './thread.js';

const fafsa =
  'Alderbrook Financial Aid: we don’t have your FAFSA yet. Our school code is 009999. Need help with it? Just reply.';

/** Texts that nobody has answered: they wait outside the Conversations pages until somebody does. */
export const quietThreads: Thread[] = [
  thread('valentina', aid).on(3, '10:02').campaign(fafsa),
  thread('ruth', aid).on(3, '10:02').campaign(fafsa),
  thread('jalen', aid).on(3, '10:03').campaign(fafsa),
  thread('mateo')
    .on(2, '11:42')
    .quickMessage(dana, 'Hi Mateo, thank you for stopping by at the Phoenix fair! Any questions, just text back. Dana'),
  thread('graciela')
    .on(4, '9:00')
    .quickMessage(
      jordan,
      'Hello Ms. Fuentes, our counselor fly-in is open for registration: alderbrook.example/counselors',
    ),
  thread('weiling')
    .on(4, '9:00')
    .quickMessage(
      jordan,
      'Hello Ms. Chang, our counselor fly-in is open for registration: alderbrook.example/counselors',
    ),
  thread('paul')
    .on(4, '9:00')
    .quickMessage(
      jordan,
      'Hello Mr. Sørensen, our counselor fly-in is open for registration: alderbrook.example/counselors',
    ),
  thread('linh')
    .on(4, '16:20')
    .campaign(
      'Alderbrook University for parents: the family guide to aid, housing and move-in is online at alderbrook.example/families.',
    ),
  thread('patricia')
    .on(4, '16:20')
    .campaign(
      'Alderbrook University for parents: the family guide to aid, housing and move-in is online at alderbrook.example/families.',
    )
    .on(4, '16:22')
    .stop('UNSUBSCRIBE'),
  thread('jo')
    .on(1, '14:40')
    .quickMessage(
      sam,
      'Hi Jo, Sam from Alderbrook. You asked about the film program: visiting day is on the 14th. Shall I sign you up?',
    ),
];
