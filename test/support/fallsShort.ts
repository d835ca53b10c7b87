/** Ways in which a reassessment falls short, and a reader who finds them by sense of their own: nothing here asks a rule of the engine. */
import type { CaseEventData } from '../../machines/rules/events.ts'
import { ELEMENTS } from '../../machines/rules/vocabulary.ts'

export type Reassessment = CaseEventData['risk.reassessed']

const said = (change: string | undefined, rationale: string | undefined) => ({ change, rationale }) as { change: 'unchanged' }

type Spoils = Readonly<Record<string, (whole: Reassessment) => object>>

/** Each takes one element's change or rationale away. */
export const OF_ELEMENTS: Spoils = Object.fromEntries(
  ELEMENTS.flatMap((name) => [
    [`no change of ${name}`, ({ thrive }) => ({ thrive: { ...thrive, [name]: said(undefined, 'He is outside.') } })],
    [`no rationale of ${name}`, ({ thrive }) => ({ thrive: { ...thrive, [name]: said('increased', '\u200b') } })],
  ]) satisfies [string, (whole: Reassessment) => object][],
)
const YET_TO_COME = '2026-12-24T12:00:00.000Z'
const LONG_KNOWN = { where: 'elsewhere', source: 'caller', knownAt: '2026-11-20T19:00:00.000Z' } as const
const situated =
  (parts: Reassessment['situation']) =>
  ({ situation }: Reassessment): object => ({ situation: { ...situation, ...parts } })
/** Each takes another part of a complete reassessment away. */
export const INCOMPLETE: Spoils = {
  'nobody says whether she was tried': () => ({ victimContact: { outcome: 'Answered.' } }),
  'nothing about trying her': () => ({ victimContact: undefined }),
  'she was tried, and what came of it is left out': ({ victimContact }) => ({
    victimContact: { ...victimContact, outcome: ' ' },
  }),
  'she was tried, and when is left out': ({ victimContact }) => ({ victimContact: { ...victimContact, at: '' } }),
  'she is yet to be tried': ({ victimContact }) => ({ victimContact: { ...victimContact, at: YET_TO_COME } }),
  'she was not tried, and why is left out': () => ({ victimContact: { attempted: false, outcome: 'Not tried.' } }),
  'nothing is new, and nobody looked': () => ({ newInformation: 'None.', checksRepeated: [' '] }),
  'no word of what is new': () => ({ newInformation: undefined, checksRepeated: undefined }),
  'a further element without a change': () => ({ elements: { prevention: said('', 'He is outside.') } }),
  'a further element without a rationale': () => ({ elements: { prevention: said('unknown', '') } }),
  'no word of the situation': () => ({ situation: undefined }),
  'nobody says where he is': situated({ suspect: { source: 'none' } }),
  'nobody told where she is': situated({ victim: { where: 'elsewhere', source: 'none' } }),
  'somebody told where she is, and when is left out': situated({ victim: { where: 'elsewhere', source: 'officer' } }),
  'where he is will be known later': situated({ suspect: { where: 'nearby', source: 'victim', knownAt: YET_TO_COME } }),
  'nobody says whether he can reach her': situated({ canReach: '' }),
  'no word of what has changed': situated({ changed: [] }),
  'nothing has changed, and something has': situated({ changed: ['nothing', 'weapon'] }),
  'nobody knows what protects her, and something does': situated({ protects: ['locked-in', 'unknown'] }),
  'nobody has looked': (whole) => ({
    ...situated({ suspect: LONG_KNOWN, victim: LONG_KNOWN })(whole),
    victimContact: { attempted: false, notAttemptedReason: 'He is in the room.' },
    checksRepeated: ['None', ''],
  }),
  'no interim risk': () => ({ interimRisk: '' }),
  'no rationale of the decision': ({ decision }) => ({ decision: { ...decision, rationale: '\n' } }),
  'an approver without a role': ({ decision }) => ({ decision: { ...decision, approvedBy: { id: 'fim-1', role: '' } } }),
  'an approver without a name': ({ decision }) => ({ decision: { ...decision, approvedBy: { id: '', role: 'inspector' } } }),
  'nobody goes, and why is left out': ({ decision }) => ({ decision: { ...decision, attend: { needed: false, reason: '' } } }),
  'nothing keeps her safe, and why is left out': () => ({ interimSafeguarding: [''], interimSafeguardingNoneReason: undefined }),
  'no word of a resource': () => ({ resourceAction: undefined }),
  'no next review': () => ({ nextReviewAt: '' }),
  'a next review that has passed': () => ({ nextReviewAt: '2026-11-20T19:00:00.000Z' }),
  'by the author of the THRIVE': () => ({ assessor: { id: 'ch-1', role: 'call-handler' } }),
}

