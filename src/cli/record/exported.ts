/**
 * An incident's whole record: its current state, every line with what was said, and what is needed to check the chain
 * elsewhere.
 */
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { standingIssues } from '../../engine/measures/thrives.ts'
import { policyOnRecord } from '../../engine/pinnedPolicy.ts'
import { type Difference, replay } from '../../engine/replay.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import { withAll } from '../../engine/step/leaving.ts'
import { openCase } from '../../engine/step/openCase.ts'
import { viewOf } from '../../engine/views/view.ts'
import type { IncidentView, TimelineItem } from '../../engine/views/views.ts'
import type { Store } from '../../store/store.ts'

export interface ExportedLine extends TimelineItem {
  /**
   * `hash` is SHA-256 over `canonical`, which names the hash before it and the `commitment`: SHA-256 over the salt's bytes
   * and `data` as RFC 8785 writes it. Salt and data are null once retention has destroyed them.
   */
  readonly chain: {
    readonly canonical: string
    readonly hash: string
    readonly commitment: string
    readonly salt: string | null
  }
}

export interface Exported {
  readonly schema: 'reassess/export/v1'
  readonly marking: 'OFFICIAL-SENSITIVE'
  readonly exportedAt: Instant
  readonly incident: IncidentView
  readonly timeline: readonly ExportedLine[]
  /** The policy that the incident pinned, as it was read, and its content hash. */
  readonly policy: { readonly hash: string; readonly timezone: string; readonly content: unknown }
  /** The chain walked and the lines replayed for this export. */
  readonly verification: {
    readonly head: string
    readonly lines: number
    /** False when content was destroyed: then only the chain could be checked. */
    readonly replayed: boolean
    readonly differences: readonly Difference[]
  }
}

/** The policy that an incident pinned is not on record. */
class PolicyMissing extends Error {
  readonly code = 'policy-missing'
}

/** @returns null for an unknown incident. */
export async function exportOf(store: Store, key: CaseKey, exportedAt: Instant): Promise<Exported | null> {
  const kept = await store.caseOf(key)
  if (kept === null) return null
  const pinned = await policyOnRecord(store, kept.policy)
  if (pinned === null) throw new PolicyMissing(`the policy that ${key.reference} pinned is not on record`)
  const timeline: ExportedLine[] = []
  for await (const entry of store.readEntries(key, kept.version)) {
    const { canonical: bytes, hash, commitment, salt, content, ...line } = entry
    const data: unknown = content === null ? null : JSON.parse(content)
    timeline.push({ ...line, data, chain: { canonical: bytes, hash, commitment, salt } })
  }
  const { live } = await openCase(kept, pinned, () => store.readEntries(key, kept.version), exportedAt)
  const ended = await store.readEnded(key, null)
  const { lines, replayed, differences } = await replay(kept, store.readEntries(key, kept.version), pinned, ended)
  return {
    schema: 'reassess/export/v1',
    marking: 'OFFICIAL-SENSITIVE',
    exportedAt,
    incident: viewOf(
      withAll(live, ended),
      {
        version: kept.version,
        thriveGaps: await standingIssues(live, () => store.readEntries(key, kept.version, ['thrive.assessed'])),
        linksFrom: await store.linksFrom(key),
      },
      Number.POSITIVE_INFINITY,
    ),
    timeline,
    policy: { hash: kept.policy, timezone: pinned.policy.timezone, content: JSON.parse(pinned.canonical) },
    verification: { head: kept.head, lines, replayed, differences },
  }
}
