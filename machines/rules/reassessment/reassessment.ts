/**
 * What a reassessment must say to count: risk looked at again, safeguarding considered, a decision, and when it is looked
 * at next. Source: docs/sources.md#reassessment (the inspectorate's three parts).
 */
import type { CaseEventData } from '../events.ts'
import type { Issue, Warning } from '../issue.ts'
import { ELEMENTS } from '../vocabulary.ts'
import { isSaid, plain, saysNone } from '../words.ts'

type Reassessment = CaseEventData['risk.reassessed']
type Reassessed = NonNullable<NonNullable<Reassessment['thrive']>['threat']>

/** Everything that is missing, all at once, in the order of the record; empty for a reassessment that counts. */
export function reassessmentIssues(record: Reassessment): Issue[] {
  const { decision, thrive, elements } = record
  return [
    ...contactIssues(record.victimContact),
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

/** What its author should look at in one that counts: one sentence under all six elements is a copy, and no look at each. */
export function reassessmentWarnings({ thrive }: Reassessment): Warning[] {
  const [first = '', ...others] = ELEMENTS.map((name) => plain(thrive?.[name]?.rationale))
  if (first === '' || others.some((other) => other !== first)) return []
  const detail = `the same rationale stands under all ${ELEMENTS.length} elements: say of each how it has changed`
  return [{ code: 'elements-copied', pointer: '/data/thrive', detail }]
}

function contactIssues(contact: Reassessment['victimContact']): Issue[] {
  if (contact?.attempted === undefined) {
    const saysWhat = isSaid(contact?.outcome) || isSaid(contact?.notAttemptedReason)
    return [
      { pointer: '/data/victimContact/attempted', detail: 'say whether the victim was tried' },
      // Both at once: who mends the one would be refused for the other.
      ...(saysWhat
        ? []
        : [
            {
              pointer: '/data/victimContact/outcome',
              detail: 'say what came of trying the victim, or in notAttemptedReason why she was not tried',
            },
          ]),
    ]
  }
  return contact.attempted
    ? needed(contact.outcome, '/data/victimContact/outcome', 'say what came of trying the victim')
    : needed(contact.notAttemptedReason, '/data/victimContact/notAttemptedReason', 'say why the victim was not tried')
}

/** "None" counts only from somebody who looked: then the checks that were repeated are named. */
function informationIssues({ newInformation, checksRepeated }: Reassessment): Issue[] {
  if (!saysNone(newInformation) || checksRepeated?.some(isSaid)) return []
  return [{ pointer: '/data/newInformation', detail: 'say what is new, or name the checks that were repeated and found nothing' }]
}

function elementIssues(pointer: string, said: Reassessed | undefined): Issue[] {
  return [
    ...needed(said?.change, `${pointer}/change`, 'say whether it is unchanged, increased, decreased or unknown'),
    ...needed(said?.rationale, `${pointer}/rationale`, 'say why'),
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
