/** An incident with an order, and what is posted about it. */
import { calendarsSchema } from '../../machines/rules/calendar/schema.ts'
import type { EventName } from '../../machines/rules/events.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import type { PinnedPolicy } from '../../src/engine/step/live.ts'
import { exampleOf } from '../rules/examples.ts'
import * as happens from './happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from './incident.ts'

export const ORDER = 'DVPN-7'
export const calendars = calendarsSchema.parse({
  bankHolidays: { source: 'built in', coveredTo: '2027-12-31', dates: { '2026-05-04': 'Early May' } },
  courts: {
    fictional: {
      weekly: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'], from: '10:00', to: '16:00' }],
    },
  },
})

/** An incident that was reported on a day, and what is posted about its order. */
export async function court(reportedAt: string, pinned: PinnedPolicy = policyWith()) {
  const { engine, store, go } = startNight(pinned)
  for (const happened of [
    happens.reported(reportedAt),
    happens.thriveAssessed(reportedAt),
    happens.graded(reportedAt, 'P2'),
    happens.arrived(reportedAt),
  ])
    expect(await go(happened)).toMatchObject({ status: 'accepted' })
  let posted = 0
  const post = async (type: EventName, at: string, data: object = {}): Promise<Outcome> => {
    const instant = new Date(at).toISOString()
    await go({ kind: 'clock', at: instant })
    const whole = exampleOf(type, { order: ORDER, ...data })
    const event = { kind: 'event', type, at: instant, recordedAt: instant, role: 'supervisor', data: whole }
    posted += 1
    const [outcome] = await engine.record([arrivedEvent(event as unknown as happens.Posted, `${type}-${posted}`)])
    return outcome as Outcome
  }
  const order = async (name = ORDER) => (await engine.view(KEY))?.matters.find((one) => one.name === name)
  const alerts = async () =>
    ((await engine.view(KEY))?.alerts ?? []).filter(({ status }) => status !== 'resolved').map(({ kind }) => kind)
  const passes = (at: string) => go({ kind: 'clock', at: new Date(at).toISOString() })
  return { post, order, alerts, passes, engine, store }
}

export const pointers = (outcome: Outcome): string[] =>
  outcome.status === 'refused' && 'errors' in outcome.problem ? outcome.problem.errors.map(({ pointer }) => pointer) : []
export const codes = (outcome: Outcome): string[] =>
  outcome.status === 'accepted' ? outcome.warnings.map(({ code }) => code) : []

/** Considered when the event says, so that a test may stand on any day. */
const considerations = Object.fromEntries(
  ['childrenWelfare', 'protectedOpinion', 'subjectRepresentations', 'occupantsOpinion'].map((what) => [what, { text: 'None.' }]),
)
export const authorised = { considerations }

export async function served(at: string, pinned?: PinnedPolicy, data: object = {}) {
  const before = new Date(Date.parse(at) - 3_600_000).toISOString()
  const place = await court(before, pinned)
  await place.post('order.proposed', before)
  await place.post('order.authorised', before, authorised)
  return { ...place, outcome: await place.post('order.served', at, data) }
}
