/** Taking and releasing alerts over HTTP, on a real record with a restricted incident. */
import type { AlertItem, TimelineItem } from '../../src/engine/views/views.ts'
import { wrongWith } from '../support/answers.ts'
import { JANE, O, R, STRANGERS, useRestricted, WHY } from '../support/restrictedReaders.ts'
import { callerOf, OTHER, RESTRICTED } from '../support/restrictedRecord.ts'
import { problemName } from './harness.ts'

const $ = useRestricted()
const JOE = callerOf('supervisor', 'joe')
const ROOM = callerOf('control-room')
const by = { id: 'ch-1', role: 'call-handler' }
const body = async <Body>(answer: Response): Promise<Body> => (await answer.json()) as Body
const post = async (path: string, who: string, said: object = {}) => {
  const answer = await $.post(path, who, said)
  return {
    status: answer.status,
    body: await body<AlertItem & { type: string; detail: string; items: AlertItem[]; more: number }>(answer),
  }
}
const problemOf = async (path: string, who: string, said: object = {}) => {
  const answer = await post(path, who, said)
  return [answer.status, problemName(answer.body)]
}
const alertsOf = (incident: string, more = '', who = ROOM) =>
  $.itemsOf(`/v1/alerts?incident=${incident}${more}`, who) as Promise<unknown> as Promise<AlertItem[]>
const openOf = async (incident: string) => (await alertsOf(incident, '&status=open'))[0]?.id ?? ''
const lines = async (path: string, who: string) =>
  (await body<{ items: TimelineItem[] }>(await $.get(`${path}/timeline?limit=500`, who, WHY))).items.filter(({ type }) =>
    type.startsWith('alert.'),
  )

it('keeps the note in the timeline, and shows it in no alert', async () => {
  const alert = await openOf(OTHER)
  const note = 'I am ringing her sister.'
  const taken = await post(`/v1/alerts/${alert}/take`, JOE, { note })
  expect(taken).toMatchObject({
    status: 200,
    body: { status: 'acknowledged', acknowledgedBy: { id: 'joe', role: 'supervisor' } },
  })
  const released = await post(`/v1/alerts/${alert}/release`, JOE, { note: 'Her sister has her.' })
  expect(released.body).toMatchObject({ status: 'open' })
  expect(released.body).not.toHaveProperty('acknowledgedBy')

  const said = { by: { id: 'joe', role: 'supervisor' } }
  expect((await lines(O, ROOM)).map(({ type, data }) => [type, data])).toEqual([
    ['alert.acknowledged', { alert, ...said, note }],
    ['alert.released', { alert, ...said, note: 'Her sister has her.' }],
  ])
  const listed = await (await $.get('/v1/alerts?limit=500', ROOM)).text()
  await $.tellListeners()
  const listener = await $.listenAs(ROOM)
  await post(`/v1/alerts/${alert}/take`, JOE, { note })
  await $.tellListeners()
  await listener.hears('who has it', ({ data }) => 'status' in data && data.status === 'acknowledged')
  const streamed = JSON.stringify(listener.heard)
  listener.close()
  expect(JSON.stringify([taken, released, listed, streamed])).not.toContain('sister')
})

it('gives an alert that another person has to whoever takes it over, and back only from them or a supervisor', async () => {
  const alert = await openOf(OTHER)
  await post(`/v1/alerts/${alert}/acknowledge`, JOE)
  expect((await post(`/v1/alerts/${alert}/take`, ROOM, { by })).body.acknowledgedBy).toEqual(by)
  const release = (who: string, said = {}) => problemOf(`/v1/alerts/${alert}/release`, who, said)
  expect(await release(ROOM, { by: { ...by, id: 'ch-2' } })).toEqual([403, 'forbidden'])
  expect(await release(callerOf('hau', 'ann'))).toEqual([403, 'forbidden'])
  expect((await post(`/v1/alerts/${alert}/release`, JOE)).status).toBe(200)
  expect(await release(JOE)).toEqual([409, 'not-accepted-now'])
})

