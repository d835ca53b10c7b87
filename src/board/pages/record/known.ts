/** What a form of an incident can offer, as the API tells of it: open demands, what is in force, the grades, the topics of a tool. */
import { EVENTS, type EventName } from '../../../../machines/rules/events.ts'
import type { incident } from '../../../engine/answers/incident.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { Choices, Key, Known, Option } from '../../forms/formOf.ts'
import { capital, plain, words } from '../../words/words.ts'
import { followUpsOf, ofTool, type Tool, topicsOf } from './tools.ts'

export type Incident = Answer<typeof incident>

/** By what field an event names a matter of its kind. */
const NAMED_BY: Readonly<Record<string, string>> = {
  marker: 'marker',
  suspect: 'suspect',
  bail: 'bail',
  investigation: 'crimeRef',
  order: 'order',
  disclosure: 'disclosure',
  referral: 'partner',
  school: 'child',
  task: 'task',
  plan: 'plan',
  marac: 'marac',
  victim: 'victim',
}

export interface About {
  readonly incident: Incident | null
  /** The tool whose questions are asked; null for another event. */
  readonly tool: Tool | null
  readonly tools: readonly Tool[]
  /** What was assessed before, where the event names it. */
  readonly earlier: Choices
}

export function knownOf(event: EventName, { incident, tool, tools, earlier }: About): Known {
  return {
    only: { ...earlier, ...(incident && only(event, incident)), ...(event === 'dash.submitted' && tool && ofTool(tool, tools)) },
    offered: incident === null ? {} : offered(event, incident),
    keys: keysOf(event, incident, tool, tools),
    more: tool?.topics.length === 0 ? ['answers'] : [],
  }
}

function only(event: EventName, { demands, policy, checks, approvals }: Incident): Choices {
  const grades = policy.priorities.map((grade) => ({ value: grade, label: grade }))
  const open = demands.filter(({ status }) => status === 'open')
  const asked = open.map(({ id, reason }) => ({ value: id, label: `${capital(words(reason))} (${id})` }))
  switch (event) {
    case 'incident.graded':
      return { priority: grades }
    case 'risk.reassessed':
      return { 'decision/priority': grades, demand: asked, alsoAnswers: asked }
    case 'reassessment.checked':
      return { reassessment: checks.filter(({ verdict }) => verdict === null).map(({ reassessment }) => numbered(reassessment)) }
    case 'approval.given':
      return { approval: approvals.map(({ approval, asks }) => ({ value: approval, label: `${asks} (${approval})` })) }
    default:
      return {}
  }
}

const numbered = (sequence: number): Option => ({ value: String(sequence), label: `Reassessment ${sequence}` })

function offered(event: EventName, { matters, policy, scene }: Incident): Readonly<Record<string, readonly string[]>> {
  const names = (kind: string) => matters.filter((one) => one.kind === kind && !one.ended).map(({ name }) => name)
  const { hears, begins } = EVENTS[event].matter
  const about = Object.entries(NAMED_BY)
    .filter(([kind]) => kind !== begins)
    .map(([kind, field]) => [field, names(kind)])
  return {
    ...Object.fromEntries(about),
    ...(hears === null && begins === 'referral' && { partner: policy.partners }),
    'historyChecks/done': policy.historyChecks,
    checksRepeated: policy.historyChecks,
    ...(event === 'thrive.assessed' && { flags: policy.flags }),
    ...(event.startsWith('hau.') && { system: policy.systems }),
    ...(event === 'unit.cleared' && { unit: scene.filter(({ clearedAt }) => clearedAt === null).map(({ unit }) => unit) }),
  }
}

const named = (keys: readonly string[]): readonly Key[] => keys.map((key) => ({ key, label: capital(plain(key)) }))

function keysOf(
  event: EventName,
  incident: Incident | null,
  tool: Tool | null,
  tools: readonly Tool[],
): Readonly<Record<string, readonly Key[]>> {
  const questions = tool === null ? {} : { answers: topicsOf(tool), followUps: followUpsOf(tool, tools) }
  if (incident === null) return questions
  const { policy, demands } = incident
  const open = demands.filter(({ status }) => status === 'open')
  return {
    ...(policy.elements.length > 0 && { elements: named(policy.elements) }),
    package: named(policy.handover),
    'evidenceLedReview/items': named(policy.evidence),
    causesSeen: event === 'risk.reassessed' ? open.map(({ id }) => ({ key: id, label: id })) : [],
    ...questions,
  }
}

/** What a new form holds before anybody types: what there is only one of, and how many causes of each demand this form shows. */
export function begun(event: EventName, { incident, tool }: About): Readonly<Record<string, unknown>> {
  const withTool = event === 'dash.submitted' && tool ? { tool: tool.name } : {}
  if (incident === null) return withTool
  const open = incident.demands.filter(({ status }) => status === 'open')
  const offers = Object.entries(offered(event, incident)).filter(([field]) => Object.hasOwn(EVENTS[event].schema.shape, field))
  const { hears, begins } = EVENTS[event].matter
  const single = offers.filter(
    ([field, names]) => names.length === 1 && hears !== null && NAMED_BY[hears] === field && begins === null,
  )
  return {
    ...Object.fromEntries(single.map(([field, [name]]) => [field, name])),
    ...(event === 'risk.reassessed' && {
      causesSeen: Object.fromEntries(open.map(({ id, causeCount }) => [id, causeCount])),
      ...(open.length === 1 && { demand: open[0]?.id }),
    }),
    ...withTool,
  }
}
