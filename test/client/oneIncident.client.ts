/**
 * A client as somebody would write it who has nothing of ours but the OpenAPI document: its types are generated, `openapi-fetch`
 * sends. It takes one incident from the report to its closure, and prints how that ended. Its test generates, compiles and runs it.
 */
import createClient from 'openapi-fetch'
import type { components, operations, paths } from './api.ts'

type Schemas = components['schemas']
type Event = Schemas['Event']

const [baseUrl = '', ...given] = process.argv.slice(2)
const [controlRoom = '', supervisor = ''] = given.map((key) => `Bearer ${key}`)
const api = createClient<paths>({ baseUrl })

const INCIDENT = 'WK-20261120-0412'
const handler: Schemas['log.noted.data']['by'] = { id: 'ch-1', role: 'call-handler' }
const sergeant = { id: 'sup-1', role: 'supervisor' }
const officer = { id: 'pc-1', role: 'officer' }
const now = () => new Date().toISOString()

let events = 0
const envelope = () => ({
  specversion: '1.0' as const,
  id: `generated-${++events}`,
  source: 'urn:example:generated-client',
  subject: INCIDENT,
  time: now(),
})

async function post(authorization: string, body: Event): Promise<Schemas['Recorded']> {
  const headers = { authorization, 'content-type': 'application/cloudevents+json' }
  const { data, error } = await api.POST('/v1/events', { headers, body })
  if (error !== undefined) throw new Error(`${error.title}: ${JSON.stringify(error.errors ?? error.detail)}`)
  if ('results' in data) throw new Error('one event was answered as a batch')
  if (data.status === 'pending') throw new Error(`${data.approval} waits for a second person`)
  return data
}

async function incident(): Promise<Schemas['Incident']> {
  const { data, error } = await api.GET('/v1/incidents/{ref}', {
    headers: { authorization: supervisor },
    params: { path: { ref: INCIDENT } },
  })
  if (error !== undefined) throw new Error(error.title)
  return data
}

