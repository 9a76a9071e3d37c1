import { thread } from './cast.js';
import { dana, jordan, riley, sam, type Thread } from './thread.js';

const openHouse =
  'Alderbrook Open House is this Saturday, 9:30 am to 2 pm, lunch included. Reply YES and we’ll save you a seat!';

/** Visits, tours, fairs and first questions. */
export const visitThreads: Thread[] = [
  thread('jade')
    .on(4, '12:00')
    .campaign(openHouse)
    .on(4, '12:09')
    .they('YES')
    .assign(jordan, dana)
    .we(dana, 'You’re on the list, Jade! How many are coming with you?')
    .they('my mom and my little brother')
    .we(dana, 'Great, three seats. Park in Lot C, it’s free on Saturdays.')
    .they('is there anything about marine bio on the program')
    .we(dana, 'Yes, Professor Okada shows the wet lab at 11. I’ve signed you up.')
    .resolve(dana),

  thread('ben')
    .on(4, '12:00')
    .campaign(openHouse)
    .on(4, '12:44')
    .they('Yes! But can I come with a wheelchair, are the tours accessible?')
    .assign(jordan, sam)
    .we(
      sam,
      'Absolutely, Ben. The 10:15 tour is step-free and your guide knows all the elevators. Anything else we should prepare?',
    )
    .they('No that’s perfect. It will be me and my dad')
    .we(sam, 'See you both on Saturday. My cell is on the confirmation if you need anything that day.')
    .resolve(sam),

  thread('olivia')
    .on(4, '12:00')
    .campaign(openHouse)
    .on(4, '13:30')
    .they('I have a volleyball tournament that day 😩 is there another one?')
    .assign(jordan, dana)
    .we(dana, 'Good luck at the tournament! We have weekday visits every Tuesday and Thursday at 10 and 2.')
    .they('Thursday 2 works!')
    .we(dana, 'Booked. You’ll get a confirmation by e-mail.')
    .on(1, '16:31')
    .they('hi, we’re running late for the 2 pm tour, stuck on the 95. sorry!! can we still come?')
    .we(dana, 'No problem, ask for me at the welcome desk. I’ll walk you around myself.')
    .they('you’re the best, we loved it ❤️')
    .unread(jordan, riley),

  thread('samir')
    .on(2, '9:22')
    .they('Salaam, do you have halal food on campus? My parents asked me to ask')
    .assign(jordan, sam)
    .we(
      sam,
      'Wa alaikum salaam Samir! Yes: the Commons has a halal station at every meal, and there’s a prayer room in the student center.',
    )
    .they('That’s great, they’ll be happy to hear')
    .resolve(sam),

  thread('tessa')
    .on(3, '11:11')
    .quickMessage(
      dana,
      'Hi Tessa, Dana from Alderbrook, we met at the Grand Rapids fair. Did you get the brochure for studio art?',
    )
    .on(3, '20:15')
    .they('hi Dana! yes I did, it’s beautiful. how many pieces do you want in the portfolio?')
    .on(2, '8:55')
    .assign(jordan, dana)
    .we(
      dana,
      'Between 10 and 15, and at least three drawn from observation. Phone photos are fine if the light is good.',
    )
    .they('only have 8 right now. better get drawing then 😅')
    .we(dana, 'You have until the 15th. Want Professor Imai to look at the first 8?')
    .they('YES please'),

  thread('kwame')
    .on(5, '13:03')
    .they('what majors do u have')
    .assign(jordan, sam)
    .we(sam, 'Hi Kwame! 64 of them: alderbrook.example/majors. What do you enjoy most at school?')
    .they('math and like building pcs')
    .we(
      sam,
      'Then look at Computer Engineering and Data Science. Want to sit in on a class? Intro to Circuits is open to visitors on Wednesdays.',
    )
    .they('thats sick, yeah next wed')
    .we(sam, 'You’re in. 1 pm, Hopper Hall 104.')
    .resolve(sam),

  thread('xin')
    .on(1, '10:36')
    .they('Hello! Do you have direct flights info? We would fly from Los Angeles for admitted students day')
    .assign(jordan, dana)
    .we(
      dana,
      'Hi Xin Yi! Dulles is closest. If you’re admitted, we reimburse up to $300 per family. Keep your receipts.',
    )
    .they('Wow, thank you! My mother is very happy to hear this')
    .resolve(dana),

  thread('devon')
    .on(2, '16:44')
    .they('can I bring my service dog to the overnight visit')
    .assign(jordan, sam)
    .we(sam, 'Of course, Devon. What’s the dog’s name? We’ll tell your host.')
    .they('Biscuit 🐕')
    .we(sam, 'Biscuit is officially invited.')
    .they('haha thank you!!')
    .resolve(sam)
    .on(1, '13:20')
    .they('what time does check-in start on friday?')
    .unread(sam),

  thread('ines')
    .on(2, '15:18')
    .they('Olá! Hi, can I still book a campus tour for this week?')
    .take(jordan)
    .we(jordan, 'Hi Inês, of course. How about 10 am, two days from now?')
    .they('perfect, see you then')
    .on(1, '15:33')
    .we(
      jordan,
      'One change: the tour starts at the Welcome Center, not the library, because of construction. See you at 10!',
    )
    .unconfirmed(),
];
