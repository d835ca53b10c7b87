/** A new risk is told to every investigation of its incident; only those whose review it brings nearer change. */
import type { EventName } from '../../machines/rules/events.ts'
import { exampleOf } from '../rules/examples.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, policyWith, startNight } from '../support/incident.ts'

it('changes no investigation whose review is near enough already, and each that it brings nearer', async () => {
  const { engine, store } = startNight(policyWith())
  /** @returns the investigations that something became of. */
  const post = async (time: string, type: EventName, changes: object = {}): Promise<string[]> => {
    const at = happens.instant(time)
    store.setNow(at)
    const received = type === 'incident.reported' ? { receivedAt: at } : {}
    const posted = {
      kind: 'event',
      type,
      at,
      recordedAt: at,
      role: 'supervisor',
      data: exampleOf(type, { ...received, ...changes }),
    } as unknown as happens.Posted
    const [outcome] = await engine.record([arrivedEvent(posted, `${type}-${time}`)])
    if (outcome?.status !== 'accepted') throw new Error(JSON.stringify(outcome))
    return outcome.matters.filter(({ kind }) => kind === 'investigation').map(({ name }) => name)
  }
  const crime = (crimeRef: string) => ({ crimeRef, offenceAt: undefined })
  await post('20:00', 'incident.reported')
  await post('20:01', 'thrive.assessed')
  await post('20:02', 'incident.graded')
  await post('20:03', 'unit.assigned')
  await post('20:10', 'unit.arrived')
  await post('20:20', 'crime.recorded', crime('C/1'))
  // Nobody had graded the risk: C/1 is reviewed as soon as for a high one.
  expect(await post('20:30', 'dash.submitted', { grade: 'medium' })).toEqual([])
  expect(await post('20:40', 'crime.recorded', crime('C/2'))).toEqual(['C/2'])
  expect(await post('20:50', 'dash.submitted', { grade: 'high' })).toEqual(['C/2'])
  expect(await post('20:55', 'dash.submitted', { grade: 'high' })).toEqual([])
})
