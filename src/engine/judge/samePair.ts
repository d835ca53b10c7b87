/**
 * The last assessment of the same pair in an earlier incident: what the first one of this incident is compared with. Who the
 * pair is, is told by the person references of reports and identifications, read from the lines; a shared address or telephone
 * makes no pair. Source: docs/sources.md#dash.
 */

import type { CaseEventData } from '../../../machines/rules/events.ts'
import { assessmentId } from '../../../machines/rules/hau/dash.ts'
import type { Policy } from '../../../machines/rules/policy/policy.ts'
import { personsIn, reference, type Somebody } from '../../../machines/rules/report/persons.ts'
import type { Earlier } from '../../../machines/rules/report/repeatCallers.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { KeptEntry } from '../step/case.ts'

type Dash = CaseEventData['dash.submitted']

/** An incident that the same person was recognised in, as far as it is read. */
export interface EarlierRecord {
  readonly incident: string
  readonly policy: Policy
  readonly entries: AsyncIterable<KeptEntry>
}

/** An assessment of an earlier incident. */
export interface EarlierForm {
  readonly incident: string
  readonly id: string
  readonly dash: Dash
  readonly policy: Policy
}

/** Person references of those who were named as victim and as suspect. */
export interface Pair {
  readonly victims: ReadonlySet<string>
  readonly suspects: ReadonlySet<string>
}

/** Earlier incidents that are read for one comparison, newest first: project default [derived], a read must stay small. */
const MOST_READ = 10

/** The earlier incidents worth reading: reported before this one, and recognised by a person of it. */
export const mayBeSamePair = (reportedAt: Instant, repeat: readonly Earlier[]): readonly string[] =>
  repeat
    .filter((earlier) => earlier.by.includes('person') && earlier.reportedAt < reportedAt)
    .slice(0, MOST_READ)
    .map(({ incident }) => incident)

/** Gathers who is victim and who is suspect, line by line. */
export function gatherPair(): Pair & { readonly see: (line: Pick<KeptEntry, 'type' | 'content'>) => void } {
  const victims = new Set<string>()
  const suspects = new Set<string>()
  const keep = ({ role, personRef }: Somebody): void => {
    const named = role === 'victim' || role === 'suspect' ? reference(personRef) : null
    if (named !== null) (role === 'victim' ? victims : suspects).add(named)
  }
  return {
    victims,
    suspects,
    see({ type, content }) {
      if (content === null) return
      for (const one of personsIn(type, JSON.parse(content))) keep(one)
    },
  }
}

/** The same victim; and the same suspect, where both incidents name one. */
const isSame = (a: Pair, b: Pair): boolean =>
  share(a.victims, b.victims) && (a.suspects.size === 0 || b.suspects.size === 0 || share(a.suspects, b.suspects))
const share = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((one) => b.has(one))

/**
 * @param records newest first.
 * @param until when the form that is compared was made: what an earlier incident learnt after it was not before it.
 * @returns the last form of the newest incident of the pair that has one, or null.
 */
export async function lastOfPair(pair: Pair, records: AsyncIterable<EarlierRecord>, until: Instant): Promise<EarlierForm | null> {
  for await (const { incident, policy, entries } of records) {
    const theirs = gatherPair()
    let made = 0
    let last: EarlierForm | null = null
    for await (const line of entries) {
      theirs.see(line)
      if (line.type !== 'dash.submitted') continue
      made += 1
      if (line.content === null || line.at > until) continue
      last = { incident, id: assessmentId(incident, made), dash: JSON.parse(line.content) as Dash, policy }
    }
    if (last !== null && isSame(pair, theirs)) return last
  }
  return null
}
