import { replay } from '../../src/engine/replay.ts'
import type { Case, Entry } from '../../src/engine/step/case.ts'
import { gradedP2 } from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'

const pinned = policyWith()

/** A short record: reported, assessed, graded. */
async function recorded(): Promise<{ kept: Case; entries: readonly Entry[] }> {
  const night = startNight(pinned)
  for (const happening of gradedP2('20:00')) await night.go(happening)
  return { kept: night.store.caseOf(KEY) as Case, entries: night.store.entries(KEY) }
}

async function* from(entries: readonly Entry[]): AsyncGenerator<Entry> {
  yield* entries
}

const forged: [string, Partial<Entry>][] = [
  ['actor', { actor: { key: 'k', role: 'officer' } }],
  ['source', { source: 'urn:example:somebody-else' }],
  ['id', { id: 'another' }],
  ['at', { at: '2026-11-20T19:00:00.000Z' }],
  ['recordedAt', { recordedAt: '2026-11-20T23:00:00.000Z' }],
  ['type', { type: 'log.noted' }],
  ['content', { commitment: 'f'.repeat(64) }],
]

it('finds nothing in a record as it was written', async () => {
  const { kept, entries } = await recorded()
  expect(await replay(kept, from(entries), pinned)).toEqual({ lines: 3, replayed: true, differences: [] })
})

it.each(forged)('finds a line whose %s was changed beside its bytes', async (column, change) => {
  const { kept, entries } = await recorded()
  const changed = entries.map((entry) => (entry.sequence === 2 ? { ...entry, ...change } : entry))
  const { differences } = await replay(kept, from(changed), pinned)
  expect(differences).toContainEqual({ sequence: 2, detail: `its ${column} differs from its bytes` })
})

it('finds bytes, content and lines that were changed or taken away', async () => {
  const { kept, entries } = await recorded()
  const [first, second, third] = entries as [Entry, Entry, Entry]
  const found = async (lines: readonly Entry[]) =>
    (await replay(kept, from(lines), pinned)).differences.map(({ detail }) => detail)
  expect(await found([first, { ...second, canonical: second.canonical.replace('WK', 'KW') }, third])).toContain(
    'its bytes do not give its hash',
  )
  expect(await found([first, { ...second, content: '{}' }, third])).toContain('its content is not what was committed to')
  expect(await found([first, third])).toContain('line 2 is missing')
  expect(await found([first, second])).toContain('has 2 lines; its version says 3')
})