const explaining = (reason: string, ofElements: string): object => ({
  thrive: Object.fromEntries(ELEMENTS.map((name) => [name, said('unchanged', ofElements)])),
  interimRisk: reason,
})
/** Each answers every part, and gives only the delay as its reason. */
export const EXPLAINING: Spoils = Object.fromEntries(
  [
    ['All units committed to a public order incident.', 'No change.'],
    ['No units available. Awaiting shift change.', 'As before.'],
    ['Attendance delayed because of demand.', 'No units available.'],
  ].map(([reason = '', ofElements = '']) => [
    `only that: ${reason}`,
    ({ decision }) => ({ ...explaining(reason, ofElements), decision: { ...decision, rationale: reason } }),
  ]),
)

/** By name, so that a history that fails says which it was. */
export const spoilt = (whole: Reassessment, how: string): Reassessment => ({
  ...whole,
  ...{ ...OF_ELEMENTS, ...INCOMPLETE, ...EXPLAINING }[how]?.(whole),
})

/** What a reader knows besides the record. */
interface Before {
  readonly thriveBy: string | undefined
  /** The latest THRIVE or reassessment before it; the report where nothing came before. */
  readonly since: string
}

/**
 * What a reader misses. Somebody tried the victim, and says when, or says why not; something is new, or checks were repeated; the
 * situation is answered; somebody has looked since the last assessment; each element says how it changed and, unless it did not, why; what could happen meanwhile, the decision and its reason, what keeps her safe, what was tried to get a unit, and
 * when the risk is looked at next: each in words. Whoever approved, or says that nobody goes, is named, or says why. Somebody other
 * than the author of the THRIVE looked, and looks again later.
 */
export function missing(record: Reassessment, at: string, { thriveBy, since }: Before): string[] {
  const { victimContact: contact, decision, interimSafeguarding: safe = [], thrive, elements = {}, situation } = record
  const checks = (record.checksRepeated ?? []).filter((check) => !/^\W*(none)?\W*$/i.test(check))
  const six = ELEMENTS.map((name) => [name, thrive?.[name]] as const)
  const parts: [string, boolean][] = [
    [
      'contact',
      contact?.attempted === true
        ? hasWords(contact.outcome) && hasWords(contact.at) && String(contact.at) <= at
        : contact?.attempted === false && hasWords(contact.notAttemptedReason),
    ],
    ['news', !/^\W*(none|nothing new)?\W*$/i.test(record.newInformation ?? '') || checks.length > 0],
    ...[...six, ...Object.entries(elements)].map(([name, element]): [string, boolean] => [
      name,
      hasWords(element?.change) && (element?.change === 'unchanged' || hasWords(element?.rationale)),
    ]),
    ['suspect', isPlaced(situation?.suspect, at)],
    ['victim', isPlaced(situation?.victim, at)],
    ['canReach', hasWords(situation?.canReach)],
    ['changed', isList(situation?.changed)],
    ['protects', isList(situation?.protects)],
    [
      'looked',
      (contact?.attempted === true && String(contact.at) > since) ||
        checks.length > 0 ||
        [situation?.suspect, situation?.victim].some((place) => place?.source !== 'none' && (place?.knownAt ?? '') > since),
    ],
    ['interimRisk', hasWords(record.interimRisk)],
    ['decision', hasWords(decision.rationale)],
    ['approvedBy', decision.approvedBy === undefined || (hasWords(decision.approvedBy.id) && hasWords(decision.approvedBy.role))],
    ['attend', decision.attend?.needed !== false || hasWords(decision.attend.reason)],
    ['safeguarding', safe.some(hasWords) || hasWords(record.interimSafeguardingNoneReason)],
    ['resourceAction', hasWords(record.resourceAction)],
    ['nextReviewAt', Date.parse(record.nextReviewAt ?? '') > Date.parse(at)],
    ['assessor', record.assessor.id !== thriveBy],
  ]
  return parts.flatMap(([name, isThere]) => (isThere ? [] : [name]))
}

type Place = NonNullable<Reassessment['situation']>['suspect' | 'victim']
/** Nobody told, and the place is unknown; or somebody told, at a time that has been. */
function isPlaced({ where, source, knownAt }: NonNullable<Place> = {}, at: string): boolean {
  if (!hasWords(where)) return false
  return source === 'none' ? where === 'unknown' : hasWords(source) && hasWords(knownAt) && String(knownAt) <= at
}

const isList = (words: readonly string[] = []): boolean =>
  words.length === 1 || (words.length > 1 && !words.some((word) => ['nothing', 'unknown'].includes(word)))

const hasWords = (text: string | undefined): boolean => /[\p{L}\p{N}]/u.test(text ?? '')

/** Whether any reason that it gives, or any change to the worse, is about the people: he, she, who is with her, what he did. */
export function isOfThePeople({ thrive, interimRisk, decision }: Reassessment): boolean {
  const reasons = [decision.rationale, interimRisk, ...Object.values(thrive ?? {}).map((element) => element?.rationale)]
  const worse = Object.values(thrive ?? {}).some((element) => element?.change === 'increased')
  return worse || reasons.some((reason) => /\b(he|him|his|she|her|children|neighbour|injury|threat)\b/i.test(reason ?? ''))
}
