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
/** Each takes another part of a complete reassessment away. */
export const INCOMPLETE: Spoils = {
  'nobody says whether she was tried': () => ({ victimContact: { outcome: 'Answered.' } }),
  'nothing about trying her': () => ({ victimContact: undefined }),
  'she was tried, and what came of it is left out': () => ({ victimContact: { attempted: true, outcome: ' ' } }),
  'she was not tried, and why is left out': () => ({ victimContact: { attempted: false, outcome: 'Not tried.' } }),
  'nothing is new, and nobody looked': () => ({ newInformation: 'None.', checksRepeated: [' '] }),
  'no word of what is new': () => ({ newInformation: undefined, checksRepeated: undefined }),
  'a further element without a change': () => ({ elements: { prevention: said('', 'He is outside.') } }),
  'a further element without a rationale': () => ({ elements: { prevention: said('unchanged', '') } }),
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

/**
 * What a reader misses. Somebody tried the victim, or says why not; something is new, or checks were repeated; each element says how
 * it changed and why; what could happen meanwhile, the decision and its reason, what keeps her safe, what was tried to get a unit, and
 * when the risk is looked at next: each in words. Whoever approved, or says that nobody goes, is named, or says why. Somebody other
 * than the author of the THRIVE looked, and looks again later.
 */
export function missing(record: Reassessment, at: string, thriveBy: string | undefined): string[] {
  const { victimContact: contact, decision, interimSafeguarding: safe = [], thrive, elements = {} } = record
  const six = ELEMENTS.map((name) => [name, thrive?.[name]] as const)
  const parts: [string, boolean][] = [
    [
      'contact',
      contact?.attempted === true
        ? hasWords(contact.outcome)
        : contact?.attempted === false && hasWords(contact.notAttemptedReason),
    ],
    ['news', !/^\W*(none|nothing new)?\W*$/i.test(record.newInformation ?? '') || (record.checksRepeated ?? []).some(hasWords)],
    ...[...six, ...Object.entries(elements)].map(([name, element]): [string, boolean] => [
      name,
      hasWords(element?.change) && hasWords(element?.rationale),
    ]),
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

const hasWords = (text: string | undefined): boolean => /[\p{L}\p{N}]/u.test(text ?? '')

/** Whether any reason that it gives, or any change to the worse, is about the people: he, she, who is with her, what he did. */
export function isOfThePeople({ thrive, interimRisk, decision }: Reassessment): boolean {
  const reasons = [decision.rationale, interimRisk, ...Object.values(thrive ?? {}).map((element) => element?.rationale)]
  const worse = Object.values(thrive ?? {}).some((element) => element?.change === 'increased')
  return worse || reasons.some((reason) => /\b(he|him|his|she|her|children|neighbour|injury|threat)\b/i.test(reason ?? ''))
}
