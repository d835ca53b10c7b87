/**
 * What a reassessment must say to count: risk looked at again, safeguarding considered, a decision, and when it is looked
 * at next. Source: docs/sources.md#reassessment (the inspectorate's three parts).
 */
import type { CaseEventData } from '../events.ts'
import type { Issue, Warning } from '../issue.ts'
import type { Instant } from '../vocabulary.ts'
import { ELEMENTS } from '../vocabulary.ts'
import { isNone, isSaid, plain, saysNone } from '../words.ts'
import { contradictions } from './contradictions.ts'
import { attemptIssues, isCheck, situationIssues } from './situation.ts'

type Reassessment = CaseEventData['risk.reassessed']
type Reassessed = NonNullable<NonNullable<Reassessment['thrive']>['threat']>

/** Everything that is missing, all at once, in the order of the record; empty for a reassessment that counts. @param at of the event. */
export function reassessmentIssues(record: Reassessment, at: Instant): Issue[] {
  const { decision, thrive, elements } = record
  return [
    ...contactIssues(record.victimContact, at),
    ...situationIssues(record.situation, at),
    ...informationIssues(record),
    ...ELEMENTS.flatMap((name) => elementIssues(`/data/thrive/${name}`, thrive?.[name])),
    ...Object.entries(elements ?? {}).flatMap(([name, said]) => elementIssues(`/data/elements/${name}`, said)),
    ...needed(record.interimRisk, '/data/interimRisk', 'say what could happen before officers arrive'),
    ...needed(decision.rationale, '/data/decision/rationale', 'say why the grade is kept or changed'),
    ...approverIssues(decision.approvedBy),
    ...(decision.attend?.needed === false
      ? needed(decision.attend.reason, '/data/decision/attend/reason', 'say why nobody has to go again')
      : []),
    ...safeguardingIssues(record),
    ...needed(record.resourceAction, '/data/resourceAction', 'say what was tried to get a resource'),
    ...needed(record.nextReviewAt, '/data/nextReviewAt', 'say when the risk is looked at next'),
  ]
}

/** From so many elements on, the same text is a copy and no look at each; it is so in a THRIVE. */
const COPIES = 3
/** What says of an unchanged element only that. */
const UNCHANGED = new Set(['unchanged', 'no change', 'no changes', 'not changed', 'the same', 'same', 'as before', 'as above'])

/** What its author should look at in one that counts. */
export const reassessmentWarnings = (record: Reassessment): Warning[] => [
  ...elementsCopied(record),
  ...contradictions(record, 'reassess again'),
]

/** One sentence under every element that has a rationale is a copy. */
function elementsCopied({ thrive }: Reassessment): Warning[] {
  const said = ELEMENTS.flatMap((name) => {
    const rationale = plain(thrive?.[name]?.rationale)
    return isNone(rationale) || (thrive?.[name]?.change === 'unchanged' && UNCHANGED.has(rationale)) ? [] : [rationale]
  })
  if (said.length < COPIES || new Set(said).size > 1) return []
  const detail = `the same rationale stands under ${said.length} elements: say of each how it has changed`
  return [{ code: 'elements-copied', pointer: '/data/thrive', detail }]
}

function contactIssues(contact: Reassessment['victimContact'], at: Instant): Issue[] {
  if (contact?.attempted === undefined) {
    const saysWhat = isSaid(contact?.outcome) || isSaid(contact?.notAttemptedReason)
    return [
      { pointer: '/data/victimContact/attempted', detail: 'say whether somebody tried to reach the victim' },
      // Both at once: who mends the one would be refused for the other.
      ...(saysWhat
        ? []
        : [
            {
              pointer: '/data/victimContact/outcome',
              detail: 'say what came of trying to reach the victim, and when; or why nobody tried',
            },
          ]),
    ]
  }
  return contact.attempted
    ? [
        ...attemptIssues(contact, at),
        ...needed(contact.outcome, '/data/victimContact/outcome', 'say what came of trying to reach the victim'),
      ]
    : needed(contact.notAttemptedReason, '/data/victimContact/notAttemptedReason', 'say why the victim was not tried')
}

/** "None" counts only from somebody who looked: then the checks that were repeated are named. */
function informationIssues({ newInformation, checksRepeated }: Reassessment): Issue[] {
  if (!saysNone(newInformation) || checksRepeated?.some(isCheck)) return []
  return [{ pointer: '/data/newInformation', detail: 'say what is new, or name the checks that were repeated and found nothing' }]
}

/** An unchanged element needs no rationale. Where the change is missing, both are named: most changes need one. */
function elementIssues(pointer: string, said: Reassessed | undefined): Issue[] {
  if (said?.change === 'unchanged') return []
  return [
    ...needed(said?.change, `${pointer}/change`, 'say whether it is unchanged, increased, decreased or unknown'),
    ...needed(said?.rationale, `${pointer}/rationale`, 'say why, unless it is unchanged'),
  ]
}

/** Half a name approves nothing. */
function approverIssues(approver: Reassessment['decision']['approvedBy']): Issue[] {
  if (!approver) return []
  return [
    ...needed(approver.id, '/data/decision/approvedBy/id', 'name who approved'),
    ...needed(approver.role, '/data/decision/approvedBy/role', 'say in which role they approved'),
  ]
}

function safeguardingIssues({ interimSafeguarding, interimSafeguardingNoneReason }: Reassessment): Issue[] {
  if (interimSafeguarding?.some(isSaid) || isSaid(interimSafeguardingNoneReason)) return []
  return [
    { pointer: '/data/interimSafeguarding', detail: 'say what keeps the victim safe until officers arrive, or why nothing can' },
  ]
}

const needed = (text: string | undefined, pointer: string, detail: string): Issue[] => (isSaid(text) ? [] : [{ pointer, detail }])
