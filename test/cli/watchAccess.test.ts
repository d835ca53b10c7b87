/** Somebody is told while the access log can be written nowhere, and until it can be written again. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { watchAccess } from '../../src/cli/serving/watchAccess.ts'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import type { Store } from '../../src/store/store.ts'
import { toldOf } from '../support/accessLines.ts'
import { eventually } from '../support/eventually.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()

it('raises the alert, and ends it once every line is written', async () => {
  await $.store.create('supervisor', 'warwickshire')
  const dataDir = mkdtempSync(join(tmpdir(), 'reassess-data-'))
  // A file stands where the spool would be.
  writeFileSync(join(dataDir, 'access'), '')
  let isAway = true
  const insertAccess: Store['insertAccess'] = async (lines) => {
    if (isAway) throw new RecordUnavailable('away')
    await $.store.insertAccess(lines)
  }
  const watch = watchAccess({ ...$.store, insertAccess }, dataDir, 'supervisor', pino({ enabled: false }))
  await watch.write(toldOf({ request: 'watched' }))
  const alerts = async (status: 'open' | 'resolved') =>
    (await $.store.alerts('warwickshire', { kind: 'access-log-unwritable', status, openOnly: false }, { limit: 10 })).items
  await eventually('it is raised', async () => (await alerts('open')).length === 1)
  expect(await alerts('open')).toEqual([expect.objectContaining({ severity: 'high', audience: 'supervisor', incident: '' })])

  isAway = false
  rmSync(join(dataDir, 'access'))
  await eventually('it has ended', async () => (await alerts('resolved')).length === 1, undefined, { giveUpMs: 50_000 })
  expect((await $.store.accessLog('warwickshire', {}, { limit: 10 })).items.map(({ request }) => request)).toEqual(['watched'])
  await watch.stop()
  rmSync(dataDir, { recursive: true })
})
