import { thread } from './cast.js';
import { dana, jordan, sam, type Thread } from './thread.js';

const deadline =
  'Alderbrook University: the priority deadline is in 10 days. Anything still missing from your application? Text us here, we can help.';

/** Deadlines, transcripts, test scores, the portal. */
export const applyingThreads: Thread[] = [
  thread('maya')
    .on(4, '10:05')
    .campaign(deadline)
    .on(4, '10:21')
    .they('hi! my portal says my transcript is missing but my counselor sent it last week??')
    .assign(jordan, dana, 'Transcript question, could you look in the scan queue?')
    .we(dana, 'Hi Maya, this is Dana in Admissions. Let me look for it. Which high school are you at?')
    .they('Northgate High in Atlanta')
    .we(
      dana,
      'Found it! It came in without your date of birth, so it wasn’t matched. I’ve fixed that. Your portal should update tonight.',
    )
    .they('omg thank you so much')
    .on(3, '9:12')
    .they('it says received now 🎉')
    .we(dana, 'Great. Your file is complete and goes to review this week.')
    .on(1, '15:40')
    .they('one more question, can I still change my major from biology to public health?')
    .we(dana, 'Yes, until the priority deadline. In the portal: My application › Program of study › Change.')
    .they('did it. thanks Dana!')
    .resolve(dana),

  thread('tyler')
    .on(5, '11:30')
    .campaign(deadline)
    .on(5, '19:47')
    .they('is there any way to get a fee waiver')
    .on(4, '8:48')
    .assign(jordan, sam)
    .we(
      sam,
      'Hi Tyler, Sam from Admissions here. Yes! If you qualify for free or reduced lunch, just tick “Fee waiver” on the payment page, no proof needed.',
    )
    .they('oh thats easy. thank you')
    .we(sam, 'You’re welcome. Submit by the deadline and you’re also considered for merit aid.')
    .they('submitting tonight 👍')
    .resolve(sam),

  thread('ethan')
    .on(3, '13:15')
    .they('I can’t log in to the portal. It says my password is wrong and the reset email never comes')
    .take(jordan)
    .we(jordan, 'Hi Ethan, sorry about that. Which e-mail address did you apply with?')
    .they('ethan.park but maybe I typed it wrong when I signed up')
    .we(jordan, 'You did: it ends in “.exmaple”. I’ve corrected it. Please try the reset link again now.')
    .they('works!! thank you')
    .resolve(jordan),

  thread('grace')
    .on(2, '9:50')
    .they('Hello, do you need the official SAT report or can I self report my scores?')
    .assign(jordan, dana)
    .we(dana, 'Hi Grace! Self-reported is fine for now. We only need the official report if you enroll.')
    .they('Perfect. And do you superscore?')
    .we(dana, 'We do: best Math and best Reading across dates.')
    .they('Great news for me then, thank you')
    .resolve(dana),

  thread('noah')
    .on(3, '16:02')
    .they('Hey I need to withdraw my application, I committed somewhere else. Sorry!')
    .assign(jordan, sam)
    .we(sam, 'No need to be sorry, Noah. Congratulations! May I ask where you’re headed?')
    .they('Purdue, for engineering')
    .we(sam, 'Wonderful school. I’ve withdrawn your application and you won’t get any more reminders. All the best!')
    .note(sam, 'Withdrawn in the CRM. Reason: enrolled at Purdue.')
    .resolve(sam),

  thread('imani')
    .on(2, '14:20')
    .they('My recommender says the link you emailed her expired')
    .assign(jordan, dana)
    .we(
      dana,
      'Hi Imani, I’ve sent Ms. Carter a new link just now. It’s good for 14 days. Could you ask her to check her spam folder too?',
    )
    .they('She got it! She’ll upload tomorrow')
    .on(1, '17:55')
    .they('just checking, did the letter come through?')
    .unread(dana),

  thread('emma')
    .on(6, '10:40')
    .quickMessage(
      dana,
      'Hi Emma, Dana at Alderbrook. Your mid-year report is the last thing missing. Could you ask your school to send it?',
    )
    .on(6, '12:03')
    .they('I asked on Monday, they said by the end of the week')
    .assign(jordan, dana)
    .we(dana, 'Perfect, thank you for letting me know.')
    .on(4, '9:15')
    .we(dana, 'It’s here, Emma. You’re complete! Decisions come out on the 15th at 5 pm.')
    .they('Yay!! Thanks for checking')
    .resolve(dana),

  thread('kaylee')
    .on(2, '10:33')
    .they('Yá’át’ééh! I’m applying from Shiprock. Is the tribal nations tuition waiver still a thing?')
    .assign(jordan, sam, 'Waiver changed this year, see the memo from Student Accounts.')
    .we(
      sam,
      'Hi Kaylee! Yes, it covers full tuition now for enrolled members of federally recognized tribes. You need to send us a copy of your CIB.',
    )
    .they('That’s amazing. Can I upload it or do I have to mail it?')
    .we(sam, 'Upload is fine: Portal › Documents › Other.')
    .note(sam, '@Jordan Reyes the waiver page still shows the old amount, can the web team change it?')
    .note(jordan, 'Asked them, goes live tomorrow.')
    .on(1, '12:48')
    .they('Uploaded it today. Ahéhee’!')
    .we(sam, 'Received, thank you Kaylee!')
    .resolve(sam),

  thread('hannah')
    .on(1, '9:04')
    .they('Hi, I accidentally submitted my essay with the wrong school name in it 😭 can I replace it')
    .assign(jordan, sam)
    .we(
      sam,
      'Hi Hannah, it happens every week, promise. Reply with the new version to the e-mail I’ve just sent you and I’ll swap it before anyone reads it.',
    )
    .they('you are a lifesaver')
    .we(sam, 'Swapped! All good.')
    .resolve(sam),

  thread('jalen')
    .on(2, '11:12')
    .they('what’s the gpa cutoff for nursing')
    .assign(jordan, dana)
    .we(
      dana,
      'Hi Jalen! There’s no hard cutoff. Most admitted nursing students have a 3.4 or higher, with a B or better in chemistry and biology.',
    )
    .they('I got a C+ in chem but I’m retaking it')
    .we(
      dana,
      'Then send us the new grade as soon as you have it, and mention the retake in your application. It really counts.',
    )
    .they('ok will do. grades post in 2 weeks')
    .note(dana, 'Remind him when grades post. @Jordan Reyes would a conditional offer be possible?'),

  thread('caleb')
    .on(5, '14:10')
    .campaign(deadline)
    .on(5, '14:31')
    .they('Wrong person, this is Caleb’s grandmother. He has a new phone.')
    .take(jordan)
    .we(jordan, 'Thank you for telling us, ma’am! Could you ask Caleb to text us from his new number?')
    .they('I will. He is very excited about your school.')
    .we(jordan, 'We’re excited to read his application. Have a lovely day!')
    .resolve(jordan),
];
