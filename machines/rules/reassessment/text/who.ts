/**
 * Who *he*, *she* and *they* are: whoever was named last before, of the incident, of the police, or of another incident. A text
 * that names nobody before speaks of the people of the incident.
 */
import type { Token } from './tokens.ts'

export type Who = 'party' | 'staff' | 'other'

const PRONOUNS: Readonly<Record<string, readonly string[]>> = {
  he: ['male', 'any'],
  him: ['male', 'any'],
  his: ['male', 'any'],
  "he's": ['male', 'any'],
  hes: ['male', 'any'],
  "he'll": ['male', 'any'],
  "he'd": ['male', 'any'],
  she: ['female', 'any'],
  her: ['female', 'any'],
  hers: ['female', 'any'],
  "she's": ['female', 'any'],
  shes: ['female', 'any'],
  "she'll": ['female', 'any'],
  "she'd": ['female', 'any'],
  they: ['many', 'any', 'male', 'female'],
  them: ['many', 'any', 'male', 'female'],
  their: ['many', 'any', 'male', 'female'],
  "they're": ['many', 'any', 'male', 'female'],
  "they've": ['many', 'any', 'male', 'female'],
  theyre: ['many', 'any', 'male', 'female'],
}
/** Whoever they mean: nothing that is said of one person is certain to be about somebody else. */
export const HE_OR_SHE: ReadonlySet<string> = new Set(Object.keys(PRONOUNS).filter((word) => !word.startsWith('the')))
const MALE =
  /^(?:ex-?husband|ex-?boyfriend|husband|hubby|boyfriend|bf|father|dad|da|daddy|brother|son|stepson|stepdad|stepfather|grandad|granddad|grandfather|grandson|uncle|nephew|fil|father-in-law|brother-in-law|male|man|lad|bloke|guy|gentleman|boy)$/
const FEMALE =
  /^(?:ex-?wife|ex-?girlfriend|wife|wifey|missus|girlfriend|gf|mother|mum|mam|mom|mummy|sister|daughter|stepmum|stepdaughter|stepmother|nan|nana|nanna|gran|granny|grandma|grandmother|granddaughter|auntie|aunt|aunty|niece|mil|mother-in-law|sister-in-law|female|woman|lass|lady|girl)$/
const PARTIES = ['victim', 'caller', 'suspect', 'kin', 'child']
const WORKING = ['staff', 'unit']

/** Whoever was named last, by how they may be called. Handed from sentence to sentence of a text. */
export type Named = Partial<Record<'male' | 'female' | 'many' | 'any', Who>>

/** Which incident a text is about by now: another one from the sentence that says so, until a word leads back. */
export type Frame = 'none' | 'here' | 'elsewhere'

export function frameIn(tokens: readonly Token[], before: Frame): Frame {
  if (tokens.some(({ classes }) => classes.includes('elsewhere')) || sendsSomewhere(tokens)) return 'elsewhere'
  return tokens.some(({ classes }) => classes.includes('here')) ? 'here' : before
}

const TO = new Set([
  'at',
  'to',
  'on',
  'with',
  'in',
  'for',
  'up',
  'down',
  'over',
  'attending',
  'guarding',
  'dealing',
  'went',
  'gone',
])
const FAR = 6
/** "Both cars are at Castle Row": units are said to be at a place that has a name. */
function sendsSomewhere(tokens: readonly Token[]): boolean {
  return tokens.some(({ classes }, from) => {
    if (!classes.some((each) => WORKING.includes(each) || each === 'availability')) return false
    const behind = tokens.slice(from + 1, from + 1 + FAR)
    const to = behind.findIndex(({ word }) => TO.has(word))
    return (
      to >= 0 && behind.slice(to + 1, to + 4).some((token) => token.classes.includes('name') || token.classes.includes('other'))
    )
  })
}

/**
 * Whom each pronoun of a sentence means, by its place.
 * @param before who was named in the sentences before it.
 * @returns also who is named behind it.
 */
export function whoIn(
  tokens: readonly Token[],
  before: Named,
): { readonly whom: ReadonlyMap<number, Who>; readonly after: Named } {
  const after: Named = { ...before }
  const whom = new Map<number, Who>()
  const elsewhere = tokens.some(({ classes }) => classes.includes('other'))
  tokens.forEach(({ word, classes }, place) => {
    const called = PRONOUNS[word]
    if (called !== undefined) {
      const latest = called.map((each) => after[each as keyof Named]).find((who) => who !== undefined)
      whom.set(place, latest ?? 'party')
      return
    }
    const who = whoIs(classes, elsewhere)
    if (who === null) return
    const gender = MALE.test(word) ? 'male' : FEMALE.test(word) ? 'female' : word.endsWith('s') ? 'many' : 'any'
    after[gender] = who
    // Somebody of either gender may be meant by any pronoun that follows.
    if (gender === 'any') {
      delete after.male
      delete after.female
    }
  })
  return { whom, after }
}

function whoIs(classes: readonly string[], elsewhere: boolean): Who | null {
  if (classes.some((each) => WORKING.includes(each))) return 'staff'
  if (classes.some((each) => PARTIES.includes(each))) return elsewhere ? 'other' : 'party'
  return classes.includes('somebody') ? (elsewhere ? 'other' : 'party') : null
}
