/** An incident with a child whose school is known, in a year with terms and holidays. */
import { calendarsSchema } from '../../machines/rules/calendar/schema.ts'
import type { EventName } from '../../machines/rules/events.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import { exampleOf } from '../rules/examples.ts'
import * as happens from './happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from './incident.ts'

export const calendars = calendarsSchema.parse({
  bankHolidays: {
    source: 'built in',
    coveredTo: '2027-12-31',
    dates: { '2026-12-28': 'Boxing Day', '2027-03-29': 'Easter Monday' },
  },
  schools: {
    'SCH-1': {
      terms: [
        { from: '2026-02-23', to: '2026-07-17' },
        { from: '2026-09-02', to: '2026-12-18' },
        { from: '2027-01-04', to: '2027-03-25' },
      ],
      closed: [{ from: '2026-11-30', to: '2026-11-30' }],
    },
  },
})
export const school = { notifyBefore: '08:00', encompass: { from: '2026-01-01' } }

/** Somebody attends an incident with a child whose school is known, and things are posted of it. */
export async function visit(at: string, changes: object = {}, schoolRef: string | undefined = 'SCH-1') {
  const pinned = policyWith({ calendars, school, ...changes })
  const { engine, store, go } = startNight(pinned)
  const report = happens.reported(at)
  const persons = [{ role: 'child', personRef: 'P-3', ...(schoolRef === undefined ? {} : { schoolRef }) }]
  for (const happened of [
    { ...report, data: { ...report.data, persons } } as happens.Posted,
    happens.thriveAssessed(at),
    happens.graded(at, 'P2'),
    happens.arrived(at),
  ])
    expect(await go(happened)).toMatchObject({ status: 'accepted' })
  let posted = 0
  const post = async (type: EventName, time: string, data: object = {}): Promise<Outcome> => {
    await go({ kind: 'clock', at: time })
    const event = { kind: 'event', type, at: time, recordedAt: time, role: 'hau', data: exampleOf(type, data) }
    posted += 1
    const [outcome] = await engine.record([arrivedEvent(event as unknown as happens.Posted, `${type}-${posted}`)])
    return outcome as Outcome
  }
  const matter = async (id: string) => (await engine.view(KEY))?.matters.find(({ kind, name }) => `${kind}/${name}` === id)
  return { engine, store, go, post, matter, pinned }
}
