/**
 * Risk tools as data: topic keys, numbers, the scale of the answers and what an answer opens. Which tools there are is no
 * code of ours, because the terms change (DASH, DARA, what comes after); a case pins them with its policy (decision 0017).
 */
import { z } from 'zod'
import { name, text } from '../fields.ts'
import { type Mistake, mistakesOf } from '../issue.ts'

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be lower-case letters, digits and hyphens, at most 60')

/** They go with every scale, and neither is a no. A topic left out is a third thing: it was not asked. */
const NOT_ANSWERED = ['not-known', 'refused'] as const

const topic = z.strictObject({
  key: slug,
  /** As the form prints it. */
  number: z.int().min(1).max(999),
  section: slug,
  /** Commonly treated as a high-risk factor: shown first, and not left open without a word why. */
  star: z.boolean().default(false),
  /** Whether the topic, where it is found, has to be described. */
  comment: z.enum(['required', 'optional']).default('optional'),
  /** The tool that has to be asked where the topic is found. */
  opens: slug.optional(),
})

const tool = z.strictObject({
  schema: z.literal('reassess/tool/v1'),
  id: slug,
  version: z.int().min(1),
  /** How events name it: `DASH`. */
  name: name.max(40),
  /** The answers that can be given, and whether each says that the thing is there. */
  scale: z
    .record(slug, z.enum(['present', 'absent']))
    .refine((scale) => Object.keys(scale).length <= 20, 'must be at most 20 entries')
    .refine((scale) => Object.values(scale).includes('present'), 'needs an answer that says that something is present')
    .refine(
      (scale) => NOT_ANSWERED.every((word) => !(word in scale)),
      `must not name ${NOT_ANSWERED.join(' or ')}: they always go`,
    ),
  /** In the order of the form. Empty where they are not known here: then none is missed and none refused. */
  topics: z
    .array(topic)
    .max(100)
    .refine((topics) => new Set(topics.map(({ key }) => key)).size === topics.length, 'must name each key once')
    .refine((topics) => new Set(topics.map(({ number }) => number)).size === topics.length, 'must give each number once'),
})

export type Tool = z.output<typeof tool>

/** Words for a form's topics: shown to who fills it in, and no part of what a case pins. */
export type Wording = Readonly<Record<string, string>>

const worded = tool.extend({
  topics: z.array(topic.extend({ label: text.max(100).optional(), wording: text.max(2_000).optional() })).max(100),
})

/** A tool as its file says it: what a policy pins, without the defaults, so that a field added later changes no content. */
export type WrittenTool = z.input<typeof tool>
export type WrittenTools = Readonly<Record<string, WrittenTool>>

/** What a tool's file says of its topics: our own short names, and the questions as the form words them. */
export interface TopicWords {
  readonly labels: Wording
  readonly wording: Wording
}

type Parsed = ({ ok: true; tool: WrittenTool } & TopicWords) | { ok: false; mistakes: Mistake[] }

/** Reads one tool, and the words for its topics beside it; or names every mistake in it. */
export function parseTool(raw: unknown): Parsed {
  const read = worded.safeParse(raw)
  if (!read.success) return { ok: false, mistakes: mistakesOf(read.error, raw) }
  const labels: Record<string, string> = {}
  const wording: Record<string, string> = {}
  const topics = (raw as z.input<typeof worded>).topics.map(({ label, wording: said, ...topic }) => {
    if (label !== undefined) labels[topic.key] = label
    if (said !== undefined) wording[topic.key] = said
    return topic
  })
  const written = { ...(raw as z.input<typeof worded>), topics }
  const judged = tool.safeParse(written)
  return judged.success ? { ok: true, tool: written, labels, wording } : { ok: false, mistakes: mistakesOf(judged.error, raw) }
}
export type Topic = Tool['topics'][number]

/** Tools by id, each opening only tools that are there. */
export const toolsSchema = z.record(slug, tool).superRefine((tools, context) => {
  const add = (path: Mistake['path'], message: string) => context.addIssue({ code: 'custom', path: [...path], message })
  const all = Object.entries(tools)
  if (all.length > 20) add([], 'must be at most 20 entries')
  for (const [id, { id: itself, name, topics }] of all) {
    if (id !== itself) add([id, 'id'], `must be ${id}, as the entry is called`)
    if (all.some(([other, { name: taken }]) => other < id && taken === name)) add([id, 'name'], 'is the name of another tool')
    for (const [place, { opens }] of topics.entries())
      if (opens !== undefined && (!Object.hasOwn(tools, opens) || opens === id))
        add([id, 'topics', place, 'opens'], 'must be the id of another tool')
  }
})

export type Tools = z.output<typeof toolsSchema>

/** The tool that events call by this name. */
export const toolNamed = (tools: Tools, name: string): Tool | undefined =>
  Object.values(tools).find((known) => known.name === name)

/** Every answer that the tool takes. */
export const answersOf = ({ scale }: Tool): readonly string[] => [...Object.keys(scale), ...NOT_ANSWERED]

/** Whether an answer says that the thing is there. */
export const saysPresent = ({ scale }: Tool, answer: string): boolean =>
  Object.hasOwn(scale, answer) && scale[answer] === 'present'

/** Whether it is one of the two that leave the topic open. */
export const leavesOpen = (answer: string): boolean => NOT_ANSWERED.some((word) => word === answer)