it('takes nothing that is resolved; to acknowledge it answers it as it is', async () => {
  const [resolved] = await alertsOf(RESTRICTED, '&status=resolved')
  expect(await problemOf(`/v1/alerts/${resolved?.id}/take`, JOE)).toEqual([409, 'not-accepted-now'])
  expect(await problemOf(`/v1/alerts/${resolved?.id}/release`, JOE)).toEqual([409, 'not-accepted-now'])
  expect((await post(`/v1/alerts/${resolved?.id}/acknowledge`, JOE)).body).toMatchObject({ status: 'resolved' })
})

it.each([
  ['a note that says nothing', { note: ' \u200b' }, '/note'],
  ['a note that is too long', { note: 'a'.repeat(1_001) }, '/note'],
  ['an unknown field', { reason: 'It is mine.' }, ''],
])('refuses %s', async (_, said, pointer) => {
  const answer = await $.post(`/v1/alerts/${await openOf(OTHER)}/take`, JOE, said)
  expect(answer.status).toBe(422)
  expect(JSON.stringify(await answer.json())).toContain(`"pointer":"${pointer}`)
})

it('takes all alerts of an incident at once, the worst first, in one line', async () => {
  const open = (await alertsOf(OTHER)).filter(({ status }) => status !== 'resolved')
  expect(open.length).toBeGreaterThan(0)
  const before = (await lines(O, ROOM)).length
  const { status, body: all } = await post(`/v1/incidents/${OTHER}/alerts/take`, JOE, { note: 'All of it.' })
  expect([status, all.items.length, all.more]).toEqual([200, open.length, 0])
  expect(wrongWith('TakenAlerts', all)).toBeNull()
  expect(new Set(all.items.map(({ acknowledgedBy }) => acknowledgedBy?.id))).toEqual(new Set(['joe']))
  expect((await lines(O, ROOM)).slice(before)).toMatchObject([{ data: { alerts: expect.any(Array), note: 'All of it.' } }])
})

it('takes all alerts of no incident that nobody has reported, and alerts about none of it', async () => {
  const said = { by }
  expect(await problemOf('/v1/incidents/WK-404/alerts/take', ROOM, said)).toEqual([404, 'unknown-incident'])
  expect(await problemOf('/v1/incidents/%20/alerts/take', ROOM, said)).toEqual([404, 'unknown-incident'])
  expect(await alertsOf('WK-404')).toEqual([])
})

describe('of a restricted incident', () => {
  const note = 'SECRET she is at her mother’s.'

  it('who has its alerts, and with which note, is told to its readers alone', async () => {
    const { body: all } = await post(`/v1/incidents/${RESTRICTED}/alerts/take`, JOE, { note })
    expect(all.items.length).toBeGreaterThan(0)
    for (const alert of all.items) {
      expect(alert).toMatchObject({ restricted: true })
      expect(alert).not.toHaveProperty('acknowledgedBy')
    }
    expect((await lines(R, JANE)).at(-1)).toMatchObject({ type: 'alert.acknowledged', data: { note } })
    for (const who of Object.values(STRANGERS)) expect((await $.get(`${R}/timeline`, who, WHY)).status).toBe(403)
  })

  it('whoever signed in finds them among their own, and a key that names them does not', async () => {
    const incidents = async (mine: string, who: string) =>
      new Set(
        ((await $.itemsOf(`/v1/alerts?mine=${mine}&limit=500`, who)) as readonly { incident: string }[]).map(
          ({ incident }) => incident,
        ),
      )
    expect(await incidents('true', JOE)).toEqual(new Set([OTHER, RESTRICTED]))
    expect(await incidents('JOE', JOE)).toEqual(new Set([OTHER, RESTRICTED]))
    expect(await incidents('joe', ROOM)).toEqual(new Set([OTHER]))
    // Joe of another role is another account here, and what joe took is not theirs.
    expect(await incidents('true', callerOf('duty-superintendent', 'joe'))).toEqual(new Set())
  })

  it.each([
    ['take', `/v1/alerts/${RESTRICTED}-a1/take`, 'officer'],
    ['take all', `/v1/incidents/${RESTRICTED}/alerts/take`, 'officer'],
    ['release', `/v1/alerts/${RESTRICTED}-a1/release`, 'officer'],
  ] as const)('the note of what was refused is shown to its readers alone: %s', async (_, path, role) => {
    expect((await post(path, callerOf(role, 'olly'), { note })).status).toBe(403)
    const [kept] = await $.itemsOf(`/v1/refusals?incident=${RESTRICTED}&limit=1`, JANE)
    expect(kept).toMatchObject({ code: 'forbidden', incident: RESTRICTED })
    for (const who of Object.values(STRANGERS)) {
      const [seen] = await $.itemsOf('/v1/refusals?limit=1', who)
      expect(seen).toMatchObject({ restricted: true })
      expect((await $.get(`/v1/refusals/${kept?.refusal}`, who, WHY)).status).toBe(403)
    }
  })
})

