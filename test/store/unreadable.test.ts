/** A snapshot that somebody spoilt in the database: its incident fails by itself, in every way it can be asked of. */
import { randomBytes } from 'node:crypto'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { Store } from '../../src/store/store.ts'
import { logNoted, reported } from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith } from '../support/incident.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const keyOf = (reference: string) => ({ force: KEY.force, reference })
const unreadable = { code: 'snapshot-unreadable' }

function engineOn(store: Store) {
  const failures: unknown[] = []
  const salt = () => randomBytes(32).toString('hex')
  const failed = (error: unknown) => void failures.push(error)
  return { failures, engine: createEngine({ store, alarms: { ring: () => {} }, policy: policyWith(), salt, failed }) }
}

it.each([
  ['is no JSON', 'Mrs Jones is upstairs'],
  ['is cut short', '{"force":"warwickshire","reference":"WK-1'],
  ['is JSON of nothing', 'null'],
  ['is of no incident', '{}'],
])('that %s fails alone among those that are loaded with it', async (damage, snapshot) => {
  const { engine, failures } = engineOn($.store)
  const [before, spoilt, after] = ['a', 'b', 'c'].map((part) => `WK-${damage.replaceAll(' ', '-')}-${part}`) as [
    string,
    string,
    string,
  ]
  const events = (posted: ReturnType<typeof reported>, id: string) =>
    [before, spoilt, after].map((reference) => [{ ...arrivedEvent(posted, `${reference}-${id}`), reference }])
  for (const event of events(reported('20:00'), 'report')) await engine.record(event)
  await $.database.query('update reassess.cases set snapshot = $2 where reference = $1', [spoilt, snapshot])

  const outcomes = await Promise.allSettled(events(logNoted('20:00'), 'note').map((event) => engine.record(event)))
  expect(outcomes).toMatchObject([
    { status: 'fulfilled', value: [{ status: 'accepted', sequence: 2 }] },
    { status: 'rejected', reason: unreadable },
    { status: 'fulfilled', value: [{ status: 'accepted', sequence: 2 }] },
  ])
  // It is on record: it cannot be reported anew.
  const [, again = []] = events(reported('20:00'), 'again')
  await expect(engine.record(again)).rejects.toMatchObject(unreadable)
  await expect(engine.view(keyOf(spoilt))).rejects.toMatchObject(unreadable)
  await expect($.store.caseOf(keyOf(spoilt))).rejects.toMatchObject(unreadable)
  expect(await engine.fireTimers([{ ...keyOf(spoilt), timer: 't1' }])).toEqual(['failed'])
  expect(failures).toMatchObject([unreadable])
  expect(String(failures)).not.toContain('Jones')
  const lines = []
  for await (const { sequence } of $.store.readEntries(keyOf(spoilt))) lines.push(sequence)
  expect(lines).toEqual([1])
})
