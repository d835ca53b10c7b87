/**
 * An explanation is not a reassessment, whatever its words. A reassessment whose texts explain for certain is refused. A doubtful
 * reassessment is taken, and put before a second person. Source: the public contract, section 4a.2 and 3; docs/reassessment.md.
 */
import type { CaseEventData } from '../events.ts'
import type { Issue, Warning } from '../issue.ts'
import type { Policy } from '../policy/policy.ts'
import { ELEMENTS } from '../vocabulary.ts'
import { isSaid, plain } from '../words.ts'
import type { Passage, Reading } from './reading.ts'
import { type Class, DOES, doneBy, unpack } from './text/detector.ts'
import { readTexts, type SentenceRead, type Text, type TextsRead } from './text/readTexts.ts'

type Reassessment = CaseEventData['risk.reassessed']
/** The last look at the risk before a reassessment. */
export type Assessment = Reassessment | CaseEventData['thrive.assessed']

export type TextsJudged =
  | { readonly refused: readonly Issue[] }
  | { readonly refused: null; readonly warnings: readonly Warning[]; readonly reading: Omit<Reading, 'drawn'> }

/** A shorter text that is there twice is no copy: "not known", "no change". Source: the public contract, section 4a.3. */
const FEWEST_WORDS = 5
/** Of each doubt at most so many sentences are named [project default]. A refusal names each; the answer counts those that it leaves out. */
const MOST_NAMED = 20

/** @param last null where nobody has assessed the risk before. */
export function judgeTexts(
  record: Reassessment,
  { policy, gradeRises, last }: { readonly policy: Policy; readonly gradeRises: boolean; readonly last: Assessment | null },
): TextsJudged {
  const { detector } = policy
  const texts = textsOf(record)
  const read: TextsRead = detector === undefined ? NOTHING_READ : readTexts(texts, unpack(detector))
  if (read.explains && !gradeRises && !hasIncreased(record)) return { refused: read.sentences.map(refusal) }
  const saysLittle = read.score < policy.reassessment.doubtBelow
  const sentences = saysLittle ? read.sentences.filter(saysNothing).slice(0, MOST_NAMED) : []
  const warnings = gradeRises
    ? []
    : [
        ...(saysLittle ? [LITTLE, ...sentences.map(doubtOf)] : []),
        ...(isAllUnknown(record) ? [ALL_UNKNOWN] : []),
        ...copiesIn(record, texts, { last, read }).slice(0, MOST_NAMED).map(copyOf),
      ]
  const reading = {
    weights: detector?.id ?? 'none',
    score: read.score,
    verdict: warnings.length > 0 ? ('doubtful' as const) : ('assesses' as const),
    doubts: gradeRises ? [] : sentences.map(({ pointer, start, end }): Passage => ({ pointer, start, end })),
  }
  return { refused: null, warnings, reading }
}

/** Whether a text says for certain nothing but why nobody can be sent. Without a detector none does. */
export function speaksOfResources(text: string | undefined, { detector }: Pick<Policy, 'detector'>): boolean {
  if (detector === undefined || !isSaid(text)) return false
  const { explains, sentences } = readTexts([{ pointer: '', text: text as string }], unpack(detector))
  return explains && sentences.some(({ likely }) => doneBy(likely) === 'resource')
}

/** Without a detector nothing is refused, and every reassessment is put before a second person. */
const NOTHING_READ: TextsRead = { sentences: [], score: 0, explains: false }

const saysNothing = ({ likely }: SentenceRead): boolean => doneBy(likely) !== 'risk'
const CODES: Readonly<Record<Exclude<Class, 'risk'>, string>> = { resource: 'resource-or-procedure', form: 'form-of-words' }
function refusal({ pointer, start, end, likely }: SentenceRead): Issue {
  const does = doneBy(likely) === 'resource' ? 'resource' : 'form'
  const detail = `characters ${start} to ${end}: ${DOES[does]}, and does not say how the risk is`
  return { code: CODES[does], pointer, start, end, detail }
}

