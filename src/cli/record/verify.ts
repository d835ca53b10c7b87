import { policyOnRecord } from '../../engine/pinnedPolicy.ts'
import { replay } from '../../engine/replay.ts'
import type { Case, CaseKey } from '../../engine/step/case.ts'
import type { EndedPart } from '../../engine/step/leaving.ts'
import { MACHINE_VERSION, type PinnedPolicy } from '../../engine/step/live.ts'
import { spooledIn } from '../../store/access/spool.ts'
import type { Store } from '../../store/store.ts'
import { complain, counted, notOnRecord, print, refuse } from '../words.ts'
import { checkpointKey, readCheckpointLines, spoolFolder } from './keyFile.ts'
import { onRecord } from './openRecord.ts'

/**
 * `reassess verify [REF]`: replays every case, or a single case, and compares it with its snapshot, checks its chain, compares
 * the record with its signed checkpoints, and walks the access log. Exit 1 on any difference. What it cannot show: docs/operations/verify.md.
 */
export async function verify([reference, ...rest]: string[]): Promise<number> {
  if (rest.length > 0 || reference?.startsWith('-')) return refuse('verify')
  return onRecord(async (store, { dataDir }) => {
    const found = await verifyCases(store, reference ?? null)
    const checkpoints = reference === undefined ? await verifyCheckpoints(store, dataDir) : { torn: [], differences: [] }
    const accessLog = reference === undefined ? await store.walkAccess(spooledIn(spoolFolder(dataDir))) : null
    for (const line of checkpoints.torn) print(`TORN ${line}`)
    for (const line of [...found.differences, ...checkpoints.differences, ...(accessLog?.differences ?? [])])
      print(`DIFFERENCE ${line}`)
    if (reference !== undefined && found.cases === 0) {
      complain(notOnRecord(reference))
      return 1
    }
    const inLog = accessLog?.differences.length ?? 0
    const wrong = found.differences.length + checkpoints.differences.length
    const walked = [
      found.destroyed > 0 ? `, ${found.destroyed} with content destroyed` : '',
      found.older > 0 ? `, ${found.older} not touched since an older release` : '',
    ].join('')
    print(
      `${counted(found.cases, 'incident')}, ${counted(found.lines, 'line')}${walked}: ${wrong === 0 ? 'no difference' : counted(wrong, 'difference')}`,
    )
    if (accessLog !== null && accessLog.lines + inLog > 0)
      print(
        `access log: ${counted(accessLog.lines, 'line')} of ${counted(accessLog.writers, 'process', 'processes')}: ${inLog === 0 ? 'no difference' : counted(inLog, 'difference')}`,
      )
    return wrong + inLog === 0 ? 0 : 1
  })
}

interface Found {
  cases: number
  lines: number
  destroyed: number
  /** Their snapshot is an older release's; these machines replay it at the case's next event. */
  older: number
  readonly differences: string[]
}

async function verifyCases(store: Store, reference: string | null): Promise<Found> {
  const found: Found = { cases: 0, lines: 0, destroyed: 0, older: 0, differences: [] }
  const policies = new Map<string, PinnedPolicy | null>()
  for await (const { kept, ...key } of store.readCases()) {
    if (reference !== null && key.reference !== reference) continue
    found.cases += 1
    if (kept === null) {
      found.differences.push(`${nameOf(key)}: its snapshot cannot be read`)
      continue
    }
    if (!policies.has(kept.policy)) policies.set(kept.policy, await policyOnRecord(store, kept.policy))
    const pinned = policies.get(kept.policy) ?? null
    if (pinned === null) {
      found.differences.push(`${nameOf(kept)}: the policy that it pinned is not on record`)
      continue
    }
    try {
      const { lines, replayed, differences } = await replay(
        kept,
        store.readEntries(kept, kept.version),
        pinned,
        await endedOf(store, kept),
      )
      found.lines += lines
      if (kept.machineVersion !== MACHINE_VERSION) found.older += 1
      else if (!replayed && differences.length === 0) found.destroyed += 1
      for (const { sequence, detail } of differences)
        found.differences.push(`${nameOf(kept)}${sequence === null ? '' : ` line ${sequence}`}: ${detail}`)
    } catch (error) {
      found.differences.push(`${nameOf(kept)}: cannot be replayed (${error instanceof Error ? error.message : error})`)
    }
  }
  return found
}

/** What left the snapshot of a case, as at its version; null when the case has changed since it was read. */
async function endedOf(store: Store, kept: Case): Promise<readonly EndedPart[] | null> {
  const ended = await store.readEnded(kept, null)
  return (await store.caseOf(kept))?.version === kept.version ? ended : null
}

const nameOf = ({ force, reference }: CaseKey): string => `${force} ${reference}`

/** A torn line of the file beside the record is no difference: docs/operations/verify.md says what to do. */
async function verifyCheckpoints(store: Store, dataDir: string): Promise<{ torn: string[]; differences: string[] }> {
  const key = await checkpointKey(dataDir)
  const problems = key === null ? [] : await store.verifyCheckpoints(key, await readCheckpointLines(dataDir))
  const said = (isTorn: boolean): string[] =>
    problems
      .filter(({ code }) => (code === 'torn') === isTorn)
      .map(({ position, detail }) => `checkpoint${position === null ? '' : ` at ${position}`}: ${detail}`)
  return { torn: said(true), differences: said(false) }
}
