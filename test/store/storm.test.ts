/**
 * A storm: twelve calls in a second about one incident, that nobody answers until the top level is reached. Before calls joined the open
 * demand of their reason this was 36 open alerts and 73 messages of the stream.
 */
import type { AlertItem } from '../../src/engine/views/views.ts'
import * as happens from '../support/happenings.ts'
import { KEY } from '../support/incident.ts'
import { startNights } from '../support/listing.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const CALLS = 12

it('is one demand and an alert for each level of the ladder, and little more than the calls on the stream', async () => {
  const nights = startNights($.store)
  await nights.post(KEY.reference, ...happens.gradedP2('20:00'))
  await $.store.numberChanges()
  const before = await $.store.streamHead(KEY.force)
  const messages = async () => (await $.store.streamAfter(KEY.force, before, 500))?.length ?? 0
  const open = async (): Promise<string[]> => {
    const { items } = await $.store.alerts(
      KEY.force,
      { incident: KEY.reference, status: 'open', openOnly: false },
      { limit: 500 },
    )
    return items.map(({ kind }: AlertItem) => kind).sort()
  }
  const call = (nth: number) => happens.callReceived(new Date(Date.parse(happens.instant('20:10')) + nth * 80).toISOString())
  await nights.post(KEY.reference, ...Array.from({ length: CALLS }, (_, nth) => call(nth)))
  await $.store.numberChanges()
  expect(await open()).toEqual(['reassessment-demanded'])
  // A message for each call, and the alert.
  expect(await messages()).toBe(CALLS + 1)

  await nights.passes('20:44')
  await $.store.numberChanges()
  expect(await open()).toEqual(['reassessment-demanded', 'reassessment-overdue', 'reassessment-overdue'])
  expect(await messages()).toBe(CALLS + 1 + 2 * 2)

  await nights.passes('21:01')
  expect((await open()).filter((kind) => kind.startsWith('attendance'))).toEqual(['attendance-overdue'])
})
