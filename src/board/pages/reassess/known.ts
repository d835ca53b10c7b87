/** What the API tells of an incident to whoever reassesses it: what is asked, and what the last assessment said. */
import type { CaseEventData, EventName } from '../../../../machines/rules/events.ts'
import type { incident } from '../../../engine/answers/incident.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { timelineItem } from '../../../engine/answers/timeline.ts'
import type { Api } from '../../ask.ts'

export type Incident = Answer<typeof incident>
type Item = Answer<typeof timelineItem>
export type Line<Name extends EventName = EventName> = Omit<Item, 'data'> & { readonly data: CaseEventData[Name] }

export interface Known {
  readonly incident: Incident
  readonly lines: readonly Item[]
  /** The last THRIVE, and the last reassessment that nobody set aside. */
  readonly thrive: Line<'thrive.assessed'> | null
  readonly last: Line<'risk.reassessed'> | null
}

const PAGE = 500
/** Lines of a record that this page reads: a longer one has been reassessed all the same within them. Project default. */
const MOST_LINES = 5_000

export async function readKnown(api: Api, ref: string): Promise<Known> {
  const path = addressOf(ref)
  const [incident, lines] = await Promise.all([api.get<Incident>(path), readLines(api, `${path}/timeline`)])
  return knownOf(incident, lines)
}

export const addressOf = (ref: string): string => `/v1/incidents/${encodeURIComponent(ref)}`

export function knownOf(incident: Incident, lines: readonly Item[]): Known {
  const aside = new Set(
    lines.filter(isOf('reassessment.checked')).flatMap(({ data }) => (data?.verdict === 'explains' ? [data.reassessment] : [])),
  )
  return {
    ...{ incident, lines },
    thrive: lines.findLast(isOf('thrive.assessed')) ?? null,
    last: lines.filter(isOf('risk.reassessed')).findLast(({ sequence }) => !aside.has(sequence)) ?? null,
  }
}

/** @returns whether a line is of a type; its content is null once it was destroyed at retention. */
export const isOf =
  <Name extends EventName>(name: Name) =>
  (line: Item): line is Line<Name> =>
    line.type === name && line.data !== null

async function readLines(api: Api, path: string): Promise<readonly Item[]> {
  const lines: Item[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: { readonly items: readonly Item[]; readonly next: string | null } = await api.get(`${path}?limit=${PAGE}${query}`)
    lines.push(...page.items)
    cursor = page.next
  } while (cursor !== null && lines.length < MOST_LINES)
  return lines
}