describe('an alert about the system', () => {
  const raise = async (incident: string) => {
    const item = {
      ...{ id: `unfireable-${incident}`, incident, kind: 'timer-unfireable', severity: 'critical', audience: 'supervisor' },
      ...{ level: 1, count: 1, status: 'open', raisedAt: '2026-11-20T21:00:00.000Z' },
    }
    await $.database.query(
      `insert into reassess.alerts (case_id, id, force, incident, kind, audience, status, raised_at, about, item)
       values (0, $1, 'warwickshire', $2, 'timer-unfireable', 'supervisor', 'open', now(), $1, $3)`,
      [item.id, incident, JSON.stringify(item)],
    )
    return `/v1/alerts/${item.id}`
  }

  it('is taken and released like another, and its lines say who did, with their notes', async () => {
    const alert = await raise(OTHER)
    expect(await body(await $.get(`${alert}/lines`, ROOM))).toEqual({ items: [], next: null })
    expect((await post(`/v1/incidents/${OTHER}/alerts/take`, JOE, { note: 'All of it, and the timer.' })).body.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'timer-unfireable', status: 'acknowledged' })]),
    )
    expect((await post(`${alert}/release`, ROOM, { by })).status).toBe(403)
    expect((await post(`${alert}/release`, JOE, { note: 'The service desk has it.' })).body).toMatchObject({ status: 'open' })
    const told = await body<{ items: unknown[] }>(await $.get(`${alert}/lines`, ROOM))
    expect(wrongWith('AlertLines', told)).toBeNull()
    const joe = { by: { id: 'joe', role: 'supervisor' }, actor: { role: 'supervisor', person: { name: 'joe' } } }
    expect(told.items).toMatchObject([
      { ...joe, type: 'alert.released', note: 'The service desk has it.' },
      { ...joe, type: 'alert.acknowledged', note: 'All of it, and the timer.' },
    ])
  })

  it('that names a restricted incident shows its lines to readers who say why', async () => {
    const alert = await raise(RESTRICTED)
    await post(`${alert}/take`, JANE, { note: 'SECRET' })
    for (const who of Object.values(STRANGERS)) expect((await $.get(`${alert}/lines`, who, WHY)).status).toBe(403)
    expect((await $.get(`${alert}/lines`, JANE)).status).toBe(422)
    expect(await (await $.get(`${alert}/lines`, JANE, WHY)).text()).toContain('SECRET')
    // Refused for the role: what was sent is kept with the incident.
    expect((await post(`${alert}/release`, callerOf('officer', 'olly'), { note: 'SECRET' })).status).toBe(403)
    const [kept] = await $.itemsOf('/v1/refusals?limit=1', JANE)
    expect(kept).toMatchObject({ code: 'forbidden', incident: RESTRICTED })
    expect((await $.get(`/v1/refusals/${kept?.refusal}`, STRANGERS['a colleague'], WHY)).status).toBe(403)
  })
})

