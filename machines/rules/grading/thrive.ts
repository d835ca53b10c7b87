/**
 * Is a THRIVE good enough to rely on? An inspection found half of them were not. The rubric is the automatic part of
 * docs/sources.md#thrive-adequacy; whether the grade follows from the assessment is for a person to say.
 */
import type { CaseEventData } from '../events.ts'
import type { Warning } from '../issue.ts'
import type { Policy } from '../policy/policy.ts'
import { ELEMENTS } from '../vocabulary.ts'
import { isNone, plain } from '../words.ts'
import { furtherIssues } from './thriveChecks.ts'

type Thrive = CaseEventData['thrive.assessed']
/** An element: its level, what was said, and its rationale in plain words. */
interface Element {
  readonly name: string
  readonly pointer: string
  readonly level: NonNullable<Thrive['threat']>['level'] | undefined
  readonly rationale: string
}

/** From so many elements on, the same text is a copy and not an assessment of each. */
const COPIES = 3

/**
 * What is missing or thin, in THRIVE order, then the rest of the rubric; empty for an adequate assessment.
 *
 * "unknown" is an answer and leaves no issue; a level without a rationale does.
 *
 * @param rules what the policy adds: elements beyond the six, and further checks.
 * @param incidentFlags as they stood before this assessment.
 */
export function thriveIssues(thrive: Thrive, rules: Policy['thrive'], incidentFlags: readonly string[]): Warning[] {
  const added = new Set([...rules.elements, ...Object.keys(thrive.elements ?? {})])
  const elements = [
    ...ELEMENTS.map((name) => element(name, `/data/${name}`, thrive[name])),
    ...[...added].map((name) => element(name, `/data/elements/${name}`, thrive.elements?.[name])),
  ]
  return [
    ...elements.flatMap(elementIssues),
    ...copied(elements.map(({ rationale }) => rationale)),
    ...restOfRubric(thrive),
    ...furtherIssues(thrive, rules, incidentFlags),
  ]
}

/** Whether a vulnerability was found that the officers must see: it sets the flag, so that nobody has to remember to. */
export function findsVulnerability({ vulnerability }: Thrive, { vulnerableFrom }: Policy['thrive']): boolean {
  const found = FOUND.indexOf(vulnerability?.level ?? '')
  return vulnerableFrom !== 'never' && found >= FOUND.indexOf(vulnerableFrom)
}
const FOUND: readonly string[] = ['none', 'low', 'medium', 'high']

const element = (name: string, pointer: string, said: Thrive['threat']): Element => ({
  name,
  pointer,
  level: said?.level,
  rationale: plain(said?.rationale),
})

function elementIssues(element: Element): Warning[] {
  const { name, pointer, level } = element
  if (!level) return [{ code: `${name}-missing`, pointer, detail: `${name} is not assessed: it needs a level and why` }]
  if (isThin(element))
    return [{ code: `${name}-thin`, pointer: `${pointer}/rationale`, detail: `${name} has a level but not why` }]
  return []
}

/** One word, or only a word for nothing. "None known" is a reason for the levels that mean just that. */
function isThin({ level, rationale }: Element): boolean {
  if (!rationale.includes(' ')) return true
  return (isNone(rationale) || rationale === 'not known') && level !== 'none' && level !== 'unknown'
}

function copied(texts: readonly string[]): Warning[] {
  const most = Math.max(...texts.filter((text) => text !== '').map((text) => texts.filter((other) => other === text).length), 0)
  return most < COPIES
    ? []
    : [{ code: 'elements-copied', pointer: '/data', detail: `the same rationale stands under ${most} elements` }]
}

function restOfRubric({ interimRisk, childrenAsked, historyChecks, safetyAdvice, safeContact }: Thrive): Warning[] {
  const checked = historyChecks?.done?.some(isSaid) || isSaid(historyChecks?.notDoneReason)
  const reachable = isSaid(safeContact?.phone) || isSaid(safeContact?.safeTimes)
  const rubric: [met: boolean, Warning][] = [
    [
      isSaid(interimRisk),
      issue('interim-risk-missing', '/data/interimRisk', 'what could happen before officers arrive is not said'),
    ],
    [childrenAsked === true, issue('children-not-asked', '/data/childrenAsked', 'children and dependants were not asked about')],
    [checked, issue('history-checks-missing', '/data/historyChecks', 'history was not checked, and no reason is given')],
    [isSaid(safetyAdvice), issue('safety-advice-missing', '/data/safetyAdvice', 'no safety advice is recorded')],
    [reachable, issue('safe-contact-missing', '/data/safeContact', 'there is no safe way to call back')],
  ]
  return rubric.flatMap(([met, warning]) => (met ? [] : [warning]))
}

const issue = (code: string, pointer: string, detail: string): Warning => ({ code, pointer, detail })
const isSaid = (text: string | undefined): boolean => plain(text) !== ''
