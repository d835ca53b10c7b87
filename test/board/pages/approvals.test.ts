/** The page of what waits for a second person, as a browser without a script has it, on a real PostgreSQL. */
import { event, type Fields } from '../../support/client.ts'
import { policyWith } from '../../support/incident.ts'
import { useStore } from '../../support/store.ts'
import { textOf } from '../read.ts'
import { type ServedBoard, sectionOf, serveBoard } from '../servedBoard.ts'

const $ = useStore()
const policy = policyWith({ approvals: { secondPerson: 'signed-in', within: 'PT15M' }, victimTold: undefined })

let board: ServedBoard
beforeAll(async () => {
  board = await serveBoard($.store, policy)
})
afterAll(() => board.stop())

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

/** What a supervisor asked for on an incident whose warning has passed. @returns the approval. */
async function asked(reference: string, rationale = 'She is with her sister in another town.'): Promise<string> {
  const time = minutesAgo(50)
  await board.api.post('control-room', event('incident.reported', reference, { receivedAt: time }, { time }))
  await board.api.post('control-room', event('incident.graded', reference, { priority: 'P2', approvedBy: undefined }))
  const by = { id: 'sup-1', role: 'supervisor' }
  const lowered: Fields = event('incident.graded', reference, { priority: 'P3', rationale, by, approvedBy: undefined })
  return (await board.api.post('supervisor', lowered)).body.approval ?? ''
}
const commander = () => board.person('fim-1', 'force-incident-manager')
const partOf = (page: string, approval: string): string => sectionOf(page, `data-approval="${approval}"`)

