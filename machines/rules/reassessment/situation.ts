/**
 * What is missing in a situation, and whether anybody looked since the last assessment. `unknown` is always an answer.
 * Source: the public contract, section 4a (structure).
 */

import { local } from '../calendar/days.ts'
import type { Situation } from '../catalogue/incident/situation.ts'
import type { CaseEventData } from '../events.ts'
import { type Issue, issueIf, type Warning } from '../issue.ts'
import type { Instant } from '../vocabulary.ts'
import { isSaid, plain, saysNone } from '../words.ts'

type Reassessment = CaseEventData['risk.reassessed']
type Whereabouts = NonNullable<Situation['suspect'] | Situation['victim']>

const SITUATION = '/data/situation'

/** Everything that is missing, all at once. @param at of the event. */
export const situationIssues = (said: Situation | undefined, at: Instant): Issue[] => [
  ...whereaboutsIssues('suspect', said?.suspect, at),
  ...whereaboutsIssues('victim', said?.victim, at),
  ...issueIf(!said?.canReach, `${SITUATION}/canReach`, 'say whether the suspect can reach the victim: yes, no or unknown'),
  ...listIssues(`${SITUATION}/changed`, said?.changed, 'say what has changed since the last assessment, or nothing, or unknown'),
  ...listIssues(`${SITUATION}/protects`, said?.protects, 'say what protects the victim now, or nothing, or unknown'),
]

/** The same of a THRIVE, where the situation may be left out whole and nothing in it is asked for. */
export const situationWarnings = (said: Situation | undefined, at: Instant): Warning[] =>
  said === undefined ? [] : situationIssues(said, at).map((issue) => ({ code: 'situation-incomplete', ...issue }))

function whereaboutsIssues(who: 'suspect' | 'victim', said: Whereabouts | undefined, at: Instant): Issue[] {
  const { where = '', source = '', knownAt = '' } = said ?? {}
  const isPlace = where !== '' && where !== 'unknown'
  const isNobody = source === 'none'
  const base = `${SITUATION}/${who}`
  return [
    ...issueIf(where === '', `${base}/where`, `say where the ${who} is, or that it is unknown`),
    ...issueIf(
      source === '',
      `${base}/source`,
      `say who told where the ${who} is, or that nobody did: the place is then unknown`,
    ),
    ...issueIf(isPlace && isNobody, `${base}/source`, `say who told where the ${who} is; where nobody did, the place is unknown`),
    // Beside a place both at once: who mends the source would be refused for the time.
    ...issueIf(
      knownAt === '' && !isNobody && (source !== '' || isPlace),
      `${base}/knownAt`,
      `say when it was known where the ${who} is`,
    ),
    ...issueIf(knownAt > at, `${base}/knownAt`, AFTER),
  ]
}

const AFTER = 'must not be after the time of the event'

/** A box that was left empty is no entry. */
function listIssues(pointer: string, said: readonly string[] | undefined, missing: string): Issue[] {
  const words = new Set(said?.filter((word) => word !== ''))
  if (words.size === 0) return [{ pointer, detail: missing }]
  const alone = ['nothing', 'unknown'].find((word) => words.has(word))
  return issueIf(alone !== undefined && words.size > 1, pointer, `${alone} stands alone: take it away, or everything else`)
}

/** What an attempt to reach the victim leaves open: that it was made, what came of it, and when. */
export const attemptIssues = ({ at: triedAt = '' }: NonNullable<Reassessment['victimContact']>, at: Instant): Issue[] => [
  ...issueIf(triedAt === '', '/data/victimContact/at', 'say when somebody tried to reach the victim'),
  ...issueIf(triedAt > at, '/data/victimContact/at', AFTER),
]

const NO_CHECK =
  /^(?:no|not|nil|none|nothing)(?: (?:further|new|other|checks?|done|made|repeated|needed|required|possible|yet))*$/
/** Whether it names a check: a blank or a word for none is no check. */
export const isCheck = (named: string): boolean => isSaid(named) && !saysNone(named) && !NO_CHECK.test(plain(named))

/** Where an assessment or the report was, for whoever is told since when nobody has looked. */
export interface Since {
  readonly at: Instant
  readonly what: 'the last assessment' | 'the report'
}

/**
 * Whether anybody looked since the last assessment: tried the victim, repeated a check or learnt where one of the two is. What is
 * known at the instant of the last assessment was known to it. An attempt or a source without its time is a gap of its own, and
 * counts here: whoever made it is not told that nobody did.
 *
 * @param at of the event.
 */
export function nothingLookedAt(
  record: Reassessment,
  since: Since,
  { at, zone }: { readonly at: Instant; readonly zone: string },
): Issue[] {
  const { victimContact, checksRepeated = [], situation } = record
  const isLater = (when = '') => when === '' || when > since.at
  const tried = victimContact?.attempted === true && isLater(victimContact.at)
  const learnt = [situation?.suspect, situation?.victim].some(
    (said) => said?.source && said.source !== 'none' && isLater(said.knownAt),
  )
  if (tried || learnt || checksRepeated.some(isCheck)) return []
  return [
    {
      code: 'nothing-looked-at',
      pointer: SITUATION,
      detail: `By this record nobody has tried to reach the victim since ${clock(since.at, at, zone)} (${since.what}), no check was repeated and nothing was learnt: ring the safe number, or repeat a check, then answer.`,
    },
  ]
}

/** With its day where that is another than the event's. */
function clock(instant: Instant, at: Instant, zone: string): string {
  const time = local(instant, zone)
  return time.toFormat(time.hasSame(local(at, zone), 'day') ? 'HH:mm' : "HH:mm 'on' d LLLL")
}
