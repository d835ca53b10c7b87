/** What has just become of a form: recorded, or waiting for a second person and not done. */
import { DONE, NOTED, WARNING_WORDS } from '../../words/incident.ts'
import { say, type Text } from '../../words/text.ts'
import { titleOf } from './happened/title.ts'
import type { Known } from './known.ts'
import { approvalText } from './second.ts'

export interface Asked {
  /** The id of the event that was recorded. */
  readonly done: string | null
  /** The approval that waits. */
  readonly waits: string | null
  /** Codes of the warnings that its answer had. */
  readonly warnings: readonly string[]
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
  warnings: (word(query, 'warnings') ?? '').split(',').filter((code) => code !== ''),
  did: word(query, 'did'),
})

export function bannerFor({ done, waits, warnings, did }: Asked, known: Known): Banner | null {
  const noted = [...new Set(warnings.map((code) => WARNING_WORDS[code] ?? NOTED))].map((text): Text => [text])
  const waiting = known.view.approvals.find(({ approval }) => approval === waits)
  if (waiting !== undefined) return { kind: 'waits', title: 'Waiting, not done', texts: [approvalText(waiting, known), ...noted] }
  if (did === 'take' || did === 'take-all' || did === 'release') return { kind: 'done', title: DONE.title, texts: [[DONE[did]]] }
  if (done === null && waits === null) return null
  const line = known.lines.find(({ id }) => id !== null && id === (done ?? waits))
  const says = line === undefined ? [DONE.unknown] : say`${titleOf(line, known)}, ${known.times.at(line.at)}.`
  return { kind: 'done', title: DONE.title, texts: [says, ...noted] }
}
