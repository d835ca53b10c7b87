/** The page of what waits for a second person, as a browser without a script has it, on a real PostgreSQL. */
import type { Role } from '../../machines/rules/vocabulary.ts'
import { createApprovals } from '../../src/people/approvals.ts'
import { type Client, event, type Fields } from '../support/client.ts'
import { policyWith } from '../support/incident.ts'
import { ALL_ROLES, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const policy = policyWith({ approvals: { secondPerson: 'signed-in', within: 'PT15M' }, victimTold: undefined })

let api: Client
let url: string
let stop: () => Promise<void>
beforeAll(async () => {
  const pages = createApprovals({ reads: $.store, zone: 'Europe/London' })
  const served = await serveRecord($.store, policy, ALL_ROLES, { pages })
  api = served.api
  url = served.url
  stop = served.stop
})
afterAll(() => stop())

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

/** What a supervisor asked for on an incident whose warning has passed. @returns the approval. */
async function asked(reference: string, rationale = 'She is with her sister in another town.'): Promise<string> {
  const time = minutesAgo(50)
  await api.post('control-room', event('incident.reported', reference, { receivedAt: time }, { time }))
  await api.post('control-room', event('incident.graded', reference, { priority: 'P2', approvedBy: undefined }))
  const by = { id: 'sup-1', role: 'supervisor' }
  const lowered: Fields = event('incident.graded', reference, { priority: 'P3', rationale, by, approvedBy: undefined })
  return (await api.post('supervisor', lowered)).body.approval ?? ''
}

/** A browser in which somebody has opened a session with a key. */
async function browser(id: string, role: Role) {
  const { caller } = { caller: await $.store.find(await $.store.create(role, 'warwickshire')) }
  const key = { id: caller?.key ?? '', named: { id, role } }
  const token = await $.store.sessions.open({ openedBy: 'key', force: 'warwickshire', roles: [role], person: null, key })
  const headers = { cookie: `__Host-reassess=${token}` }
  const read = async (path = '/approvals') => {
    const answer = await fetch(url + path, { headers, redirect: 'manual' })
    return { status: answer.status, page: await answer.text() }
  }
  return {
    read,
    /** Sends the form of an approval as it is on the page, with what is typed into it. */
    async send(approval: string, typed: Readonly<Record<string, string>>) {
      const { page } = await read()
      const section = page.split('<section').find((one) => one.includes(`data-approval="${approval}"`)) ?? ''
      const hidden = [...section.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]) as [string, string][]
      const body = new URLSearchParams([...hidden, ...Object.entries(typed)])
      const answer = await fetch(`${url}/approvals`, { method: 'POST', headers, body, redirect: 'manual' })
      return { status: answer.status, to: answer.headers.get('location'), page: await answer.text(), body }
    },
    post: (body: URLSearchParams) => fetch(`${url}/approvals`, { method: 'POST', headers, body, redirect: 'manual' }),
  }
}
const sectionOf = (page: string, approval: string): string =>
  page.split('<section').find((one) => one.includes(`data-approval="${approval}"`)) ?? ''

it('leads whoever is signed out to the door, and back', async () => {
  const answer = await fetch(`${url}/approvals`, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?to=%2Fapprovals'])
})

it('has a form for whoever may decide, no form for its author, and says whom it takes', async () => {
  const approval = await asked('SHOWN', 'He said <script>alert(1)</script> to her.')
  const fim = await (await browser('fim-1', 'force-incident-manager')).read()
  expect(fim.status).toBe(200)
  expect(sectionOf(fim.page, approval)).toMatch(/name="\/data\/decision" value="approved"/)
  expect(fim.page).toContain('P2 to P3')
  expect(sectionOf(fim.page, approval)).toMatch(
    /<b>Graded<\/b>, asked by sup-1 \(supervisor\) at \d\d:\d\d\. If nobody decides, it lapses/,
  )
  expect(fim.page).toContain('<a href="/">← All incidents</a>')
  expect(fim.page).toContain('He said &lt;script&gt;alert(1)&lt;/script&gt; to her.')
  const author = sectionOf((await (await browser('SUP-1', 'supervisor')).read()).page, approval)
  expect(author).toMatch(/Waiting for a second person until \d\d:\d\d\./)
  expect(author).not.toContain('<button')
  const other = sectionOf((await (await browser('sup-2', 'supervisor')).read()).page, approval)
  expect(other).toContain('This takes a force incident manager or a duty superintendent.')
  expect(other).not.toContain('<button')
  const control = await (await browser('ch-1', 'control-room')).read()
  expect(control.status).toBe(403)
  expect(control.page).toContain('You may not do that')
  expect(control.page).not.toMatch(/this key/i)
})

it('records the decision once, however often the form is sent', async () => {
  const approval = await asked('DECIDED')
  const fim = await browser('fim-1', 'force-incident-manager')
  const sent = await fim.send(approval, { '/data/decision': 'approved', '/data/reason': '' })
  expect([sent.status, sent.to]).toEqual([303, '/approvals?done=approved'])
  expect((await fim.post(sent.body)).headers.get('location')).toBe('/approvals?done=before')
  expect(await api.incident('DECIDED')).toMatchObject({ priority: 'P3' })
  expect((await fim.read('/approvals?done=approved')).page).toContain('Approved. It applies from now on.')
})

it('keeps what was typed where the decision is refused', async () => {
  const approval = await asked('KEPT')
  const fim = await browser('fim-1', 'force-incident-manager')
  const sent = await fim.send(approval, { '/data/decision': 'refused', '/data/reason': '   ' })
  expect(sent.status).toBe(422)
  const section = sectionOf(sent.page, approval)
  expect(section).toContain('role="alert"')
  expect(section).toContain(`<a href="#reason-${approval}">`)
  expect(section).toMatch(/value="refused" required checked/)
  expect(await api.incident('KEPT')).toMatchObject({ priority: 'P2' })
  const again = await fim.send(approval, { '/data/decision': 'refused', '/data/reason': 'Nobody has rung her.' })
  expect(again.status).toBe(303)
  expect((await fim.read()).page).toContain('refused by fim-1')
})

it('takes nothing without the token of its own page', async () => {
  const approval = await asked('FORGED')
  const fim = await browser('fim-1', 'force-incident-manager')
  const forged = new URLSearchParams({ subject: 'FORGED', '/data/approval': approval, '/data/decision': 'approved' })
  expect((await fim.post(forged)).status).toBe(403)
  expect(await api.incident('FORGED')).toMatchObject({ priority: 'P2' })
})
