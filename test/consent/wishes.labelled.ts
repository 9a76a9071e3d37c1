/**
 * Texts as applicants and parents write them, made up for this list. `known` ones were at hand when the rules were made;
 * `unseen` ones were written separately, and no rule was changed because of them: what is published is said of those.
 */
interface Labelled {
  wishes: string[];
  others: string[];
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim().replaceAll('⏎', '\n'))
    .filter(Boolean);

export const known: Labelled = {
  wishes: lines(`
    please don't text me anymore
    Please do not text me again.
    don’t text me again
    dont text me
    Do not contact me
    do not contact me at this number again
    Never text me again
    never contact me again please
    Please stop texting me
    stop texting me
    STOP TEXTING ME!!!
    Can you stop texting me please
    could you please stop sending me messages
    Stop sending me these texts
    stop sending texts
    quit texting me
    Quit messaging me please
    pls stop txting me
    plz stop msging me
    stop messaging my son
    Please stop contacting my daughter, she decided on another school
    how do I stop these texts
    How can I stop getting these messages?
    I want to stop receiving texts
    I would like you to stop texting me
    I asked you to stop texting
    I told you to stop texting me already
    please stop
    stop please
    Stop it
    ok stop
    just stop
    stop this please
    Stop now
    STOP STOP STOP
    can you stop
    please stop sending these
    cease and desist all communication
    I don't want these texts
    I don't want any more texts
    I do not want to receive text messages
    I dont want to get texts from you guys
    We no longer want to receive messages from your school
    I no longer wish to receive texts
    no longer wish to be contacted
    don't need any more texts thanks
    no more texts
    No more messages please
    no more msgs
    Enough with the texts
    I'm so tired of these texts
    too many texts
    Sick of all these messages, I already committed elsewhere
    take me off this list
    Take me off your list
    please take me off your texting list
    Take my number off your list
    remove me from your list
    Remove me from this list please
    please remove me from your contact list
    Please remove my number from your system
    remove my son from your mailing list
    can you remove me from the text list
    delete me from your contacts
    Get me off this list
    take me off
    remove me
    Remove me please
    please remove my number
    delete my number
    Delete my number please
    lose my number
    Lose my number!!
    please lose this number
    erase my number from your phone
    opt out
    I want to opt out
    How do I opt out?
    please opt me out
    I'd like to opt out of these texts
    Opting out
    please unsubscribe me
    unsubscribe me from these texts
    how do I unsubscribe
    I want to unsubscribe
    leave me alone
    Leave me alone please
    leave my daughter alone
    wrong number
    Wrong number sorry
    You have the wrong number
    I think you have the wrong number
    sorry, wrong person
    this is the wrong number
    wrong number, please remove
    nobody named Maya here
    There is no one named Tyler here, wrong number
    I never signed up for this
    I never signed up for these texts
    I did not sign up for texts
    didn't agree to receive texts
    I never asked for these messages
    this is spam
    Reporting this as spam
    stop spamming me
    You are spamming me
    I will report you to the FCC
    this is harassment
    reporting this number for harassment
    I'm blocking you
    not interested
    No thanks, not interested
    not interested anymore
    I'm not interested, please stop
    Not interested in your school
    not interested stop texting
    turn off text alerts
    please cancel my text subscription
    cancel these texts
    stpo
    STOPP
    stop all texts
    s t o p
    unsuscribe
    Please quit bothering me
    I don't want to hear from you
    no contact please
    don't message me
    don't call or text me again
    Don't ever text this number again
    Not Maya. Do not text this number
    no más mensajes
    No mas mensajes por favor
    ya no más textos
    no me manden más mensajes
    No me manden mensajes
    Por favor no me escriban más
    ya no me escriban
    no me molesten
    No me contacten por favor
    dejen de mandarme mensajes
    Deje de escribirme
    paren de enviar mensajes
    no quiero recibir mensajes
    No quiero más mensajes
    ya no quiero recibir sus mensajes
    quítenme de la lista
    Por favor sáquenme de su lista
    borren mi número
    eliminen mi numero de su sistema
    número equivocado
    Numero equivocado, no soy Maya
    se equivocó de número
    quiero darme de baja
    dejenme en paz
    desuscribirme
    cancelar suscripción
    alto por favor
    basta
    baja
    no más
    no mas
    No mas por favor
    Stop. I already enrolled somewhere else
    I already enrolled somewhere else. Please stop.
    im already enrolled elsewhere please stop
    STOP sorry
    Stop pls I’m not interested
    who is this? stop
    Not him. stop
    STOP⏎⏎Sent from my iPhone
    cancel please
    Please discontinue
    No more please
    Detener
    parar mensajes
    Ya no más
    ya no mas por favor
    alto ya por favor
  `),
  others: lines(`
    Please stop by my office at 3
    Can I stop by the admissions office on Friday?
    I'll stop by tomorrow
    Should we stop at the welcome center first?
    What's the last bus stop before campus?
    I can't stop thinking about your campus!
    My mom won't stop talking about the tour
    don't stop texting me updates please
    Please don't stop sending the reminders, they help
    Is it too late to stop my application?
    I want to stop my deposit payment
    How do I stop my enrollment deposit from being charged
    does the shuttle stop running at night
    Please don't text me before 9, I have class
    Don't text me during school hours, after 3 works
    can you not text me so late, mornings are better
    Please don't text me while I'm at work
    Do not text me the code, email it
    don't call me, text is better
    don't call, just text me
    Please text me instead of emailing
    I don't want to text about this, can I call you?
    I don't have the text you sent
    I don't understand your last message
    I didn't get your text
    I didn't receive any text messages about the interview
    I haven't gotten any texts about housing
    I never got your message
    I never received the email
    No more questions, thank you!
    no more spots for Saturday?
    Are there no more tours this month?
    No more snow please lol
    one more question
    Any more info on scholarships?
    take me off the waitlist please, I chose another school
    Please remove me from the waitlist
    Please take my name off the waiting list
    remove the hold on my account
    Can you remove the duplicate application?
    please remove my old address from my application
    can you delete my application
    Remove me from the Saturday tour, I'd like Sunday instead
    please take me off the housing list, I'm commuting
    Can I get off the interview list? I have a conflict
    I want to opt out of the meal plan
    Can I opt out of the health insurance?
    how do I opt out of housing the first year
    Can we opt out of the SAT requirement?
    opt out of submitting test scores?
    How do I unsubscribe from the email newsletter? Texts are fine
    I'm not interested in housing but what about parking?
    I'm not interested in nursing anymore, can I change to biology?
    She's not interested in sports but loves theater
    Are you not interested in my portfolio?
    I lost my number for the application portal
    What is my student number?
    I forgot my ID number
    I think I gave you the wrong number, mine ends in 4412
    I put the wrong phone number on my application
    The wrong person signed my form
    I texted the wrong number earlier sorry, this is for Dana
    Is this the wrong number for financial aid?
    There's a wrong number on my form, can you fix it?
    I sent the wrong transcript
    You have the wrong birthday on my file
    Sorry wrong file, here is the right one
    my dad has the wrong email
    I changed my number
    My new number is 617 555 0188, please use that one
    leave me a message
    Can I leave my car on campus?
    When do freshmen leave campus
    I'm leaving Saturday
    is this spam or is it really Alderbrook?
    your email went to my spam folder
    It was in spam, found it!
    I reported my scores through Common App
    Who do I report my SAT to
    Can I cancel my tour?
    Cancel my interview on Tuesday please
    I need to cancel my visit
    please cancel my appointment
    I'd like to withdraw my application
    I have decided to attend another university, thank you for everything
    I've committed elsewhere, thanks for all your help
    I am no longer able to come on Saturday
    I no longer need a ride from the airport
    no longer have the link
    I don't want to miss the deadline
    I don't want to bother you but is my file complete?
    Sorry to bother you again
    Sorry for the late text
    Don't worry about it
    dont know yet
    Do I need to contact my counselor?
    Who should I contact about FAFSA?
    Should I contact the housing office or you?
    Do not have the transcript yet
    I never signed up for the SAT, is that ok?
    I didn't sign up for orientation yet
    I didn't ask my teacher yet
    Did I sign up for the right session?
    I haven't signed up for housing
    I'm tired of waiting lol when do decisions come out
    so many forms!!
    too many essays haha
    Enough credits to graduate early?
    end of semester works for me
    When does the semester end?
    Quit my job so I can start in January
    I quit soccer, do I need to update that?
    thanks!
    ok
    yes
    No
    Nope
    no thank you
    no thanks I'm good
    Thank you so much, this helped
    what are the dorms like
    Is the essay optional
    can I text you my questions
    Is it ok to text this number?
    Text me when the decision is out please
    please text my mom at 512 555 0170 instead
    can you also text my dad
    I can't get texts at work, email is better
    How many texts do you send a week?
    my phone was off, sorry
    Step 2 is done
    shop or stop? autocorrect sorry
    The stop sign near the gate is down lol
    Is there a stop for the 66 bus?
    Is this the right number for admissions?
    Who is this?
    who gave you my number
    how did you get my number?
    Is this a robot?
    Never mind, found it
    nvm
    Stop! I got in!!!! Are you serious??
    OMG stop, full ride?!
    Can I remove a class from my schedule
    Delete the last message I sent please, wrong chat
    Please ignore my last text
    ignore that
    Please forget my question, I found the answer
    Did I lose my spot?
    will I lose my scholarship if I defer
    I might lose my number of credits if I transfer
    alone or with my parents?
    do I have to come alone
    No me mandaron el código
    No me manden mensajes antes de las 9 por favor
    ¿Me pueden mandar más información?
    No tengo más preguntas, gracias
    no más dudas, gracias
    Quiero recibir más mensajes sobre becas
    ¿Puedo dejar de tomar esa clase?
    ¿Cómo me doy de alta en el portal?
    Puse mal mi número en la solicitud
    Mi número nuevo es 512 555 0123
    ¿Es la parada del autobús?
    Gracias por el mensaje
    No puedo ir el sábado
    Ya no puedo asistir
    Quiero cancelar mi cita
    la fecha está equivocada en mi carta
    no entiendo el mensaje
    No me llegó el mensaje
    Stop worrying, I’ll be there
    the bus stop. I am here
    no more questions, thanks
    Can the bus please stop
  `),
};

