/** The parts of the THRIVE rubric that a policy turns on (`thrive.checks`), each with what a handler is told. Source: docs/sources.md#thrive-adequacy */
import type { CaseEventData } from '../events.ts'
import type { Warning } from '../issue.ts'
import type { Policy } from '../policy/policy.ts'
import { ELEMENTS, VULNERABLE } from '../vocabulary.ts'
import { isNone, plain } from '../words.ts'
import type { ThriveCheck } from './thriveVariants.ts'

type Thrive = CaseEventData['thrive.assessed']

interface Asked {
  readonly thrive: Thrive
  readonly historyChecks: readonly string[]
  /** The incident's, and those that this assessment sets. */
  readonly flags: readonly string[]
}

/** What the checks that the policy names find, in the order of the rubric. */
export function furtherIssues(
  thrive: Thrive,
  { checks, historyChecks }: Policy['thrive'],
  incidentFlags: readonly string[],
): Warning[] {
  const flags = [...incidentFlags, ...(thrive.flags ?? [])]
  return Object.entries(CHECKS).flatMap(([name, find]) =>
    checks.some((asked) => asked === name) ? find({ thrive, historyChecks, flags }) : [],
  )
}

const CHECKS: Readonly<Record<ThriveCheck, (asked: Asked) => Warning[]>> = {
  'something-known': ({ thrive }) =>
    ELEMENTS.every((name) => thrive[name]?.level && saysNothing(thrive[name]?.rationale))
      ? [issue('nothing-known', '/data', 'every element says that nothing is known: somebody rang, so write down what they said')]
      : [],
  'people-at-risk': ({ thrive }) => peopleAtRisk(thrive),
  'children-answered': ({ thrive: { childrenAsked, childrenAnswer } }) =>
    childrenAsked === true && !isSaid(childrenAnswer)
      ? [
          issue(
            'children-answer-missing',
            '/data/childrenAnswer',
            'children and dependants were asked about: write down the answer, also when there are no children',
          ),
        ]
      : [],
  'history-each': ({ thrive, historyChecks }) => history(thrive, historyChecks),
  'vulnerability-flags': ({ thrive, flags }) =>
    thrive.vulnerability?.level === 'none' && flags.includes(VULNERABLE)
      ? [
          issue(
            'vulnerability-contradicts-flags',
            '/data/vulnerability/level',
            'the incident is flagged as vulnerable, and this says that nobody is: look again, or say unknown and why',
          ),
        ]
      : [],
  codeword: ({ thrive: { safeContact } }) =>
    isSaid(safeContact?.codeword)
      ? []
      : [issue('codeword-missing', '/data/safeContact/codeword', 'no codeword is agreed by which she can say that he is back')],
}

/** "unknown" is an answer; a missing answer is not. */
function peopleAtRisk({ peopleAtRisk: people = [], suspectWhereabouts }: Thrive): Warning[] {
  const suspect = isSaid(suspectWhereabouts)
    ? []
    : [
        issue(
          'suspect-whereabouts-missing',
          '/data/suspectWhereabouts',
          'where the suspect is now is not said; unknown is an answer',
        ),
      ]
  if (people.length === 0)
    return [
      issue('people-at-risk-missing', '/data/peopleAtRisk', 'who is at risk, from whom, and where they are is not said'),
      ...suspect,
    ]
  const asked = [
    ['who', 'person-at-risk-missing', 'who it is that is at risk is not said'],
    ['from', 'at-risk-from-missing', 'from whom they are at risk is not said'],
    ['where', 'whereabouts-missing', 'where they are now is not said; unknown is an answer'],
  ] as const
  return [
    ...people.flatMap((person, place) =>
      asked.flatMap(([field, code, detail]) =>
        isSaid(person[field]) ? [] : [issue(code, `/data/peopleAtRisk/${place}/${field}`, detail)],
      ),
    ),
    ...suspect,
  ]
}

function history({ historyChecks }: Thrive, asked: readonly string[]): Warning[] {
  // None at all is named by the check that is always asked.
  const done = (historyChecks?.done ?? []).filter(isSaid)
  if (done.length === 0 || isSaid(historyChecks?.notDoneReason)) return []
  const plainly = done.map(plain)
  return asked
    .filter((name) => !plainly.includes(plain(name)))
    .map((name) => issue('history-check-missing', '/data/historyChecks/done', `${name} was not checked, and no reason is given`))
}

const saysNothing = (rationale: string | undefined): boolean => isNone(plain(rationale)) || plain(rationale) === 'not known'
const issue = (code: string, pointer: string, detail: string): Warning => ({ code, pointer, detail })
const isSaid = (text: string | undefined): boolean => plain(text) !== ''