it('leads whoever is signed out to the door, and back', async () => {
  const answer = await fetch(`${board.url}/approvals`, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?to=%2Fapprovals'])
})

it('says in words what is asked, by whom and until when, with a form for whoever may decide', async () => {
  const approval = await asked('SHOWN', 'He said <script>alert(1)</script> to her.')
  const { status, html } = await (await commander()).get('/approvals')
  expect(status).toBe(200)
  const part = partOf(html, approval)
  expect(part).toContain('SHOWN: lower the grade from P2 to P3')
  expect(part).toMatch(/name="\/data\/decision"[^>]*value="approved"/)
  expect(part).toContain('He said &lt;script&gt;alert(1)&lt;/script&gt; to her.')
  expect(textOf(part)).toMatch(/Asked by sup-1 \(supervisor\) at \d\d:\d\d\./)
  expect(textOf(part)).toMatch(/If nobody decides by \d\d:\d\d, it lapses and nothing changes\./)
  expect(textOf(part)).not.toMatch(/incident\.graded|uk\.police|approvedBy|urn:|\{|rationale/)
})

it('has no form for its author, who reads until when it waits, nor for a role that may not decide, whatever the spelling', async () => {
  const approval = await asked('OWN')
  for (const id of ['sup-1', 'SUP-1', 'sup – 1']) {
    const own = partOf((await (await board.person(id)).get('/approvals')).html, approval)
    expect(textOf(own)).toMatch(/Waiting for a second person until \d\d:\d\d\./)
    expect(own).not.toMatch(/<form|\bdone\b/)
  }
  const other = partOf((await (await board.person('sup-2')).get('/approvals')).html, approval)
  expect(textOf(other)).toContain('A force incident manager or a duty superintendent decides this.')
  expect(other).not.toContain('<form')
  const auditor = partOf((await (await board.person('aud-1', 'auditor')).get('/approvals')).html, approval)
  expect(auditor).not.toContain('<form')
})

it.each(['control-room', 'officer', 'hau', 'admin'] as const)('is not for the role %s, and says so', async (role) => {
  const { status, html } = await (await board.person('x-1', role)).get('/approvals')
  expect(status).toBe(403)
  expect(html).toContain('You may not see this')
  expect(html).not.toContain('href="/approvals"')
})

it('records the decision once, however often the form is sent', async () => {
  const approval = await asked('DECIDED')
  const fim = await commander()
  const part = partOf((await fim.get('/approvals')).html, approval)
  const { status, to, sent } = await fim.send('/approvals', part, { '/data/decision': 'approved' })
  expect([status, to]).toEqual([303, '/approvals?done=approved'])
  expect(await fim.post('/approvals', sent)).toMatchObject({ status: 303, to: '/approvals?done=before' })
  expect(await board.api.incident('DECIDED')).toMatchObject({ priority: 'P3' })
  const lines = (await board.api.timeline('DECIDED')).filter(({ type }) => type === 'approval.given')
  expect(lines).toHaveLength(1)
  const { html } = await fim.get('/approvals?done=approved')
  expect(html).toContain('You agreed. It applies from now on.')
  expect(textOf(html)).toMatch(/DECIDED, lower the grade from P2 to P3: agreed by fim-1, \d\d:\d\d/)
})

it('keeps what was typed where a decision is incomplete, and leads from the mistake to its field', async () => {
  const approval = await asked('KEPT')
  const fim = await commander()
  const part = () => fim.get('/approvals').then(({ html }) => partOf(html, approval))
  const nothing = await fim.send('/approvals', await part(), { '/data/reason': 'Nobody has rung her.' })
  expect(nothing.status).toBe(422)
  expect(nothing.html).toContain('<title>Error: Waiting for a second person')
  expect(nothing.html).toContain(`<a href="#${approval}-data.decision">`)
  expect(partOf(nothing.html, approval)).toContain('>Nobody has rung her.</textarea>')
  const refused = await fim.send('/approvals', await part(), { '/data/decision': 'refused', '/data/reason': '   ' })
  expect(refused.status).toBe(422)
  expect(refused.html).toContain(`<a href="#${approval}-data.reason">Why: say why you refuse</a>`)
  expect(partOf(refused.html, approval)).toMatch(/value="refused"[^>]*checked/)
  expect(await board.api.incident('KEPT')).toMatchObject({ priority: 'P2' })
  const again = await fim.send('/approvals', partOf(refused.html, approval), { '/data/reason': 'Nobody has rung her.' })
  expect(again).toMatchObject({ status: 303, to: '/approvals?done=refused' })
  expect(textOf((await fim.get('/approvals')).html)).toMatch(/KEPT, .*: refused by fim-1, \d\d:\d\d: Nobody has rung her\./)
})

it('tells who comes second that somebody has decided, and loses no text', async () => {
  const approval = await asked('TWICE')
  const [first, second] = [await commander(), await board.person('supt-1', 'duty-superintendent')]
  const seen = partOf((await second.get('/approvals')).html, approval)
  await first.send('/approvals', partOf((await first.get('/approvals')).html, approval), { '/data/decision': 'approved' })
  const late = await second.send('/approvals', seen, { '/data/decision': 'refused', '/data/reason': 'He is out on bail.' })
  expect(late.status).toBe(409)
  expect(late.html).toContain('This no longer waits for a decision')
  expect(late.html).toContain('He is out on bail.')
  expect(await board.api.incident('TWICE')).toMatchObject({ priority: 'P3' })
})

it('takes no decision from the author who sends the form of somebody else', async () => {
  const approval = await asked('OWN-POST')
  const part = partOf((await (await commander()).get('/approvals')).html, approval)
  const own = await (await board.person('SUP-1', 'force-incident-manager')).send('/approvals', part, {
    '/data/decision': 'approved',
  })
  expect(own.status).toBe(422)
  expect(own.html).toContain('You may not decide this')
  expect(await board.api.incident('OWN-POST')).toMatchObject({ priority: 'P2' })
})

it('takes nothing without the token of its own page', async () => {
  const approval = await asked('FORGED')
  const forged = new URLSearchParams({ subject: 'FORGED', '/data/approval': approval, '/data/decision': 'approved' })
  expect((await (await commander()).post('/approvals', forged)).status).toBe(403)
  expect(await board.api.incident('FORGED')).toMatchObject({ priority: 'P2' })
})
