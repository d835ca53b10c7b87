/** Two people are two acts, from the outside, on a real PostgreSQL: 202, the list for who decides, and what becomes of each. */
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import type { ApprovalItem, Listed } from '../../src/engine/reads.ts'
import { wrongWith } from '../support/answers.ts'
import { type Answer, type Client, event, type Fields } from '../support/client.ts'
import { policyWith } from '../support/incident.ts'
import { ALL_ROLES, type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const policy = policyWith({ approvals: { secondPerson: 'signed-in', within: 'PT15M' }, victimTold: undefined })

let api: Client
let oidc: Client
let fromKent: Client
const served: ServedRecord[] = []
beforeAll(async () => {
  const withKeys = await serveRecord($.store, policy, ALL_ROLES)
  const signingIn = await serveRecord($.store, policy, ALL_ROLES, { authMode: 'oidc' })
  served.push(withKeys, signingIn)
  api = withKeys.api
  oidc = signingIn.api
  fromKent = await withKeys.supervisorOf('kent')
})
afterAll(() => Promise.all(served.map((one) => one.stop())))

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

/** Reported fifty minutes ago and graded P2: its warning has passed. */
async function warned(reference: string): Promise<void> {
  const time = minutesAgo(50)
  await api.post('control-room', event('incident.reported', reference, { receivedAt: time }, { time }))
  await api.post('control-room', event('thrive.assessed', reference, {}, { time: minutesAgo(49) }))
  await api.post('control-room', event('incident.graded', reference, { priority: 'P2', approvedBy: undefined }))
}
const lowering = (reference: string, by = 'fim-1', envelope: Fields = {}): Fields =>
  event('incident.graded', reference, { priority: 'P3', by: { id: by, role: 'inspector' }, approvedBy: undefined }, envelope)

interface Told {
  readonly approval: string
  readonly until: string
  readonly became?: string
}
const told = ({ body }: Answer): Told => body as unknown as Told
const decision = (reference: string, approval: string, said: object = {}): Fields =>
  event('approval.given', reference, {
    approval,
    by: { id: 'sup-2', role: 'supervisor' },
    decision: 'approved',
    reason: undefined,
    ...said,
  })

type Read = Listed<ApprovalItem>
const list = (query = '', role: Role = 'supervisor') => api.get<Read>(`/v1/approvals${query}`, role)
const ofIncident = async (reference: string, status: string) =>
  (await list(`?status=${status}`)).items.filter(({ incident }) => incident === reference)

it('answers 202 with what waits, again to the same event, and with what became of it once it is over', async () => {
  await warned('GIVEN')
  const asked = lowering('GIVEN')
  const first = await api.post('force-incident-manager', asked)
  expect(first).toMatchObject({ code: 202, body: { incident: 'GIVEN', status: 'pending' } })
  expect(wrongWith('Pending', first.body)).toBeNull()
  expect(await api.post('force-incident-manager', asked)).toEqual(first)
  const other = { ...asked, data: { ...(asked.data as object), priority: 'P2' } }
  expect(await api.post('force-incident-manager', other)).toMatchObject({ code: 409, problem: 'event-id-reused' })

  const { approval, until } = told(first)
  const before = await api.incident('GIVEN')
  expect(before).toMatchObject({ priority: 'P2', approvals: [{ approval, until, asks: 'P2 to P3', level: 1 }] })
  expect(wrongWith('Incident', before)).toBeNull()
  const given = await api.post('supervisor', decision('GIVEN', approval))
  expect(given).toMatchObject({ code: 201, body: { warnings: [] } })
  expect(await api.incident('GIVEN')).toMatchObject({ priority: 'P3', approvals: [] })
  const after = await api.post('force-incident-manager', asked)
  expect(after).toMatchObject({ code: 200, body: { status: 'duplicate', approval, became: 'approved' } })
  expect(wrongWith('Recorded', after.body)).toBeNull()
})

it('lists what waits with what was posted, and what was decided with the reason', async () => {
  await warned('LISTED')
  const { approval } = told(await api.post('force-incident-manager', lowering('LISTED')))
  const page = await list()
  expect(wrongWith('ApprovalPage', page)).toBeNull()
  expect(page.items.filter(({ incident }) => incident === 'LISTED')).toMatchObject([
    {
      approval,
      type: 'uk.police.da.incident.graded.v1',
      asks: 'P2 to P3',
      askedBy: { id: 'fim-1' },
      status: 'waiting',
      decides: ['supervisor', 'force-incident-manager', 'duty-superintendent'],
      data: { priority: 'P3', by: { id: 'fim-1' } },
    },
  ])
  const reason = 'Nobody has rung her since.'
  expect((await api.post('supervisor', decision('LISTED', approval, { decision: 'refused', reason }))).code).toBe(201)
  expect(await ofIncident('LISTED', 'waiting')).toEqual([])
  const over = await list('?status=decided')
  expect(wrongWith('ApprovalPage', over)).toBeNull()
  expect(over.items[0]).toMatchObject({
    approval,
    status: 'refused',
    decidedBy: { id: 'sup-2' },
    reason,
    data: { priority: 'P3' },
  })
})

it('is walked page by page, and is for supervisors and auditors of the own force', async () => {
  for (const reference of ['WALK-1', 'WALK-2']) {
    await warned(reference)
    await api.post('force-incident-manager', lowering(reference))
  }
  const first = await list('?limit=1')
  expect(first.next).not.toBeNull()
  const second = await list(`?limit=1&cursor=${first.next}`)
  expect([...first.items, ...second.items].map(({ incident }) => incident)).toEqual(['WALK-1', 'WALK-2'])
  const bad = await Promise.all(
    ['?status=all', '?cursor=x', `?status=decided&cursor=${first.next}`].map((query) => api.ask(`/v1/approvals${query}`)),
  )
  expect(bad.map(({ status }) => status)).toEqual([422, 422, 422])
  const answers = await Promise.all(ROLES.map(async (role) => [role, (await api.ask('/v1/approvals', role)).status]))
  expect(answers.filter(([, status]) => status === 200).map(([role]) => role)).toEqual([
    'supervisor',
    'force-incident-manager',
    'duty-superintendent',
    'auditor',
  ])
  expect((await fromKent.get<Read>('/v1/approvals')).items).toEqual([])
})

it('knows no approval of another name: of another incident, spelt otherwise, or of a line that no record has', async () => {
  await warned('NAME')
  const { approval } = told(await api.post('force-incident-manager', lowering('NAME')))
  const line = approval.slice('NAME-a'.length)
  for (const wrong of [
    `MANE-a${line}`,
    `NAME-a0${line}`,
    'NAME-a',
    'NAME-a9007199254740991',
    'NAME-a9007199254740993',
    'NAME-a-1',
    'NAME-a0.5',
  ])
    expect([wrong, await api.post('supervisor', decision('NAME', wrong))]).toMatchObject([
      wrong,
      { code: 422, problem: 'invalid-event' },
    ])
})

it('answers in a batch event by event, each on what came before it', async () => {
  await warned('BATCH')
  const { sequence = 0 } = (await api.post('control-room', event('delay.noted', 'BATCH'))).body
  const { body } = await api.postBatch('force-incident-manager', [
    lowering('BATCH'),
    decision('BATCH', `BATCH-a${sequence + 1}`),
    lowering('BATCH', 'fim-2'),
  ])
  expect(body.results).toMatchObject([{ code: 202, status: 'pending' }, { code: 201 }, { code: 201 }])
  expect((await api.incident('BATCH')).grades.map(({ priority }) => priority)).toEqual(['P2', 'P3', 'P3'])
})

it('takes a decision of nobody who asked, of nobody below the rank, and none twice', async () => {
  await warned('WHO')
  const { approval } = told(await api.post('supervisor', lowering('WHO', 'sup-1')))
  const problems = [
    await api.post('control-room', decision('WHO', approval)),
    await api.post('supervisor', decision('WHO', approval)),
    await api.post('force-incident-manager', decision('WHO', approval, { by: { id: 'SUP-1', role: 'inspector' } })),
  ]
  expect(problems.map(({ code, problem }) => [code, problem])).toEqual([
    [403, 'forbidden'],
    [422, 'downgrade-not-approved'],
    [422, 'downgrade-not-approved'],
  ])
  expect(problems[1]?.body.errors).toMatchObject([
    { pointer: '/data/by', detail: expect.stringContaining('force-incident-manager') },
  ])
  const by = { id: 'fim-9', role: 'inspector' }
  expect((await api.post('force-incident-manager', decision('WHO', approval, { by }))).code).toBe(201)
  expect(await api.post('force-incident-manager', decision('WHO', approval, { by }))).toMatchObject({
    problem: 'not-accepted-now',
  })
})

it('takes a refusal without a reason, and says that nobody learns why', async () => {
  await warned('NO-WHY')
  const { approval } = told(await api.post('supervisor', lowering('NO-WHY', 'sup-1')))
  const { code, body } = await api.post('force-incident-manager', decision('NO-WHY', approval, { decision: 'refused' }))
  expect([code, body.warnings?.map((warning) => warning.code)]).toEqual([201, ['reason-missing']])
  expect(await api.incident('NO-WHY')).toMatchObject({ priority: 'P2', approvals: [] })
})

it('takes neither what is asked nor what is decided of a key where people sign in', async () => {
  await warned('OIDC')
  expect(await oidc.post('force-incident-manager', lowering('OIDC'))).toMatchObject({
    code: 422,
    problem: 'downgrade-not-approved',
  })
  expect((await oidc.post('control-room', event('delay.noted', 'OIDC'))).code).toBe(201)
  const { approval } = told(await api.post('force-incident-manager', lowering('OIDC')))
  expect(await oidc.post('supervisor', decision('OIDC', approval))).toMatchObject({ code: 403, problem: 'forbidden' })
})

it('keeps back what waits on a restricted incident from whoever may not read it', async () => {
  await warned('KEPT-BACK')
  const { approval, until } = told(await api.post('force-incident-manager', lowering('KEPT-BACK')))
  expect((await api.post('supervisor', event('incident.restricted', 'KEPT-BACK'))).code).toBe(201)
  const page = await list()
  expect(wrongWith('ApprovalPage', page)).toBeNull()
  const shown = page.items.filter(({ incident }) => incident === 'KEPT-BACK')
  const dueAt = expect.any(String)
  expect(shown).toEqual([{ approval, incident: 'KEPT-BACK', status: 'waiting', level: 1, dueAt, until, restricted: true }])
  // Whoever may not read it decides nothing in it.
  expect(await api.post('supervisor', decision('KEPT-BACK', approval))).toMatchObject({
    code: 422,
    problem: 'downgrade-not-approved',
  })
})
