/** What a second person reads, from the outside, on a real PostgreSQL: in doubt first, blind, page by page; and what the detector found. */
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import type { Listed, ReassessmentItem } from '../../src/engine/reads.ts'
import type { ReassessmentView as OneReassessment } from '../../src/engine/views/views.ts'
import { wrongWith } from '../support/answers.ts'
import { type Client, event } from '../support/client.ts'
import { policyWith } from '../support/incident.ts'
import { ALL_ROLES, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const policy = policyWith({ reassessment: { doubtBelow: 0.7, sample: 1, sampleWithin: 'PT24H' } })

let api: Client
let fromKent: Client
let stop: () => Promise<void>
beforeAll(async () => {
  const served = await serveRecord($.store, policy, ALL_ROLES)
  api = served.api
  fromKent = await served.supervisorOf('kent')
  stop = served.stop

  await reassessed('DRAWN-1', {})
  await reassessed('DRAWN-2', {})
  await reassessed('IN-DOUBT', ALL_UNKNOWN)
})
afterAll(() => stop())

const nobodyKnows = { where: 'unknown', source: 'none' }
const ALL_UNKNOWN = {
  situation: { suspect: nobodyKnows, victim: nobodyKnows, canReach: 'unknown', changed: ['unknown'], protects: ['unknown'] },
}

/** An incident with a reassessment that nobody demanded, as its fourth line. */
async function reassessed(reference: string, said: object): Promise<void> {
  await api.post('control-room', event('incident.reported', reference))
  await api.post('control-room', event('thrive.assessed', reference))
  await api.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
  const nextReviewAt = new Date(Date.now() + 20 * 60_000).toISOString()
  const data = { demand: null, causesSeen: undefined, nextReviewAt, ...said }
  const { code, body } = await api.post('supervisor', event('risk.reassessed', reference, data))
  expect([code, body.sequence]).toEqual([201, 4])
}

type Read = Listed<ReassessmentItem>
const list = (query = '', role: Role = 'supervisor') => api.get<Read>(`/v1/reassessments${query}`, role)
const names = ({ items }: Read) => items.map(({ incident }) => incident)
const verdict = (reference: string, said: object = {}) =>
  api.post(
    'supervisor',
    event('reassessment.checked', reference, {
      ...{ reassessment: 4, by: { id: 'sup-77', role: 'supervisor' }, verdict: 'assesses', note: undefined },
      ...said,
    }),
  )

it('lists what is in doubt before what was drawn, each with what it says and no word of what the detector found', async () => {
  const page = await list()
  expect(names(page)).toEqual(['IN-DOUBT', 'DRAWN-1', 'DRAWN-2'])
  expect(wrongWith('ReassessmentPage', page)).toBeNull()
  for (const item of page.items) {
    expect(item).toMatchObject({ sequence: 4, check: null, detector: null, timeline: `/v1/incidents/${item.incident}/timeline` })
    expect(item.reassessment).toMatchObject({ interimRisk: 'He could arrive before officers do.' })
    expect(JSON.stringify(item)).not.toMatch(/score|doubt":|drawn|why|level|dueAt|weights/)
  }
  const fields = page.items.map((item) => Object.keys(item))
  expect(fields[0]).toEqual(fields[1])
})

it('is walked page by page', async () => {
  const first = await list('?limit=2')
  expect(names(first)).toEqual(['IN-DOUBT', 'DRAWN-1'])
  expect(first.next).not.toBeNull()
  const last = await list(`?limit=2&cursor=${first.next}`)
  expect([names(last), last.next]).toEqual([['DRAWN-2'], null])
  const answers = await Promise.all(
    ['?state=all', '?limit=0', '?cursor=x', `?state=read&cursor=${first.next}`].map((query) =>
      api.ask(`/v1/reassessments${query}`),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422])
})

it('is for supervisors and those above them, and auditors, of the own force', async () => {
  const answers = await Promise.all(ROLES.map(async (role) => [role, (await api.ask('/v1/reassessments', role)).status]))
  const readers = answers.filter(([, status]) => status === 200).map(([role]) => role)
  expect(readers).toEqual(['supervisor', 'force-incident-manager', 'duty-superintendent', 'auditor'])
  expect((await fromKent.get<Read>('/v1/reassessments')).items).toEqual([])
})

it('tells with the verdict what the detector found, the newest verdict first', async () => {
  expect((await list('?state=read')).items).toEqual([])
  expect((await verdict('DRAWN-1', { note: 'She was rung and says where he is.' })).code).toBe(201)
  expect((await verdict('IN-DOUBT', { verdict: 'explains' })).code).toBe(201)
  expect(names(await list())).toEqual(['DRAWN-2'])
  const page = await list('?state=read')
  expect(wrongWith('ReassessmentPage', page)).toBeNull()
  expect(page.items).toMatchObject([
    { incident: 'IN-DOUBT', check: { verdict: 'explains', by: { id: 'sup-77' }, note: null }, detector: { verdict: 'doubtful' } },
    {
      incident: 'DRAWN-1',
      check: { verdict: 'assesses', note: 'She was rung and says where he is.' },
      detector: { verdict: 'assesses', doubts: [] },
    },
  ])
  const first = await list('?state=read&limit=1')
  expect(names(await list(`?state=read&limit=1&cursor=${first.next}`))).toEqual(['DRAWN-1'])
})

describe('one of them', () => {
  const one = (path: string, role: Role = 'supervisor') => api.ask(`/v1/reassessments/${path}`, role)

  it('is shown with the assessment before it, blind while it waits and with the verdict afterwards', async () => {
    await reassessed('ONE', ALL_UNKNOWN)
    const waits = (await (await one('ONE/4')).json()) as OneReassessment
    expect(wrongWith('OneReassessment', waits)).toBeNull()
    expect(waits).toMatchObject({ incident: 'ONE', sequence: 4, check: null, detector: null })
    expect(waits.before).toMatchObject({ sequence: 2, type: 'thrive.assessed', data: { threat: expect.anything() } })
    expect(JSON.stringify(waits)).not.toMatch(/score|doubt":|drawn|why|dueAt|weights/)

    const drawn = (await (await one('DRAWN-2/4')).json()) as OneReassessment
    expect(Object.keys(drawn)).toEqual(Object.keys(waits))

    expect((await verdict('ONE', { verdict: 'explains', note: 'Nobody asked her.' })).code).toBe(201)
    const read = (await (await one('ONE/4')).json()) as OneReassessment
    expect(wrongWith('OneReassessment', read)).toBeNull()
    expect(read).toMatchObject({
      check: { verdict: 'explains', by: { id: 'sup-77' }, note: 'Nobody asked her.' },
      detector: { verdict: 'doubtful' },
    })
  })

  it('has as the assessment before it no reassessment that was set aside', async () => {
    await reassessed('AGAIN', ALL_UNKNOWN)
    expect((await verdict('AGAIN', { verdict: 'explains' })).code).toBe(201)
    const nextReviewAt = new Date(Date.now() + 20 * 60_000).toISOString()
    const again = { demand: null, causesSeen: undefined, nextReviewAt }
    const { body } = await api.post('supervisor', event('risk.reassessed', 'AGAIN', again))
    const read = (await (await one(`AGAIN/${body.sequence}`)).json()) as OneReassessment
    expect(read.before).toMatchObject({ sequence: 2, type: 'thrive.assessed' })
  })

  it('is for the readers of the list, and there is no other line', async () => {
    const statuses = await Promise.all(ROLES.map(async (role) => [role, (await one('DRAWN-2/4', role)).status]))
    const readers = ['supervisor', 'force-incident-manager', 'duty-superintendent', 'auditor']
    expect(statuses).toEqual(ROLES.map((role) => [role, readers.includes(role) ? 200 : 403]))
    for (const path of ['DRAWN-2/2', 'DRAWN-2/99', 'DRAWN-2/x', 'DRAWN-2/0', 'DRAWN-2/99999999999999', 'NONE/4'])
      expect([path, (await one(path)).status]).toEqual([path, 404])
    expect((await fromKent.ask('/v1/reassessments/DRAWN-2/4')).status).toBe(404)
  })
})

describe('the detector of an incident', () => {
  const PATH = '/v1/incidents/DRAWN-2/detector'

  it('is what its policy pinned, kept by its hash and compressed', async () => {
    const answer = await api.ask(PATH, 'supervisor', { headers: { 'accept-encoding': 'gzip' } })
    const { headers } = answer
    expect([answer.status, headers.get('content-encoding')]).toEqual([200, 'gzip'])
    const read = (await answer.json()) as { detector: { id: string }; doubtBelow: number }
    expect(wrongWith('TextReader', read)).toBeNull()
    expect([read.detector.id, read.doubtBelow]).toEqual([policy.policy.detector?.id, 0.7])
    const etag = headers.get('etag') ?? ''
    expect((await api.ask(PATH, 'supervisor', { headers: { 'if-none-match': etag } })).status).toBe(304)
    const plain = await api.ask(PATH, 'supervisor', { headers: { 'accept-encoding': 'identity' } })
    expect([plain.headers.get('content-encoding'), await plain.json()]).toEqual([null, read])
  })

  it('is for whoever reads the incident', async () => {
    expect((await api.ask(PATH, 'admin')).status).toBe(403)
    expect((await fromKent.ask(PATH)).status).toBe(404)
  })
})
