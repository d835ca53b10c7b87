import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '../../store/store.ts'
import { complain, notOnRecord, print, refuse, wordsOf } from '../words.ts'
import { byCommand, LONGEST_REASON, logCommand } from './command.ts'
import { type Exported, exportOf } from './exported.ts'
import { exportPage } from './exportPage.ts'
import { writeSecret } from './keyFile.ts'
import { onRecord } from './openRecord.ts'

/**
 * `reassess export REF`: an incident's whole record as `REF.json` and as `REF.html` to print, for their owner's eyes only;
 * with `--json` the first on standard output. The access log has it before it is written. Exit 1 when there is no such incident, or its record contradicts itself.
 */
export async function exportIncident(args: string[]): Promise<number> {
  const words = wordsOf(args, { out: { type: 'string' }, json: { type: 'boolean', default: false }, reason: { type: 'string' } })
  const [reference, ...rest] = words?.positionals ?? []
  if (words === null || reference === undefined || rest.length > 0) return refuse('export')
  const { out, json, reason } = words.values
  return onRecord(async (store, { force, dataDir }) => {
    const exported = await exportOf(store, { force, reference }, new Date().toISOString())
    if (exported === null) {
      complain(notOnRecord(reference, force))
      return 1
    }
    await logExport(store, dataDir, force, exported, reason)
    if (json) process.stdout.write(textOf(exported))
    // Beside the record, not in whatever folder one stands in: it is as sensitive.
    else await writeFiles(out ?? join(dataDir, 'exports'), reference, exported)
    const { differences } = exported.verification
    for (const { sequence, detail } of differences)
      complain(`DIFFERENCE${sequence === null ? '' : ` line ${sequence}`}: ${detail}`)
    return differences.length === 0 ? 0 : 1
  })
}

/** The incident, and those that its page tells of because they came before. */
function logExport(store: Store, dataDir: string, force: string, { incident }: Exported, reason?: string): Promise<void> {
  return logCommand(store, dataDir, {
    ...byCommand(force),
    ...{ action: 'disclosure', route: 'reassess export', asked: [incident.incident], status: 0, request: randomUUID() },
    disclosed: [incident.incident, ...incident.risk.repeat.incidents.map((earlier) => earlier.incident)],
    ...(reason !== undefined && { reason: reason.trim().slice(0, LONGEST_REASON) }),
  })
}

const textOf = (exported: Exported): string => `${JSON.stringify(exported, null, 2)}\n`

async function writeFiles(folder: string, reference: string, exported: Exported): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // A reference may hold any sign, a slash among them; a file name may not.
  const name = join(folder, encodeURIComponent(reference))
  await writeSecret(`${name}.json`, textOf(exported))
  await writeSecret(`${name}.html`, exportPage(exported))
  print(`${name}.json\n${name}.html`)
}
