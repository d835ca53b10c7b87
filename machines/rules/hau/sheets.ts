/**
 * A submitted form, sorted by the tool it was made with: what was found, what was not asked, what it opened and how much it
 * comes to. Nothing is decided here. Source: docs/sources.md#dash.
 */
import type { CaseEventData } from '../events.ts'
import type { Policy } from '../policy/policy.ts'
import { isSaid } from '../words.ts'
import { saysPresent, type Tool, type Topic, toolNamed } from './tools.ts'

type Dash = CaseEventData['dash.submitted']
export type Answers = Dash['answers']

/** For cases whose policy pinned no tools: two tools by name, whose topics are not known. */
const UNPINNED: Tool = {
  schema: 'reassess/tool/v1',
  id: 'unpinned',
  version: 1,
  name: 'DASH or DARA',
  scale: { yes: 'present', no: 'absent' },
  topics: [],
}
export const UNPINNED_NAMES = ['DASH', 'DARA']

export const knowsTools = ({ tools }: Policy): boolean => Object.keys(tools).length > 0
/** The tool of a form, or none that the policy has. */
export const formTool = ({ tool }: Dash, policy: Policy): Tool | undefined =>
  knowsTools(policy) ? toolNamed(policy.tools, tool) : UNPINNED_NAMES.includes(tool) ? UNPINNED : undefined

/** One tool's answers, sorted. */
export interface Sheet {
  readonly tool: Tool
  /** Topics found, in the order of the form. */
  readonly present: readonly Topic[]
  /** Topics that were not asked. */
  readonly missing: readonly Topic[]
  /** What was answered and is no topic of the tool; none where its topics are not known. */
  readonly unknown: readonly string[]
  /** Topics that say nothing where something has to be said: what was found, or why a high-risk topic is not known. */
  readonly unexplained: readonly Topic[]
}

export interface FollowUp {
  readonly tool: Tool
  /** The topics that opened it; none where it was asked all the same. */
  readonly openedBy: readonly Topic[]
  /** Null where it was not asked. */
  readonly sheet: Sheet | null
}

export interface ReadDash {
  readonly sheet: Sheet
  readonly followUps: readonly FollowUp[]
  /** From how many topics found the form shows a high risk to the eye; null where the policy says nothing for this tool. */
  readonly visibleFrom: number | null
  /** Topics found that the policy names among its flags of high risk, as strangulation. */
  readonly factors: readonly string[]
  readonly grade: Dash['grade']
}

function sheetOf(tool: Tool, answers: Answers): Sheet {
  const answerTo = ({ key }: Topic) => (Object.hasOwn(answers, key) ? answers[key] : undefined)
  const isPresent = (topic: Topic): boolean => saysPresent(tool, answerTo(topic)?.answer ?? '')
  return {
    tool,
    present: tool.topics.filter(isPresent),
    missing: tool.topics.filter((topic) => answerTo(topic) === undefined),
    unknown: tool.topics.length === 0 ? [] : Object.keys(answers).filter((name) => !tool.topics.some(({ key }) => key === name)),
    unexplained: tool.topics.filter((topic) => {
      const { answer, comment } = answerTo(topic) ?? {}
      if (answer === undefined || isSaid(comment)) return false
      return topic.comment === 'required' ? isPresent(topic) : topic.star && answer === 'not-known'
    }),
  }
}

const countFor = ({ dash }: Policy, { name }: Tool): number | null =>
  Object.hasOwn(dash.visibleHighRiskByTool, name)
    ? (dash.visibleHighRiskByTool[name] ?? null)
    : name === 'DASH'
      ? dash.visibleHighRisk
      : null

/** The form by its tool; null for a tool that the policy does not have, or whose policy pinned none. */
export function readDash(dash: Dash, policy: Policy): ReadDash | null {
  const tool = knowsTools(policy) ? formTool(dash, policy) : undefined
  if (tool === undefined) return null
  const sheet = sheetOf(tool, dash.answers)
  const ids = new Set([...sheet.present.flatMap(({ opens }) => opens ?? []), ...Object.keys(dash.followUps ?? {})])
  const followUps = [...ids].flatMap((id): FollowUp[] => {
    const opened = policy.tools[id]
    if (opened === undefined) return []
    const answers = dash.followUps?.[id]
    const openedBy = sheet.present.filter(({ opens }) => opens === id)
    return [{ tool: opened, openedBy, sheet: answers === undefined ? null : sheetOf(opened, answers) }]
  })
  const factors = sheet.present.map(({ key }) => key).filter((key) => policy.highRiskFlags.includes(key))
  return { sheet, followUps, visibleFrom: countFor(policy, tool), factors, grade: dash.grade }
}

/** Whether so many topics were found that the risk is high to the eye, whatever the grade. */
export const findsMany = ({ sheet, visibleFrom }: ReadDash): boolean =>
  visibleFrom !== null && sheet.present.length >= visibleFrom
/** A single factor that stands for high risk, in a form that its author grades standard. */
export const findsFactor = ({ factors, grade }: ReadDash): boolean => grade === 'standard' && factors.length > 0
/** Whether the form shows a high risk to the eye. It raises attention and decides nothing. Source: docs/sources.md#dash (seed 35; APP: a factor counts whatever the count) */
export const isVisiblyHigh = (read: ReadDash): boolean => findsMany(read) || findsFactor(read)
