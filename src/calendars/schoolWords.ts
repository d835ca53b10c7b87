/**
 * What schools call terms and days without pupils. A name counts only where every word of it belongs to such a phrase: "Nursery
 * closed", "Year 6 training day", "School not closed" and "Closed at 12" have a word that belongs to none. [derived]
 */

/** What a name says; `half` is a numbered half of a term, or the holiday in its middle: its length tells. */
export type Meaning = 'term' | 'half' | 'closed' | 'first-day' | 'last-day'

const MONTH =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec'
const WEEKDAY = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun'
const SEASON = 'autumn|winter|spring|summer|christmas|easter|whitsun|whit|michaelmas|lent|trinity|hilary'
const NUMBER = '[1-9]|one|two|three|four|five|six|i|ii|iii'
const PUPILS = '(?:all )?(?:the )?(?:pupils|students|children)'
const HALF_TERM = 'half ?term'

/** Words that say when, or of which school, and nothing else. */
const BESIDE = [
  `(?:${WEEKDAY})(?: to (?:${WEEKDAY}))?`,
  `\\d{1,2}(?:st|nd|rd|th)?(?: (?:to|and))?(?: \\d{1,2}(?:st|nd|rd|th)?)? (?:${MONTH})`,
  `(?:${MONTH}) \\d{1,2}(?:st|nd|rd|th)?`,
  '\\d{1,2}(?:st|nd|rd|th)',
  `(?:${MONTH})`,
  '20\\d\\d(?: (?:20)?\\d\\d)?',
  `(?:${SEASON})`,
  '(?:the )?new year(?:s day|s)?',
  '(?:academic|school) year',
  '(?:all |whole )?schools?',
  'academy|college',
  'and|the|of|for|on',
  `to(?= (?:${WEEKDAY}|\\d))`,
]

const CLOSED = [
  `${HALF_TERM}(?: (?:holidays?|break|week|vacation|closure))?`,
  `(?:${SEASON}|${MONTH}) break`,
  `(?:holidays?|vacation)(?: for ${PUPILS})?`,
  'inset(?: days?)?(?: [1-9])?(?: of [1-9])?',
  '(?:(?:school |all )?(?:staff|teachers?) )?training days?(?: [1-9])?',
  '(?:staff|teachers?) days?',
  'professional development(?: days?)?',
  'non ?pupil days?',
  'occasional (?:days?|holidays?)',
  '(?:bank|public) holidays?',
  `(?:is )?closed(?: (?:to|for) ${PUPILS})?`,
  'closures?',
]
const BESIDE_CLOSED = [
  `(?:${NUMBER}) (?:days?|weeks?)`,
  `(?:day|week) (?:${NUMBER})`,
  'days?|weeks?',
  'staff only',
  'staff training',
  'good friday|may day|early may|easter monday|boxing day|christmas (?:day|eve)',
]

const TERM = [`(?:school )?term(?: (?:${NUMBER}))?(?: of [1-9])?`]
const HALF = [
  `${HALF_TERM} (?:${NUMBER})`,
  `(?:first|second|1st|2nd) half(?: of)?(?: the)?(?: (?:${SEASON}))?(?: term)?`,
  `(?:${SEASON}) term (?:first|second|1st|2nd) half`,
  `(?:autumn|spring|summer) (?:1|2|one|two)`,
]
const WHICH_TERM = `(?:the )?(?:(?:${SEASON}) )?(?:school )?term(?: (?:${NUMBER}))?`
const FIRST_DAY = [`(?:first day|start|beginning) of ${WHICH_TERM}`, `${WHICH_TERM} (?:starts?|begins?|commences)`]
const LAST_DAY = [`(?:last day|end) of ${WHICH_TERM}`, `${WHICH_TERM} (?:ends?|finishes)`]
const BESIDE_MARK = [
  `for ${PUPILS}`,
  `(?:school |${PUPILS} )?(?:closes?|finish(?:es)?|ends?)(?: early)?(?: at)?`,
  '(?:1?\\d(?: [0-5]\\d)?) ?[ap]m|noon|midday',
]

/** All of a name in phrases of the lists, and at least one of the first. */
const onlyOf = (essential: readonly string[], beside: readonly string[]): RegExp => {
  const any = [...essential, ...beside].join('|')
  return RegExp(`^(?:(?:${any})(?: |$))*?(?:${essential.join('|')})(?: (?:${any}))*$`)
}

const MEANINGS: readonly (readonly [Meaning, RegExp])[] = [
  ['first-day', onlyOf(FIRST_DAY, [...BESIDE, ...BESIDE_MARK])],
  ['last-day', onlyOf(LAST_DAY, [...BESIDE, ...BESIDE_MARK])],
  ['half', onlyOf(HALF, BESIDE)],
  ['closed', onlyOf(CLOSED, [...BESIDE, ...BESIDE_CLOSED])],
  ['term', onlyOf(TERM, BESIDE)],
]

/** Nobody names a day in more words; what is longer is not looked at. */
const MOST_CHARACTERS = 120

/** A question, and hours: "Closed 1.30-3.15" has a part of the day. */
const DOUBT = /\?|\d[:.]\d\d(?!\d)/

/**
 * Null for a name that means none of these.
 *
 * @param words of the name, without the school's own.
 */
export function meaningOf(name: string, words: string = wordsOf(name)): Meaning | null {
  if (words.length > MOST_CHARACTERS) return null
  const meaning = MEANINGS.find(([, form]) => form.test(words))?.[0] ?? null
  return DOUBT.test(name) && !(meaning === 'first-day' || meaning === 'last-day') ? null : meaning
}

/** In small letters, with a space for each dash, blank and mark of any kind. */
export const wordsOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Words that take back what a name says, or that leave pupils at school. */
const LIMITS =
  /\b(?:not|no longer|never|isnt|wont|except|unless|instead|cancell?ed|postponed|moved|open|remains?|tbc|provisional|may be|only|some|nursery|pre ?school|reception|infants?|juniors?|years? ?\d+|y\d+|yr ?\d+|years? (?:one|two|three|four|five|six)|ks ?\d|key stage|sixth form|boarders?)\b/
const ACTIVITIES = /\b(?:class(?:es)?|trips?|visits?|clubs?)\b/

/** Whether a text about an event limits what its name says. */
export const hasLimits = (text: string): boolean => LIMITS.test(wordsOf(text).replace(/\b(?:staff only|new year)\b/g, ' '))

/** Whether a name, or what stands before it, is of a part of a school, or denies. */
export const isOfAPart = (name: string): boolean => hasLimits(name) || ACTIVITIES.test(wordsOf(name))

export const isHalfTerm = (name: string): boolean => /\bhalf ?term\b/.test(wordsOf(name))