export const unseen: Labelled = {
  wishes: lines(`
    Hi, I'd appreciate it if you stopped texting this phone.
    Kindly stop sending me text messages
    Please no more text messages to this phone
    Y'all need to stop texting me
    stop texting me, I chose State
    I don't want any more messages from Alderbrook
    pls take me off ur list
    Take us off your list please, our daughter enrolled elsewhere
    please take this number off your list
    Can I be removed from this list?
    Remove this number
    remove my phone number from your records please
    I wish to opt out of text messages
    OPT ME OUT
    is there a way to opt out
    Unsubscribe please!
    I'd like to be unsubscribed
    do not text this number again
    Don't contact me anymore
    please never text me again, I'm begging
    Please don't message me anymore, I have moved on
    don't want texts
    I didn't sign up for these messages
    I never gave you permission to text me
    lose this number please
    wrong number buddy
    You got the wrong number
    This isn't Diego's number
    No one by that name here
    Leave us alone
    Enough texts already!
    sick of your texts
    stop bugging me
    this is harassment, stop
    I'm reporting you for spam
    we are not interested thank you
    sorry not interested
    Not interested. Please stop messaging.
    quit sending me stuff
    please end these messages
    Stop messaging me every day
    how to stop text messages
    Stop. I mean it
    stop already
    Por favor dejen de enviarme mensajes
    no quiero mas textos
    ya no me manden nada
    Quítenme de su lista por favor
    Se equivocaron de número
    borre mi numero
    No deseo recibir más mensajes
    no me escriban
    Stop. We picked another college.
    Stop, I go to Ohio State now
    STOP. This is not Marcus
    Not interested, stop
    Please stop, I'm not applying
    i got into my first choice so please stop
    No thanks. Stop.
    Stop!! Who even is this
    Hi, can you please stop? I committed to another school
    Stop thank you
    STOP⏎⏎Sent from my Galaxy
    stop⏎Get Outlook for iOS
    Cancel these
    Cancel thanks
    cancel, I'm going somewhere else
    Please cancel
    Discontinue please
    Please discontinue this
    No more
    no more thanks
    No more, please. We decided on Tech.
    Enough please
    please quit
    Quit please
    end please
    no mas gracias
    no más, gracias
    Deténganse
    Deténgase por favor
    Parar por favor
    Paren los mensajes
    detener mensajes
    STOP por favor
    Stop no quiero mas
    Wrong person, stop
    she already graduated. please stop.
    My daughter enrolled at Tech last month, stop
    I'm 54 years old. STOP
    lol stop
    STOP STOP STOP I'm not your student
    You have been told. Stop.
    I said no. stop it
    Nah stop
    no. stop
    Stop bro wrong guy
    Stop - I don't know you
    stop im not going to college
  `),
  others: lines(`
    We will stop by around noon on Saturday
    Does the tour stop at the library?
    don't stop now, keep the tips coming
    Please don't text before 8am
    Could you text my mother instead? I'm in class
    I don't text much, can you call me
    My texts aren't going through
    I can't open the link in your text
    I did not get the text with the link
    no more rooms in Hall B?
    no more deadlines after this one right
    Please remove me from the Tuesday interview, I have a game
    take me off the waitlist
    please remove the C from my transcript lol
    I'd like to opt out of the dental plan
    can I opt out of orientation
    Not interested in Greek life. What else is there?
    i'm not interested in a roommate, can I get a single
    I typed the wrong number in the portal
    I have a wrong number for your office, what's the right one?
    I lost your number, glad you texted
    Found your email in my spam
    Is spam filtering the emails from the portal?
    I need to report a change of address
    how do I cancel my application fee payment
    cancel the campus visit for tomorrow please
    I've decided to go somewhere else. Thank you for your time!
    I won't be attending in the fall
    I quit band, does it matter for the scholarship
    When does early decision end
    I never took the SAT
    I never signed up for housing and now it's full?
    I didn't agree with the grade on my transcript
    sick today, can we move the interview
    I'm tired but excited!
    there are too many options, help me pick
    My brother said to leave my laptop at home
    Should I come alone
    Delete my first essay please, I uploaded twice
    I forgot my password
    how can I lose the hold on my account
    Never received my aid letter
    haha stop it you're too kind, thank you!!
    please don't remove me, I'm still interested!
    I don't want to be removed from the list
    Do you want me to stop sending documents?
    no problem
    Not yet
    what's this number for
    Is this Alderbrook?
    I'm interested in the honors program
    My friend wants your number
    Please contact my counselor about the transcript
    do not forget my transcript fee waiver please
    no puedo hablar ahora, mándeme mensaje
    No me llamen, prefiero mensajes
    ¿Cuándo dejan de aceptar solicitudes?
    no tengo el numero de estudiante
    ¿Puedo quitar una clase de mi lista?
    Gracias, no más por hoy
    Stop. Hammer time! lol
    Stop!! That's amazing news
    stop, really?? a scholarship??
    omg stop. I'm crying happy tears
    We passed your stop. Is there another?
    Which stop? The one by the gym?
    Get off at the last stop. Then walk
    Full stop. Best campus ever
    I got off at the wrong stop. Sorry, running late
    Is there a coffee stop?
    don't stop. these tips are gold
    The rain won't stop. Is the tour still on?
    Can we make a stop? My grandma needs a break
    I'm at the stop
    this is my stop
    Please stop by our table at the fair
    Please stop me if I ask too many questions
    I'll make one quick stop, please wait for me
    When I pressed submit it told me to stop. What now?
    The form says stop. Is that normal?
    Traffic is at a full stop, sorry I'll be late
    Next stop, Alderbrook!
    Stop B or stop C for the shuttle?
    Stop 14, right?
    Can I cancel?
    Cancel my tour please
    please cancel Saturday
    cancel that, I found it
    Please cancel my spot, I'm sick
    sorry, cancel my last question
    no more from me, thanks!
    No more seats?
    no more homework yay
    Is it no more than 500 words?
    nope, no more questions please and thank you
    Please, no more than two roommates
    enough about me, how is campus?
    Is a 3.2 GPA enough
    the program was discontinued?
    Please don't discontinue my aid
    Is the nursing program discontinued
    Nothing more, thanks
    No más preguntas por favor
    no más por ahora, gracias
    Detener el pago por favor
    ¿Puedo parar en la oficina?
    Para el sábado por favor
    para mi hija por favor
    Para nada, gracias
    Quit worrying lol I'll be there
    end of the week please
  `),
};