const DOUBTFUL = 'reassessment-doubtful'
const WILL_BE_READ = 'Another supervisor will read this reassessment'
const LITTLE: Warning = {
  code: DOUBTFUL,
  pointer: '/data/decision/rationale',
  detail: `${WILL_BE_READ}, because its texts hardly say how the risk is. Say where the two are, what either of them did or said, what has changed, and what protects the victim.`,
}
const ALL_UNKNOWN: Warning = {
  code: DOUBTFUL,
  pointer: '/data/situation',
  detail: `${WILL_BE_READ}, because nothing is known of either person: look whether somebody can find out.`,
}
const doubtOf = ({ pointer, start, end, likely }: SentenceRead): Warning => ({
  ...{ code: DOUBTFUL, pointer, start, end },
  detail: `characters ${start} to ${end}: ${DOES[doneBy(likely)]}`,
})
const copyOf = ({ pointer, from }: Copy): Warning => ({
  code: DOUBTFUL,
  pointer,
  detail: `${WILL_BE_READ}, because this stands word for word in ${from}: say how it is now.`,
})

/** "unknown" stands alone, beside boxes that were left empty. */
const firstIn = (list: readonly string[]): string | undefined => list.find((word) => word !== '')

function isAllUnknown({ situation }: Reassessment): boolean {
  const { suspect, victim, canReach, changed = [], protects = [] } = situation ?? {}
  const answers = [suspect?.where, victim?.where, canReach, firstIn(changed), firstIn(protects)]
  return answers.every((answer) => answer === 'unknown')
}

const hasIncreased = ({ thrive, elements }: Reassessment): boolean =>
  [...Object.values(thrive ?? {}), ...Object.values(elements ?? {})].some((said) => said?.change === 'increased')

const DECISION = '/data/decision/rationale'

/** The texts in which a reassessment says how the risk is, in the order of the record; none that is empty. */
function textsOf({ decision, interimRisk, thrive, elements }: Reassessment): readonly Text[] {
  return [
    { pointer: DECISION, text: decision.rationale ?? '' },
    { pointer: '/data/interimRisk', text: interimRisk ?? '' },
    ...ELEMENTS.map((name) => ({ pointer: `/data/thrive/${name}/rationale`, text: thrive?.[name]?.rationale ?? '' })),
    ...Object.entries(elements ?? {}).map(([name, said]) => ({
      pointer: `/data/elements/${name}/rationale`,
      text: said.rationale ?? '',
    })),
  ].filter(({ text }) => isSaid(text))
}

/** The same of whatever the last assessment was. */
function textsOfLast(last: Assessment | null): readonly string[] {
  if (last === null) return []
  if ('decision' in last) return textsOf(last).map(({ text }) => text)
  const said = [...ELEMENTS.map((name) => last[name]), ...Object.values(last.elements ?? {})]
  return [last.interimRisk, ...said.map((one) => one?.rationale)].flatMap((text) => text ?? [])
}

interface Copy {
  readonly pointer: string
  readonly from: string
}

/** Each text that is there word for word in the last assessment, or in the decision and another box. */
function copiesIn(
  record: Reassessment,
  texts: readonly Text[],
  { last, read }: { readonly last: Assessment | null; readonly read: TextsRead },
): readonly Copy[] {
  const earlier = textsOfLast(last).map(plain)
  const written = texts.map(({ pointer, text }) => ({ pointer, words: plain(text) }))
  const decision = written.find(({ pointer }) => pointer === DECISION)?.words ?? ''
  return written.flatMap(({ pointer, words }): Copy[] => {
    if (isFormulaOfUnchanged(record, pointer, read)) return []
    const isLong = words.split(' ').length >= FEWEST_WORDS
    if (isLong && earlier.some((text) => standsIn(words, text))) return [{ pointer, from: 'the last assessment' }]
    if (pointer === DECISION) return []
    const isDecision =
      (isLong && standsIn(words, decision)) || (decision.split(' ').length >= FEWEST_WORDS && standsIn(decision, words))
    return isDecision ? [{ pointer, from: 'the decision' }] : []
  })
}

const standsIn = (words: string, text: string): boolean => ` ${text} `.includes(` ${words} `)

/** "No change since the last assessment" beside an element that is unchanged is no copy. */
function isFormulaOfUnchanged({ thrive, elements }: Reassessment, pointer: string, { sentences }: TextsRead): boolean {
  const [, , part = '', name = ''] = pointer.split('/')
  const said =
    part === 'thrive' ? thrive?.[name as (typeof ELEMENTS)[number]] : part === 'elements' ? elements?.[name] : undefined
  if (said?.change !== 'unchanged') return false
  return sentences.every((sentence) => sentence.pointer !== pointer || sentence.likely.form > 0.5)
}
