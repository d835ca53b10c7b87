/**
 * The main job, from the outside: the wait becomes a breach, the breach a demand; explaining answers nothing, a complete
 * reassessment does, and it comes back until the victim has been seen. Then the rest of the way to a closed incident.
 */
import type { DemandItem, IncidentView } from '../../src/engine/views/views.ts'
import { event, type Fields } from '../support/client.ts'
import { describeOnGiven } from '../support/given.ts'
import { createPlace, type Given, type Place, type Server } from '../support/server.ts'
import { lapsesOf, oneCauseOneAlert, verifies } from './holds.ts'
import { SECONDS } from './policy.ts'

const walk = (given: Given): void => {
  let place: Place
  let server: Server

  beforeAll(async () => {
    place = await createPlace(SECONDS, given)
    server = await place.start()
  })
  afterAll(() => place.remove())

  const accepted = async (...posted: Parameters<Server['post']>) => {
    const answer = await server.post(...posted)
    expect(answer).toMatchObject({ code: 201, body: { status: 'accepted' } })
    return answer.body
  }
  const openDemand = ({ demands }: Pick<IncidentView, 'demands'>): DemandItem | undefined =>
    demands.find(({ status }) => status === 'open')
  const demanded = (reference: string, reason: string) =>
    server.incidentIs(reference, `has an open demand: ${reason}`, ({ demands }) =>
      demands.some((demand) => demand.status === 'open' && demand.reason === reason),
    )
  const reported = async (reference: string, priority: string) => {
    await accepted('control-room', event('incident.reported', reference))
    await accepted('control-room', event('thrive.assessed', reference))
    return accepted('control-room', event('incident.graded', reference, { priority }))
  }
  const reassessment = (reference: string, demand: string, data: Fields = {}) =>
    event('risk.reassessed', reference, {
      demand,
      nextReviewAt: new Date(Date.now() + 3_600_000).toISOString(),
      decision: { priority: 'P2', rationale: 'He is ten minutes away and she is behind a locked door.' },
      ...data,
    })

  it('is alerted, not silenced by an explanation, and answered by a complete reassessment that comes back', async () => {
    const graded = await reported('WK-1', 'P2')
    expect(graded.state).toMatchObject({ grading: 'graded', attendance: 'waiting.unassigned', risk: 'settled' })
    expect((await server.alertRaised('WK-1', 'attendance-warning')).status).toBe('open')
    expect(await server.alertRaised('WK-1', 'attendance-overdue')).toMatchObject({ status: 'open', level: 1 })
    const breached = await demanded('WK-1', 'attendance-overdue')
    expect(breached.state).toMatchObject({ attendance: 'overdue.unassigned', risk: 'demanded' })
    const id = openDemand(breached)?.id ?? ''

    // A note explains; it leaves demand, alerts and deadlines as they were.
    const noted = await accepted('supervisor', event('delay.noted', 'WK-1'))
    expect(noted.warnings).toMatchObject([{ code: 'demand-still-open' }])
    const after = await server.incident('WK-1')
    expect({ ...after, version: breached.version }).toEqual(breached)

    // Everything that is missing, at once; and nothing of it is half-applied.
    const empty = event('risk.reassessed', 'WK-1', {
      demand: id,
      victimContact: {},
      newInformation: 'none',
      checksRepeated: [],
      situation: {},
      thrive: { threat: { change: 'increased', rationale: '' }, harm: { change: 'unchanged' } },
      interimRisk: '',
      decision: { priority: 'P2' },
      interimSafeguarding: [],
      resourceAction: '',
      nextReviewAt: '',
    })
    const incomplete = await server.post('supervisor', empty)
    expect(incomplete).toMatchObject({ code: 422, problem: 'reassessment-incomplete' })
    const elements = ['risk', 'investigation', 'vulnerability', 'engagement']
    expect(incomplete.body.errors?.map(({ pointer }) => pointer)).toEqual([
      '/data/victimContact/attempted',
      '/data/victimContact/outcome',
      ...['suspect/where', 'suspect/source', 'victim/where', 'victim/source', 'canReach', 'changed', 'protects'].map(
        (part) => `/data/situation/${part}`,
      ),
      '/data/newInformation',
      '/data/thrive/threat/rationale',
      ...elements.flatMap((name) => [`/data/thrive/${name}/change`, `/data/thrive/${name}/rationale`]),
      '/data/interimRisk',
      '/data/decision/rationale',
      '/data/interimSafeguarding',
      '/data/resourceAction',
      '/data/nextReviewAt',
      '/data/situation',
    ])
    expect(incomplete.body.errors?.at(-1)).toMatchObject({ code: 'nothing-looked-at' })

    const words = { change: 'unchanged', rationale: 'No units available.' }
    const explanation = reassessment('WK-1', id, {
      thrive: Object.fromEntries(['threat', 'harm', ...elements].map((name) => [name, words])),
      interimRisk: 'No units available.',
      decision: { priority: 'P2', rationale: 'All units committed.' },
    })
    expect(await server.post('supervisor', explanation)).toMatchObject({ code: 422, problem: 'explains-delay-not-risk' })
    expect(await server.post('control-room', reassessment('WK-1', id))).toMatchObject({ code: 403, problem: 'forbidden' })
    expect((await server.incident('WK-1')).version).toBe(after.version)

    const answer = reassessment('WK-1', id)
    const answered = await accepted('supervisor', answer)
    expect(answered).toMatchObject({
      state: { risk: 'settled', attendance: 'overdue.unassigned' },
      demands: [{ status: 'answered' }],
    })
    expect(answered.alerts?.filter(({ demand }) => demand === id).map(({ status }) => status)).toEqual(['resolved'])
    expect(await server.post('supervisor', answer)).toMatchObject({ code: 200, body: { status: 'duplicate' } })
    expect(await server.post('supervisor', { ...answer, id: 'another' })).toMatchObject({
      code: 409,
      problem: 'not-accepted-now',
    })
    // The breach is not over: attendance resolves its alert, never a reassessment.
    expect(await server.alertRaised('WK-1', 'attendance-overdue')).toMatchObject({ status: 'open' })

    // Nobody has seen her yet: the policy's interval brings the next review, long before the hour that was named.
    const reviewed = openDemand(await demanded('WK-1', 'review-due'))
    expect(reviewed).toMatchObject({ level: 1, count: 1 })

    const arrived = await accepted('officer', event('unit.arrived', 'WK-1'))
    expect(arrived.state).toMatchObject({ attendance: 'attended', risk: 'settled' })
    expect(arrived.demands?.map(({ reason, status }) => [reason, status])).toEqual([
      ['attendance-overdue', 'answered'],
      ['review-due', 'superseded'],
    ])
    expect(await server.alertRaised('WK-1', 'attendance-overdue')).toMatchObject({ status: 'resolved' })
  })

  it('goes one level up in each answer time, and at the top repeats, also to whoever has it', async () => {
    await reported('WK-2', 'P1')
    const top = await server.incidentIs('WK-2', 'has reached the top level', (view) => openDemand(view)?.level === 3)
    const alertAt = (view: IncidentView, level: number) =>
      view.alerts.find((alert) => alert.level === level && alert.demand === openDemand(view)?.id)
    expect([1, 2, 3].map((level) => alertAt(top, level)?.audience)).toEqual([
      'supervisor',
      'force-incident-manager',
      'duty-superintendent',
    ])
    const last = alertAt(top, 3)
    const taken = await server.acknowledge(last?.id ?? '', 'supt-1')
    expect(taken.body).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: 'supt-1' } })
    const count = (taken.body as { count?: number }).count ?? 0
    const back = await server.incidentIs('WK-2', 'comes back at the top', (view) => (alertAt(view, 3)?.count ?? 0) > count)
    expect(alertAt(back, 3)).toMatchObject({ id: last?.id, status: 'open' })
    expect(openDemand(back)).toMatchObject({ level: 3 })
    // Each rung was left no sooner than its answer time, whoever fired it.
    const rungs = lapsesOf(await server.timeline('WK-2'), 'answer').map(({ recordedAt }) => Date.parse(recordedAt))
    for (const [index, at] of rungs.entries()) if (index > 0) expect(at - (rungs[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_000)
    await accepted('officer', event('unit.arrived', 'WK-2'))
  })

  it('goes on to DASH, review, the harm assessment unit, the school, and a closing that names what is in its way', async () => {
    const child = { role: 'child', personRef: 'P-3', schoolRef: 'SCH-1' }
    await accepted('control-room', event('incident.reported', 'WK-3', { persons: [{ role: 'victim', personRef: 'P-1' }, child] }))
    await accepted('control-room', event('thrive.assessed', 'WK-3'))
    await accepted('control-room', event('incident.graded', 'WK-3', { priority: 'P3' }))
    const blockers = async () => {
      const refused = await server.post('supervisor', event('incident.closed', 'WK-3'))
      expect(refused).toMatchObject({ code: 422, problem: 'closure-blocked' })
      return refused.body.blockers?.map(({ code }) => code)
    }
    expect(await blockers()).toEqual(['not-attended', 'dash-missing', 'referral-not-made', 'school-not-notified'])

    await accepted('control-room', event('unit.assigned', 'WK-3'))
    await accepted('officer', event('unit.arrived', 'WK-3'))
    await accepted('officer', event('suspect.dealt-with', 'WK-3'))
    await accepted('officer', event('crime.recorded', 'WK-3'))
    await accepted('officer', event('dash.submitted', 'WK-3'))
    expect(
      await server.post('supervisor', event('dash.reviewed', 'WK-3', { reviewer: { id: 'pc-1', role: 'sgt' } })),
    ).toMatchObject({
      code: 422,
      problem: 'invalid-event',
    })
    expect(await blockers()).toEqual([
      'dash-not-reviewed',
      'referral-not-made',
      'school-not-notified',
      'investigation-not-allocated',
    ])
    await accepted('supervisor', event('dash.reviewed', 'WK-3'))
    const assessed = await (await server.ask('/v1/incidents/WK-3/assessments', 'supervisor')).json()
    expect(assessed).toMatchObject({
      items: [
        {
          id: 'WK-3-as1',
          keyFactors: [{ topic: 'injury', number: 1 }, { topic: 'separation' }],
          reviews: [{ decision: 'accepted' }],
        },
      ],
    })
    await accepted('supervisor', event('investigation.allocated', 'WK-3'))
    await accepted('hau', event('hau.received', 'WK-3'))
    await accepted('hau', event('hau.checked', 'WK-3'))
    await accepted('hau', event('referral.made', 'WK-3'))
    await accepted('hau', event('school.notified', 'WK-3'))
    expect(await blockers()).toEqual(['referral-not-acknowledged'])
    await accepted('hau', event('referral.acknowledged', 'WK-3'))
    const closed = await accepted('supervisor', event('incident.closed', 'WK-3'))
    expect(closed.state).toMatchObject({ closure: 'closed', dash: 'accepted', safeguarding: 'complete' })

    // A note is not taken any more; news opens it again and asks for a reassessment.
    expect(await server.post('control-room', event('delay.noted', 'WK-3'))).toMatchObject({
      code: 409,
      problem: 'not-accepted-now',
    })
    const reopened = await accepted('control-room', event('call.received', 'WK-3'))
    expect(reopened).toMatchObject({
      state: { closure: 'open', risk: 'demanded' },
      demands: [{ reason: 'further-call', status: 'open' }],
    })
    expect(await blockers()).toEqual(['demand-open'])
  })

  it('has one alert for each cause, and a record that proves itself', async () => {
    expect(await oneCauseOneAlert(server)).toBe(3)
    // The queue fired it; the sweep fires what the queue forgets.
    const metrics = await (await server.ask('/metrics', null)).text()
    expect(metrics).toMatch(/^reassess_timer_lateness_seconds_count\{by="queue"\} [1-9]/m)
    expect(await server.stop()).toBe(0)
    await verifies(place)
  })
}

describe('a victim waits too long, on the embedded database with the queue on it', () => walk({}))
await describeOnGiven('a victim waits too long, on a given PostgreSQL with the queue on Redis', walk)
