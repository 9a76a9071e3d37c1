import { thread } from './cast.js';
import { avery, dana, jordan, sam, type Thread } from './thread.js';

const parents =
  'Alderbrook University for parents: the family guide to aid, housing and move-in is online at alderbrook.example/families.';

/** Parents, school counselors, shared numbers, opt-outs. */
export const familyThreads: Thread[] = [
  thread('carmen')
    .on(3, '9:05')
    .campaign(parents)
    .on(3, '9:40')
    .they('Buenos días, soy la mamá de Valentina. ¿Hay alguien que hable español?')
    .shared()
    .assign(jordan, sam, '¿Puedes tú? Valentina’s mother, same phone as her daughter.')
    .we(sam, 'Buenos días, Sra. Ortiz. Soy Sam, de Admisiones. Hablo español, ¿en qué le puedo ayudar?')
    .they('Queremos saber si Valentina puede vivir en casa el primer año, trabajamos y ella cuida a su abuela')
    .we(
      sam,
      'Sí, claro. Los estudiantes que viven con su familia no tienen que vivir en el campus. Hay un formulario corto, se lo mando por correo.',
    )
    .they('Muchas gracias. ¿Y eso cambia la beca?')
    .we(sam, 'La beca académica no cambia. La ayuda para vivienda sí, porque los gastos son menores.')
    .they('Entiendo. Que Dios lo bendiga')
    .note(sam, 'Commuter form sent. Call, don’t text, about anything with numbers: she prefers that.')
    .on(1, '19:10')
    .they('Buenas tardes, ya firmé el formulario. ¿A dónde lo mando?')
    .unread(sam, jordan),

  thread('robert')
    .on(4, '14:25')
    .they('This is Maya Thompson’s father. I’d like to know the status of her application.')
    .take(jordan)
    .we(
      jordan,
      'Good afternoon, Mr. Thompson. Because of FERPA I can only discuss it with Maya, unless she signs a release in her portal.',
    )
    .they('I’m paying for all this, you know.')
    .we(
      jordan,
      'I understand. I’ve just sent Maya the one-click release. Once she agrees, I’ll gladly go through everything with you.',
    )
    .they('Fair enough. She says she’ll do it tonight.')
    .on(3, '9:30')
    .we(jordan, 'Thank you both! It’s in. Everything is complete, and decisions come out on the 15th.')
    .they('Appreciate the quick response.')
    .resolve(jordan),

  thread('deborah')
    .on(2, '12:10')
    .they('Hi, is there a payment plan for the fall semester?')
    .assign(jordan, sam)
    .we(sam, 'Hi Ms. Brandt! Yes, ten monthly payments without interest. Enrollment for the plan opens on the 1st.')
    .they('Wonderful, that’s what we needed to hear')
    .resolve(sam),

  thread('ellen')
    .on(3, '8:41')
    .they(
      'Good morning, Ellen Fitzgerald at Lincoln HS. I have 14 seniors applying to you. Can I send all transcripts in one batch?',
    )
    .take(jordan)
    .we(jordan, 'Good morning, Ellen! Yes please, by Slate or SFTP, whichever you have. I’ll watch for them.')
    .they('SFTP it is. Coming this afternoon.')
    .on(2, '9:02')
    .we(jordan, 'All 14 arrived and matched. Thank you, that’s the cleanest batch this season.')
    .they('Music to my ears!')
    .resolve(jordan),

  thread('terrence')
    .on(2, '10:50')
    .they('Terrence Boyd, Memphis Central. Could someone from your office come to our college night on the 12th?')
    .assign(jordan, dana, 'Your territory. Can you?')
    .we(dana, 'Hi Mr. Boyd, Dana here, I’d love to. What time, and how many families do you expect?')
    .they('6:30, about 120. You’d have 10 minutes on stage')
    .note(dana, '@Jordan Reyes may I book the flight for the 12th?')
    .note(jordan, 'Yes, go ahead.')
    .we(dana, 'I’ll be there. I’ll bring Marcus Bell’s roommate-to-be, he’s from Memphis too!')
    .they('Ha, perfect')
    .resolve(dana),

  thread('naomi')
    .on(2, '13:08')
    .quickMessage(
      dana,
      'Hi Naomi, Dana from Alderbrook: we have Ruth’s essay twice and yours not at all. Could one of you have uploaded the wrong file?',
    )
    .on(2, '15:59')
    .they('lol yes that was me (Naomi). we share a phone, sorry for the confusion')
    .shared()
    .assign(jordan, dana)
    .we(dana, 'No worries! Upload yours under Documents and I’ll delete the copy.')
    .they('done! Ruth says hi')
    .we(dana, 'Hi Ruth 👋 You’re both complete now.')
    .resolve(dana),

  thread('yolanda')
    .on(4, '16:20')
    .campaign(parents)
    .on(4, '16:31')
    .they('Thank you. Who do I call about his disability accommodations?')
    .assign(jordan, sam)
    .we(
      sam,
      'Hello Ms. Washington! That’s Access Services, 202-555-0155. They’d like his latest evaluation, if there is one.',
    )
    .they('We have it. I’ll call tomorrow')
    .resolve(sam),

  thread('hassan')
    .on(3, '17:02')
    .they('Does my daughter need a TOEFL if her school teaches in English?')
    .assign(avery, dana)
    .we(dana, 'Hello Mr. al-Sayed! No, three years of schooling in English are enough. No test needed for Fatima.')
    .they('Good. Thank you for the fast answer.')
    .resolve(dana),

  thread('chloe')
    .on(5, '10:15')
    .campaign(
      'Alderbrook University: the priority deadline is in 10 days. Anything still missing from your application? Text us here, we can help.',
    )
    .on(5, '10:32')
    .they('I already submitted last week, is my file complete?')
    .assign(jordan, dana)
    .we(dana, 'Hi Chloé! Yes, complete since Thursday. You don’t need to do anything.')
    .they('Great. Then I’d rather not get reminders anymore')
    .we(dana, 'Understood! If you text STOP, you’ll get no texts from us at all. E-mails still come.')
    .stop('STOP'),

  thread('tomas')
    .on(5, '10:15')
    .campaign(parents)
    .on(5, '10:19')
    .stop('Stop.')
    .on(4, '18:45')
    .start('START')
    .on(3, '9:35')
    .they('sorry I hit stop by accident. Is the essay optional this year?')
    .assign(jordan, sam)
    .we(sam, 'Hi Tomás, welcome back! It’s optional, but we read every one and it can only help.')
    .they('ok I’ll write one 💪')
    .resolve(sam),
];
