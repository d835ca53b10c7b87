/** The assessments and THRIVEs of an incident that an event names: offered to choose from, by who made them and when. */
import type { EventName } from '../../../../machines/rules/events.ts'
import type { assessments } from '../../../engine/answers/assessments.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { timelineItem } from '../../../engine/answers/timeline.ts'
import { type Clock, shortTime } from '../../../frame/times.ts'
import { type Api, ApiRefused } from '../../ask.ts'
import type { Choices } from '../../forms/formOf.ts'
import type { Headers } from '../../why.ts'

/** Lines of the record in which a THRIVE is looked for; where there are more, its number is typed. */
const MOST_LINES = 500

type Read = (api: Api, path: string, clock: Clock, headers: Headers) => Promise<Choices>

const EARLIER: Partial<Record<EventName, Read>> = {
  'hau.feedback': async (...asked) => ({ assessment: await assessed(...asked) }),
  'dash.submitted': async (...asked) => ({ secondaryTo: await assessed(...asked) }),
  'thrive.scored': thrives,
}

/** Without choices the field is typed: the incident cannot be read, or nothing was assessed. */
export async function earlierOf(api: Api, event: EventName, ref: string, clock: Clock, headers: Headers): Promise<Choices> {
  const read = EARLIER[event]
  if (read === undefined) return {}
  const found = await read(api, `/v1/incidents/${encodeURIComponent(ref)}`, clock, headers).catch(nothing)
  return Object.fromEntries(Object.entries(found).filter(([, options]) => options.length > 0))
}

function nothing(error: unknown): Choices {
  if (error instanceof ApiRefused) return {}
  throw error
}

async function assessed(api: Api, path: string, clock: Clock, headers: Headers) {
  const { items } = await api.get<Answer<typeof assessments>>(`${path}/assessments`, headers)
  return items.map(({ id, at, tool, provisional: { grade, author } }) => ({
    value: id,
    label: `${tool.name} by ${author.id}, ${shortTime(at, clock)}: ${grade} risk`,
  }))
}

async function thrives(api: Api, path: string, clock: Clock, headers: Headers): Promise<Choices> {
  const { items, next } = await api.get<Lines>(`${path}/timeline?order=newest&limit=${MOST_LINES}`, headers)
  if (next !== null) return {}
  const found = items.filter(({ type }) => type === 'thrive.assessed')
  return { thrive: found.map(({ sequence, at }) => ({ value: String(sequence), label: `THRIVE of ${shortTime(at, clock)}` })) }
}

interface Lines {
  readonly items: readonly Pick<Answer<typeof timelineItem>, 'type' | 'sequence' | 'at'>[]
  readonly next: string | null
}
