/**
 * What is said to the author of a submitted form, and what its reviewer must see. What cannot be is refused, what is missing is
 * named, and a count raises attention and decides nothing. Source: docs/sources.md#dash.
 */
import type { CaseEventData } from '../events.ts'
import { type Issue, pointerOf, type Warning } from '../issue.ts'
import type { Policy } from '../policy/policy.ts'
import type { RiskGrade } from '../vocabulary.ts'
import {
  type Answers,
  type FollowUp,
  findsFactor,
  findsMany,
  formTool,
  isVisiblyHigh,
  knowsTools,
  readDash,
  type Sheet,
  UNPINNED_NAMES,
} from './sheets.ts'
import { answersOf, type Tool } from './tools.ts'

type Dash = CaseEventData['dash.submitted']

/** Lowering a high risk, or any after a breach, takes a second person. */
export const lowersWithTwo = (
  { riskGrade, breaches }: { readonly riskGrade: RiskGrade | null; readonly breaches: readonly unknown[] },
  { decision }: Pick<CaseEventData['dash.reviewed'], 'decision'>,
): boolean => decision === 'regraded-down' && (riskGrade === 'high' || breaches.length > 0)

/** What is left open in a form as far as the machines remember it: words, nothing of what was said. */
export type ToSee = 'mode-exception-missing' | 'visible-high-risk' | 'follow-up-missing' | 'key-topics-open'

/** The flag, and the alert, of a form in which the policy's count is reached. */
export const VISIBLE_HIGH_RISK = 'visible-high-risk'

const isMode = ({ mode }: Dash, policy: Policy): boolean => policy.dash.modes.includes(mode)

/** What the reviewer of a form must see, in the order of weight. */
export function toSee(dash: Dash, policy: Policy): readonly ToSee[] {
  const read = readDash(dash, policy)
  if (read === null) return []
  const { sheet, followUps } = read
  return [
    ...(isMode(dash, policy) || dash.modeException !== undefined ? [] : (['mode-exception-missing'] as const)),
    ...(isVisiblyHigh(read) ? ([VISIBLE_HIGH_RISK] as const) : []),
    ...(followUps.some((followUp) => followUp.sheet === null) ? (['follow-up-missing'] as const) : []),
    ...([...sheet.missing, ...sheet.unexplained].some(({ star }) => star) ? (['key-topics-open'] as const) : []),
  ]
}

/** What a form says that cannot be: a tool or an answer that there is not. What is missing, or is asked beside the form, is no such thing. */
export function dashIssues(dash: Dash, policy: Policy): Issue[] {
  const tool = formTool(dash, policy)
  if (tool === undefined) {
    const names = knowsTools(policy) ? Object.values(policy.tools).map(({ name }) => name) : UNPINNED_NAMES
    return [{ pointer: '/data/tool', detail: `the policy has no such tool; it has ${names.join(', ')}` }]
  }
  return [
    ...answerIssues(tool, dash.answers, ['answers']),
    ...Object.entries(dash.followUps ?? {}).flatMap(([id, answers]) => {
      const opened = Object.hasOwn(policy.tools, id) ? policy.tools[id] : undefined
      if (opened !== undefined) return answerIssues(opened, answers, ['followUps', id])
      return [{ pointer: pointerOf('/data/followUps', [id]), detail: 'the policy has no tool of this id' }]
    }),
  ]
}

function answerIssues(tool: Tool, answers: Answers, under: readonly string[]): Issue[] {
  const allowed = answersOf(tool)
  return Object.entries(answers).flatMap(([key, { answer }]): Issue[] => {
    const pointer = pointerOf('/data', [...under, key, 'answer'])
    return allowed.includes(answer) ? [] : [{ pointer, detail: `must be one of ${allowed.join(', ')}` }]
  })
}

/** What the author should know of a form that is taken all the same: the review judges. */
export function dashWarnings(dash: Dash, policy: Policy): Warning[] {
  const read = readDash(dash, policy)
  return [
    ...(read === null ? [] : sheetWarnings(read.sheet, ['answers'])),
    ...(read === null ? [] : read.followUps.flatMap(followUpWarnings)),
    ...(read !== null && findsFactor(read)
      ? [
          {
            code: 'high-risk-factor',
            pointer: pointerOf('/data/answers', [read.factors[0] ?? '']),
            detail: `${read.factors.join(', ')} beside a standard grade: a supervisor is told; say in the judgement why it is enough`,
          },
        ]
      : []),
    ...(read !== null && findsMany(read)
      ? [
          {
            code: VISIBLE_HIGH_RISK,
            pointer: '/data/answers',
            detail: `${read.sheet.present.length} topics are found, and the policy looks closer from ${read.visibleFrom}: a supervisor is told, whatever the grade`,
          },
        ]
      : []),
    ...(isMode(dash, policy)
      ? []
      : [
          { code: 'mode-not-in-policy', pointer: '/data/mode', detail: `the policy takes ${policy.dash.modes.join(', ')}` },
          ...(dash.modeException === undefined && read !== null ? [MODE_EXCEPTION_MISSING] : []),
        ]),
  ]
}

const MODE_EXCEPTION_MISSING: Warning = {
  code: 'mode-exception-missing',
  pointer: '/data/modeException',
  detail:
    'say why it was not done as the policy asks, and who allowed it: without that the review can only return it or raise the risk',
}

const followUpWarnings = ({ tool, openedBy, sheet }: FollowUp): Warning[] =>
  sheet === null
    ? [
        {
          code: 'follow-up-missing',
          pointer: pointerOf('/data/followUps', [tool.id]),
          detail: `${openedBy.map(({ key }) => key).join(' and ')} opened ${tool.name}, and it was not asked`,
        },
      ]
    : sheetWarnings(sheet, ['followUps', tool.id])

const sheetWarnings = ({ tool, missing, unknown, unexplained }: Sheet, under: readonly string[]): Warning[] => [
  ...unknown.map((key) => ({
    code: 'unknown-topic',
    pointer: pointerOf('/data', [...under, key]),
    detail: `this is no topic of ${tool.name}: it is kept, and counts for nothing`,
  })),
  ...missing.map(({ key }) => ({
    code: 'missing',
    pointer: pointerOf('/data', [...under, key]),
    detail: 'this topic has no answer',
  })),
  ...unexplained.map(({ key, comment }) => ({
    code: 'comment-missing',
    pointer: pointerOf('/data', [...under, key, 'comment']),
    detail: comment === 'required' ? 'say what was found' : 'say why it is not known',
  })),
]

/** Assessments of an incident count up from 1, in the order in which they were recorded. */
export const assessmentId = (reference: string, number: number): string => `${reference}-as${number}`

/** Whether an id names an assessment that was made. */
export const isAssessment = (
  { reference, assessed }: { readonly reference: string; readonly assessed: { readonly made: number } },
  id: string,
): boolean => Array.from({ length: assessed.made }, (_, made) => assessmentId(reference, made + 1)).includes(id)
