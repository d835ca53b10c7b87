/** What the API tells of an incident to whoever reassesses it: what is asked, and what the last assessment said. */
import type { CaseEventData, EventName } from '../../../../machines/rules/events.ts'
import type { assessments } from '../../../engine/answers/assessments.ts'
import type { incident } from '../../../engine/answers/incident.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { timelineItem } from '../../../engine/answers/timeline.ts'
import type { Api } from '../../ask.ts'
import type { Headers } from '../../why.ts'

export type Incident = Answer<typeof incident>
type Item = Answer<typeof timelineItem>
export type Line<Name extends EventName = EventName> = Omit<Item, 'data'> & { readonly data: CaseEventData[Name] }

type Assessments = Answer<typeof assessments>
/** Of a look at the risk whose content is still there. */
type Look<Kind extends 'thrive' | 'reassessed'> = NonNullable<Assessments[Kind]> & {
  readonly data: NonNullable<NonNullable<Assessments[Kind]>['data']>
}

export interface Known {
  readonly incident: Incident
  readonly lines: readonly Item[]
  /** The last THRIVE, and the last reassessment that nobody set aside. */
  readonly thrive: Look<'thrive'> | null
  readonly last: Look<'reassessed'> | null
}

const PAGE = 500
/** Lines of a record that this page reads: a longer one has been reassessed all the same within them. Project default. */
const MOST_LINES = 5_000

export async function readKnown(api: Api, ref: string, headers: Headers): Promise<Known> {
  const path = `/v1/incidents/${encodeURIComponent(ref)}`
  // First alone: of a restricted incident the record notes only the first that opens it.
  const incident = await api.get<Incident>(path, headers)
  const [{ thrive, reassessed }, lines] = await Promise.all([
    api.get<Assessments>(`${path}/assessments`, headers),
    readLines(api, `${path}/timeline`, headers),
  ])
  return { incident, lines, thrive: isThere(thrive) ? thrive : null, last: isThere(reassessed) ? reassessed : null }
}

const isThere = <Found extends { readonly data: unknown }>(
  found: Found | null,
): found is Found & { readonly data: NonNullable<Found['data']> } => found !== null && found.data !== null

/** @returns whether a line is of a type; its content is null once it was destroyed at retention. */
export const isOf =
  <Name extends EventName>(name: Name) =>
  (line: Item): line is Line<Name> =>
    line.type === name && line.data !== null

async function readLines(api: Api, path: string, headers: Headers): Promise<readonly Item[]> {
  const lines: Item[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: { readonly items: readonly Item[]; readonly next: string | null } = await api.get(
      `${path}?limit=${PAGE}${query}`,
      headers,
    )
    lines.push(...page.items)
    cursor = page.next
  } while (cursor !== null && lines.length < MOST_LINES)
  return lines
}
