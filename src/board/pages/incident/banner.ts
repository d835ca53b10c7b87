/** What has just become of a form: recorded, or waiting for a second person and not done. */
import type { Told } from '../../told.ts'
import { DONE } from '../../words/incident.ts'
import { say, type Text } from '../../words/text.ts'
import { counted } from '../../words/words.ts'
import { titleOf } from './happened/title.ts'
import type { Known } from './known.ts'
import { approvalText } from './second.ts'

export interface Asked {
  /** The id of the event that was recorded. */
  readonly done: string | null
  /** The approval that waits. */
  readonly waits: string | null
  /** What was done about alerts. */
  readonly did: string | null
}

export interface Banner {
  readonly kind: 'done' | 'waits'
  readonly title: string
  readonly texts: readonly Text[]
}

const word = (query: Readonly<Record<string, unknown>>, name: string): string | null => {
  const said = query[name]
  return typeof said === 'string' && said !== '' ? said : null
}

export const askedIn = (query: Readonly<Record<string, unknown>>): Asked => ({
  done: word(query, 'done'),
  waits: word(query, 'waits'),
  did: word(query, 'did'),
})

/** @param told what the API warned of when it took the form; null where it warned of nothing, or that was read. */
export function bannerFor({ done, waits, did }: Asked, told: Told | null, known: Known): Banner | null {
  const { warnings = [], more = 0 } = told ?? {}
  const noted: readonly Text[] = [
    ...warnings.map((text) => [text]),
    ...(more === 0 ? [] : [[`${counted(more, 'more thing')} to look at.`]]),
  ]
  const waiting = known.view.approvals.find(({ approval }) => approval === waits)
  if (waiting !== undefined) return { kind: 'waits', title: 'Waiting, not done', texts: [approvalText(waiting, known), ...noted] }
  if (did === 'take' || did === 'take-all' || did === 'release') return { kind: 'done', title: DONE.title, texts: [[DONE[did]]] }
  if (done === null && waits === null) return null
  const line = known.lines.find(({ id }) => id !== null && (id === done || id === waits))
  const says = line === undefined ? [DONE.unknown] : say`${titleOf(line, known)}, ${known.times.at(line.at)}.`
  return { kind: 'done', title: DONE.title, texts: [says, ...noted] }
}