describe('`mine`', () => {
  const asked = async (mine: string, who: string) => {
    const answer = await $.get(`/v1/alerts?mine=${mine}`, who)
    return [answer.status, answer.status === 200 ? null : JSON.stringify(await answer.json())]
  }

  it('asks a key for the person', async () => {
    expect(await asked('true', ROOM)).toEqual([422, expect.stringContaining('mine=sup-1')])
    expect(await asked('ch-1', ROOM)).toEqual([200, null])
    expect(await asked('', ROOM)).toEqual([422, expect.stringContaining('/mine')])
  })

  it('shows a person who signed in their own alone', async () => {
    expect(await asked('sup-9', JOE)).toEqual([422, expect.stringContaining('must be `true`')])
  })

  it('goes with the other filters', async () => {
    const found = (more: string) => $.itemsOf(`/v1/alerts?mine=true&${more}`, JOE)
    const all = await found(`incident=${OTHER}`)
    expect(all.length).toBeGreaterThan(0)
    expect(await found(`incident=${OTHER}&status=acknowledged`)).toEqual(all)
    expect(await found(`incident=${OTHER}&status=open`)).toEqual([])
    const [{ kind, audience } = {}] = all
    expect((await found(`incident=${OTHER}&kind=${kind}&audience=${audience}`)).length).toBeGreaterThan(0)
  })
})

describe('taken only from whoever it was seen with', () => {
  const JIM = callerOf('supervisor', 'jim')
  const free = async () => {
    const [alert] = await alertsOf(OTHER, '&status=open')
    if (alert !== undefined) return alert.id
    const [taken] = await alertsOf(OTHER, '&status=acknowledged')
    await post(`/v1/alerts/${taken?.id}/release`, JOE)
    return taken?.id ?? ''
  }

  it('by two at once it is the first person’s, and the second is told whose', async () => {
    const alert = await free()
    const answers = await Promise.all([JOE, JIM].map((who) => post(`/v1/alerts/${alert}/take`, who, { from: [] })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const [first, second] = answers[0]?.status === 200 ? answers : answers.toReversed()
    const holder = first?.body.acknowledgedBy?.id ?? ''
    expect(['joe', 'jim']).toContain(holder)
    expect([problemName(second?.body as never), second?.body.detail]).toEqual([
      'not-accepted-now',
      expect.stringContaining(`${holder} (supervisor) has it. Nothing was taken`),
    ])
    expect((await alertsOf(OTHER, '&status=acknowledged')).find(({ id }) => id === alert)?.acknowledgedBy?.id).toBe(holder)
  })

  it('takes it over from whom it names, again from itself, and all of an incident or none', async () => {
    const alert = await free()
    await post(`/v1/alerts/${alert}/take`, JOE)
    expect((await post(`/v1/alerts/${alert}/take`, JOE, { from: [] })).status).toBe(200)
    const before = (await alertsOf(OTHER, '&limit=500')).map(({ id, acknowledgedBy }) => [id, acknowledgedBy?.id])
    const all = await post(`${O}/alerts/take`, JIM, { from: [] })
    expect([all.status, all.body.detail]).toEqual([409, expect.stringContaining('joe (supervisor) has it')])
    expect((await alertsOf(OTHER, '&limit=500')).map(({ id, acknowledgedBy }) => [id, acknowledgedBy?.id])).toEqual(before)
    const taken = await post(`${O}/alerts/take`, JIM, { from: ['joe'] })
    expect([taken.status, new Set(taken.body.items.map(({ acknowledgedBy }) => acknowledgedBy?.id))]).toEqual([
      200,
      new Set(['jim']),
    ])
  })

  it('does not tell a stranger who has an alert of a restricted incident', async () => {
    const alert = (await alertsOf(RESTRICTED)).find(({ status }) => status !== 'resolved')?.id ?? ''
    expect((await post(`/v1/alerts/${alert}/take`, JANE)).status).toBe(200)
    const refused = await post(`/v1/alerts/${alert}/take`, JOE, { from: [] })
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringContaining('Somebody else has it. Nothing was taken'),
    ])
    expect(JSON.stringify(refused.body)).not.toContain('jane')
  })
})
