import { folded } from '../database/folded.js';

/** First names and what people who have them are called. A name may be in one line only. */
const families = `
  abigail abby abbie
  albert al bert
  alexander alex xander sasha
  alexandra alexa lexi
  alfred fred freddie
  andrew andy drew
  anthony tony
  benjamin ben benny
  cameron cam
  catherine katherine kathryn cathy kathy kate katie cat kat
  charles charlie chuck chas
  charlotte lottie
  christina christine tina chrissy
  christopher chris topher
  daniel dan danny
  david dave davey
  deborah debra deb debbie
  donald don donny
  dorothy dot dottie
  edward ed eddie ned ted
  eleanor ellie nora
  elizabeth liz lizzie beth betsy eliza betty
  emily em emmy
  eugene gene
  francisco paco pancho
  frances fran frannie
  francis frank
  gabriel gabe
  gabriela gabriella gabby
  gerald gerry jerry
  gregory greg
  guillermo memo
  harold hal harry
  henry hank
  isabella isabel izzy bella
  jacob jake
  jacqueline jackie
  james jim jimmy jamie
  jennifer jen jenny jenn
  jessica jess jessie
  john johnny jack
  jonathan jon jonny
  jose pepe
  joseph joe joey
  joshua josh
  judith judy
  kenneth ken kenny
  kimberly kim
  lawrence larry
  leonard lenny len
  leonardo leo
  louis lou louie
  luis lucho
  madeline madeleine maddie
  margaret maggie meg peggy marge
  matthew matt
  megan meghan
  michael mike mikey mick
  michelle shelly
  mohammed mohamed muhammad mohammad
  nathaniel nathan nate
  nicholas nick nicky
  olivia liv livvy
  pamela pam
  patricia pat patty trish
  patrick paddy
  peter pete
  philip phillip phil
  rebecca becca becky
  richard rick ricky dick rich
  robert bob bobby rob robbie
  ronald ron ronnie
  samantha sammie
  samuel sammy
  stephanie steph
  stephen steven steve
  susan sue susie suzy
  theodore theo teddy
  theresa teresa terry
  thomas tom tommy
  timothy tim timmy
  victoria vicky tori
  vincent vince vinny
  walter walt wally
  william will bill billy willy
  zachary zach zack zac
`;

const formal = new Map(
  families
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [first, ...others] = line.trim().split(' ');
      return [first!, ...others].map((name): [string, string] => [name, first!]);
    }),
);

/** A part of a name as names are compared: letters and digits only, without case and accents. */
export const lettersOf = (name: string) => folded(name).replace(/[^\p{L}\p{N}]/gu, '');

/** The same for all that somebody with this first name is called: "Bill" and "William" are "william". */
export const formalName = (name: string) => formal.get(lettersOf(name)) ?? lettersOf(name);
