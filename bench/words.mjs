// English as applicants and admissions staff text it: most common first, so that word frequencies fall as they do in life.
const common = `
you to the I your for and is a we it of have my can on in if that be are will do me this with not our at so please or
thanks know get application what hi when just any would send need still from see yes by let more about deadline
transcript email received time today up one all out questions email did check great but week like before been visit
portal there he she help call tomorrow submit fee campus letter score test essay counselor school high office form
waiver financial aid scholarship housing deposit decision early action regular fall spring semester major nursing
biology business engineering tour open house date Monday Tuesday Wednesday Thursday Friday morning afternoon evening
parent mother father sister brother recommendation teacher upload document missing complete review committee accepted
admitted enrolled orientation register class schedule credit transfer college university degree program interview
phone text message reply number address name birthday account password link website page online late extension ask
answer wait soon later next last first second third also really sure okay sounds good perfect awesome thank much so
sorry problem issue error screen submitted uploaded printed mailed signed official unofficial sealed envelope copy
junior senior sophomore freshman graduate grade point average honors advanced placement exam English math science
history art music theater soccer swimming basketball team coach practice game weekend holiday break winter summer
travel bus train airport hotel parking map building room floor desk hour minute noon deadline extended moved changed
student roommate dorm meal plan bookstore library laptop grant loan work study tuition bill payment refund plan
international visa passport language proficiency sibling veteran military homeschool gap year deferral waitlist spot
`;

const commonWords = common.trim().split(/\s+/);
const starts =
  'ba be bi bo bra ca co cor da del do dra e fa fen fi ga gar gle ha hel i ja jo ka kel la lo ma mer mi'.split(' ');
const middles = 'l n r s t v d m lla nna rro ssi tte ven dri mon'.split(' ');
const ends = 'a o ton ville ham ford ley well stein sky rez son ard ette ine ora wick dale berg mont'.split(' ');

/** Names of people, towns and schools that nobody else mentions: some ten thousand words of the long tail. */
export const rareWord = (random) => pick(starts, random) + pick(middles, random) + pick(ends, random);

/** One of a list, any as likely as the next. */
export const pick = (list, random) => list[Math.floor(random() * list.length)];

/** One of a list, the earlier the likelier. */
export const pickEarly = (list, random) => list[Math.floor(list.length * random() ** 2.2)];

/** A text of 2 to 40 words. One word in sixty is rare. */
export function text(random) {
  const words = Array.from({ length: 2 + Math.floor(38 * random() ** 2) }, () =>
    random() < 1 / 60 ? rareWord(random) : pickEarly(commonWords, random),
  );
  return `${words.join(' ').replace(/^./, (letter) => letter.toUpperCase())}${pick(['.', '.', '?', '!', ''], random)}`;
}

/** Numbers that look random and are the same in every run. */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const firstNames =
  'Maya Leo Ava Noah Zoe Liam Mia Ethan Isla Owen Ruby Caleb Nina Felix Priya Arjun Mei Wei Sofia Mateo Amara Kofi Leila Omar Hana Kenji Ingrid Lars Chloe Theo Grace Jonah Elena Marco Fatima Yusuf Sade Tunde Rosa Diego'.split(
    ' ',
  );
export const lastNames =
  'Smith Johnson Lindqvist Marchetti Nguyen Garcia Patel Kim Okafor Whitfield Reyes Collins Brooks Park Hughes Fischer Novak Silva Haddad Cohen Ivanova Tanaka Mbeki Osei Dubois Rossi Larsen Murphy Walsh Chen Wang Singh Khan Ali Lopez Torres Young King Wright Scott'.split(
    ' ',
  );