async function breached(): Promise<{ demand: string; alert: string }> {
  for (let tries = 0; tries < 300; tries++) {
    const { demands, alerts } = await incident()
    const [demand] = demands.filter(({ status, reason }) => status === 'open' && reason === 'attendance-overdue')
    const [alert] = alerts.filter(({ kind }) => kind === 'attendance-overdue')
    if (demand && alert) return { demand: demand.id, alert: alert.id }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('no demand came')
}

const element = (change: 'unchanged' | 'increased', rationale: string) => ({ change, rationale })
const assessed = (level: 'low' | 'medium' | 'high', rationale: string) => ({ level, rationale })

await post(controlRoom, {
  ...envelope(),
  type: 'uk.police.da.incident.reported.v1',
  data: {
    force: 'warwickshire',
    channel: '999',
    receivedAt: now(),
    location: { address: '1 Fictional Row', area: 'urban' },
    narrative: 'Caller says her former partner is outside and shouting.',
    persons: [{ role: 'victim', personRef: 'P-1' }],
  },
})
await post(controlRoom, {
  ...envelope(),
  type: 'uk.police.da.thrive.assessed.v1',
  data: {
    assessor: handler,
    threat: assessed('high', 'Former partner outside, says he will come in.'),
    harm: assessed('medium', 'Earlier injury to the arm in March.'),
    risk: assessed('high', 'He has come in before when told not to.'),
    investigation: assessed('low', 'Neighbour has video of him at the door.'),
    vulnerability: assessed('high', 'She is alone upstairs.'),
    engagement: assessed('medium', 'Wants officers to attend and stay.'),
    interimRisk: 'He may force the door before officers arrive.',
    childrenAsked: true,
    historyChecks: { done: ['repeat', 'markers', 'orders', 'marac'] },
    safetyAdvice: 'Lock the doors, stay upstairs, keep the line open.',
    safeContact: { phone: '07700900001', safeTimes: 'any', codeword: 'parcel' },
  },
})
await post(controlRoom, {
  ...envelope(),
  type: 'uk.police.da.incident.graded.v1',
  data: { priority: 'P2', rationale: 'Suspect outside, not yet inside.', by: handler },
})
// @ts-expect-error The types know each event by its type: a grade names a priority.
const typing: Event = { ...envelope(), type: 'uk.police.da.incident.graded.v1', data: { rationale: 'x', by: handler } }
// @ts-expect-error And no field that there is not.
const slip: Schemas['log.noted.data'] = { text: 'x', by: handler, newInfomation: true }

const { demand, alert } = await breached()
const acknowledged = await api.POST('/v1/alerts/{id}/acknowledge', {
  headers: { authorization: supervisor },
  params: { path: { id: alert } },
  body: { by: sergeant },
})
const rang = now()
const answered = await post(supervisor, {
  ...envelope(),
  type: 'uk.police.da.risk.reassessed.v1',
  data: {
    demand,
    assessor: sergeant,
    victimContact: {
      attempted: true,
      at: rang,
      outcome: 'Answered; he has sent fourteen messages saying he is coming back.',
    },
    situation: {
      suspect: { where: 'nearby', source: 'victim', knownAt: rang },
      victim: { where: 'at-address', source: 'victim', knownAt: rang },
      canReach: 'yes',
      changed: ['threats', 'contact'],
      protects: ['locked-in', 'line-open'],
    },
    newInformation: 'Messages threatening to return.',
    checksRepeated: ['orders', 'markers'],
    thrive: {
      threat: element('increased', 'He says that he is coming to sort it out.'),
      harm: element('unchanged', 'Earlier injury still the worst known.'),
      risk: element('increased', 'He is ten minutes away by car.'),
      investigation: element('unchanged', 'Messages to be kept.'),
      vulnerability: element('unchanged', 'She is alone upstairs.'),
      engagement: element('unchanged', 'Still wants attendance.'),
    },
    interimRisk: 'He could arrive before officers do.',
    decision: { priority: 'P2', rationale: 'Threat and likelihood are up; she is behind a locked door.' },
    interimSafeguarding: ['Handler stays on the line'],
    resourceAction: 'Unit from the neighbouring area asked for and accepted.',
    nextReviewAt: new Date(Date.now() + 3_600_000).toISOString(),
  },
})
await post(controlRoom, {
  ...envelope(),
  type: 'uk.police.da.unit.assigned.v1',
  data: { unit: 'C07', by: handler },
})
// Binary mode: what the attributes are called is typed, too.
const header: NonNullable<operations['postEvents']['parameters']['header']> = {
  'ce-specversion': '1.0',
  'ce-id': 'generated-in-binary-mode',
  'ce-source': 'urn:example:generated-client',
  'ce-type': 'uk.police.da.unit.arrived.v1',
  'ce-subject': INCIDENT,
  'ce-time': now(),
}
const arrived = await api.POST('/v1/events', {
  headers: { authorization: supervisor },
  params: { header },
  body: { unit: 'C07', victimSeen: true, by: officer } satisfies Schemas['unit.arrived.data'],
})
await post(supervisor, {
  ...envelope(),
  type: 'uk.police.da.suspect.dealt-with.v1',
  data: { how: 'not-arrested', by: officer, reason: 'He had gone, and nobody saw an offence.' },
})
await post(supervisor, {
  ...envelope(),
  type: 'uk.police.da.dash.submitted.v1',
  data: {
    tool: 'DASH',
    mode: 'face-to-face',
    answers: { injury: { answer: 'yes', comment: 'Bruise.' }, separation: { answer: 'yes' } },
    grade: 'medium',
    judgement: 'Separation and messages; medium.',
    author: officer,
    children: [],
  },
})
await post(supervisor, {
  ...envelope(),
  type: 'uk.police.da.dash.reviewed.v1',
  data: { reviewer: sergeant, decision: 'accepted', rationale: 'Separation and messages support medium.' },
})
const closed = await post(supervisor, {
  ...envelope(),
  type: 'uk.police.da.incident.closed.v1',
  data: { by: sergeant, rationale: 'DASH accepted; nothing else is owed.' },
})
const timeline = await api.GET('/v1/incidents/{ref}/timeline', {
  headers: { authorization: supervisor },
  params: { path: { ref: INCIDENT }, query: { limit: 500 } },
})

const me = await api.GET('/v1/me', { headers: { authorization: supervisor } })
const found = await api.POST('/v1/find', {
  headers: { authorization: supervisor },
  body: { reference: INCIDENT.toLowerCase(), limit: 10 },
})
const named = (found.data?.items ?? []).map(({ incident, by }) => `${incident} by ${by.join()}`)
const table = await api.GET('/v1/registers/{name}', {
  headers: { authorization: supervisor },
  params: { path: { name: 'dash' }, query: { format: 'csv' }, header: { 'X-Reason': 'for the meeting' } },
  parseAs: 'text',
})

// A list is a table of text where `format=csv` asks for it.
const record = typeof timeline.data === 'object' ? timeline.data : { items: [] }

process.stdout.write(
  JSON.stringify({
    acknowledged: acknowledged.data?.status,
    role: me.data?.role,
    named,
    table: table.response.headers.get('content-type'),
    answered: answered.demands.find(({ id }) => id === demand)?.status,
    arrived: arrived.response.status,
    closure: closed.state.closure,
    lines: record.items.filter(({ type }) => type !== 'deadline.passed').length,
    posted: events,
    typing: [typing.type, slip.text],
  }),
)
