/** Lines of an access log, written by a process of their own. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccessTold } from '../../src/engine/access/line.ts'
import type { AccessRows } from '../../src/store/access/rows.ts'
import { createAccessWriter } from '../../src/store/access/writer.ts'

export const toldOf = (more: Partial<AccessTold> = {}): AccessTold => ({
  ...{ force: 'warwickshire', key: 'key-1', role: 'supervisor', action: 'consultation', route: '/v1/incidents/:ref' },
  ...{ asked: ['WK-1'], disclosed: ['WK-1'], from: '10.0.0.1', status: 200, request: 'a-request' },
  ...more,
})

/** One chain, a line after the other. */
export async function writeLines(rows: AccessRows, lines: readonly (Partial<AccessTold> & { readonly at?: string })[]) {
  let now = ''
  const folder = join(mkdtempSync(join(tmpdir(), 'reassess-access-')), 'access')
  const writer = createAccessWriter({ rows, folder, log: { error: () => {}, warn: () => {} }, now: () => now })
  for (const { at = '2026-11-20T20:00:00.000Z', ...line } of lines) {
    now = at
    await writer.write(toldOf(line))
  }
}
