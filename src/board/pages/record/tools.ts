/** The risk tools of an assessment: which can be chosen, what each asks, and what is said where its questions are not ours to print. */
import type { tool } from '../../../api/answers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { Choices, Key } from '../../forms/formOf.ts'
import { capital, plain } from '../../words/words.ts'

export type Tool = Answer<typeof tool>

/** Answers that a form has room for where a tool's questions are not known; more can be added. Project default. */
const NUMBERED = 18

/** What begins an assessment: tools with questions first. What another tool opens is asked with that. */
export function asFirst(tools: readonly Tool[]): readonly Tool[] {
  const opened = new Set(tools.flatMap(({ topics }) => topics.map(({ opens }) => opens)))
  const first = tools.filter(({ id }) => !opened.has(id))
  return [...first.filter(({ topics }) => topics.length > 0), ...first.filter(({ topics }) => topics.length === 0)]
}

export interface ToolChoice {
  readonly tool: string
  readonly others: readonly string[]
  readonly note: string | null
}

/** @returns null for an event that no tool asks for. */
export function choiceOf(tool: Tool | null, tools: readonly Tool[]): { readonly tool: ToolChoice | null } {
  if (tool === null) return { tool: null }
  const { name, topics } = tool
  const others = asFirst(tools).flatMap((other) => (other.name === name ? [] : [other.name]))
  const note = `The questions of ${name} are not printed here: your force has not supplied them. Answer by their numbers on your paper form, and leave out the numbers that were not asked.`
  return { tool: { tool: name, others, note: topics.length === 0 ? note : null } }
}

export const topicsOf = ({ name, topics }: Tool): readonly Key[] =>
  topics.length === 0
    ? Array.from({ length: NUMBERED }, (_, at) => ({
        key: `question-${at + 1}`,
        label: `Question ${at + 1} of ${name}, on your paper form`,
      }))
    : topics.map(({ key, number, label, wording }) => ({ key, label: `${number}. ${wording ?? label ?? capital(plain(key))}` }))

export function followUpsOf(tool: Tool, tools: readonly Tool[]): readonly Key[] {
  const opened = new Set(tool.topics.map(({ opens }) => opens))
  return tools.filter(({ id }) => opened.has(id)).map((one) => ({ key: one.id, label: one.name, keys: topicsOf(one) }))
}

const NOT_ANSWERED = { 'not-known': 'Not known', refused: 'Did not want to say' }

export function ofTool(tool: Tool, tools: readonly Tool[]): Choices {
  const scales = [tool, ...tools].flatMap(({ scale }) => Object.keys(scale))
  const followed = [...new Set(scales)].map((value) => ({ value, label: capital(plain(value)) }))
  const none = Object.entries(NOT_ANSWERED).map(([value, label]) => ({ value, label }))
  const answers = Object.keys(tool.scale).map((value) => ({ value, label: capital(plain(value)) }))
  return {
    tool: [{ value: tool.name, label: tool.name }],
    'answers/*/answer': [...answers, ...none],
    'followUps/*/*/answer': [...followed, ...none],
  }
}
