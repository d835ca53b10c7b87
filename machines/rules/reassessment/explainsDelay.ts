/**
 * An explanation is not a reassessment: "all units committed" says why nobody came, not how the risk has changed.
 *
 * The rule is narrow on purpose. A text speaks of resources alone when *every* word in it is known to be about resources
 * or procedure, or is a small word beside those: one word about a person, a place or a danger, or any word that is not
 * known, makes it say something. Filler ("No change.", "As before", "N/A", "Risk unchanged") says nothing either way. So
 * a record is refused when at least one rationale speaks of resources alone and every other one does so too or says
 * nothing: padding each element with "No change." does not make "No units available" a reassessment. Filler alone, with no
 * talk of resources, is not this rule's to refuse.
 */
import type { CaseEventData } from '../events.ts'
import type { Warning } from '../issue.ts'
import { ELEMENTS } from '../vocabulary.ts'
import { withoutInvisible } from '../words.ts'
import { BESIDE, BUSY_ELSEWHERE, FILLER, NO_CHANGE, PARTIES, RESOURCES, TOGETHER } from './resourceWords.ts'

type Reassessment = CaseEventData['risk.reassessed']

/** What a text speaks of; `doubtful` names nobody and has at least as many words of resources as words that are not known, and can only be warned of. */
export type Speech = 'nothing' | 'resources' | 'doubtful' | 'something'

/**
 * Judges the rationales of a complete reassessment: the decision's, `interimRisk` and every element's; no other field.
 *
 * @returns `'refused'` for an explanation of the delay, never when the grade rises or an element has increased;
 *   else a warning where the decision, or most of the rationales, speak of resources.
 */
export function explainsDelay(record: Reassessment, { gradeRises }: { gradeRises: boolean }): 'refused' | Warning[] {
  const spoken = rationalesOf(record).map(({ pointer, text }) => ({ pointer, speech: speechOf(text) }))
  const says = (...kinds: Speech[]) => spoken.filter(({ speech }) => kinds.includes(speech))

  const explainsOnly = says('resources').length > 0 && says('something', 'doubtful').length === 0
  if (explainsOnly && !gradeRises && !hasIncreased(record)) return 'refused'

  const ofResources = says('resources', 'doubtful')
  const decision = ofResources.find(({ pointer }) => pointer === DECISION)
  const most = ofResources.length * 2 > spoken.length ? ofResources[0] : undefined
  const worst = decision ?? most
  return worst ? [{ code: 'rationale-speaks-of-resources', pointer: worst.pointer, detail: HINT }] : []
}

const DECISION = '/data/decision/rationale'
const HINT = 'this speaks of resources or procedure: say how the risk to the people has changed'

/** What one text speaks of. */
export function speechOf(text: string): Speech {
  const read = withoutInvisible(text)
  const words = normalised(read)
    .replace(BUSY_ELSEWHERE, unlessWithParties)
    .replace(NO_CHANGE, ' unchanged ')
    .replace(TOGETHER, ' demand ')
    .split(/[^\p{L}\p{N} ]+/u)
    .map((clause) => clause.trim().replace(/ +/g, ' '))
    .filter((clause) => !FILLER.test(clause))
    .flatMap((clause) => clause.split(' '))
  const ofResources = words.filter((word) => RESOURCES.has(word)).length
  const unknown = words.filter((word) => !isKnown(word)).length
  if (words.length === 0) return 'nothing'
  if (ofResources === 0 || unknown > ofResources) return 'something'
  if (unknown === 0) return 'resources'
  return PARTIES.test(read.toLowerCase()) ? 'something' : 'doubtful'
}

/** Where units are is dropped, whatever it is, but not when it may be the people of this incident. */
const unlessWithParties = (said: string, who: string, between: string, where: string): string =>
  PARTIES.test(between + where) ? said : `${who}${between} committed`

/** Numbers, times and call signs (`B12`, `21:40`) are known: they come with either. */
const isKnown = (word: string): boolean =>
  RESOURCES.has(word) || BESIDE.has(word) || /^(?:[a-z]{0,3}\d{1,4}s?|\d{1,4}(?:am|pm|hrs?|mins?))$/.test(word)

/** Lower case; "can't" is one word; hyphens part words, commas and stops stay to end a clause. */
const normalised = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[-–—/]/g, ' ')
    .replace(/[^\S\n]+/g, ' ')

function rationalesOf({ decision, interimRisk, thrive, elements }: Reassessment): { pointer: string; text: string }[] {
  return [
    { pointer: DECISION, text: decision.rationale ?? '' },
    { pointer: '/data/interimRisk', text: interimRisk ?? '' },
    ...ELEMENTS.map((name) => ({ pointer: `/data/thrive/${name}/rationale`, text: thrive?.[name]?.rationale ?? '' })),
    ...Object.entries(elements ?? {}).map(([name, said]) => ({
      pointer: `/data/elements/${name}/rationale`,
      text: said.rationale ?? '',
    })),
  ]
}

const hasIncreased = ({ thrive, elements }: Reassessment): boolean =>
  [...Object.values(thrive ?? {}), ...Object.values(elements ?? {})].some((said) => said?.change === 'increased')
