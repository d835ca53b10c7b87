/** Reassessments that a second person reads: blind first, the verdict, and then what the reader program found. */
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { event } from '../../support/client.ts'
import { policyWith } from '../../support/incident.ts'
import { useStore } from '../../support/store.ts'
import { textOf } from '../read.ts'
import { type Person, type ServedBoard, sectionOf, serveBoard } from '../servedBoard.ts'

const $ = useStore()
const policy = policyWith({ reassessment: { doubtBelow: 0.7, sample: 1, sampleWithin: 'PT24H' } })

let board: ServedBoard
let reader: Person
beforeAll(async () => {
  board = await serveBoard($.store, policy)
  reader = await board.person('sup-9')
})
afterAll(() => board.stop())

const nobodyKnows = { where: 'unknown', source: 'none' }
const ALL_UNKNOWN = {
  situation: { suspect: nobodyKnows, victim: nobodyKnows, canReach: 'unknown', changed: ['unknown'], protects: ['unknown'] },
}
/** A call, and its answer. @returns where it is read. */
async function answered(reference: string, said: object): Promise<string> {
  await board.api.post('control-room', event('incident.reported', reference))
  await board.api.post('control-room', event('thrive.assessed', reference))
  await board.api.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
  await board.api.post('control-room', event('call.received', reference))
  const nextReviewAt = new Date(Date.now() + 20 * 60_000).toISOString()
  const data = { demand: `${reference}-d1`, causesSeen: undefined, nextReviewAt, ...said }
  const { code, body } = await board.api.post('supervisor', event('risk.reassessed', reference, data))
  expect([code, body]).toEqual([201, expect.anything()])
  return `/reassessments/${reference}/${body.sequence}`
}
const judged = async (path: string, typed: Record<string, string>, by = reader) => by.send(path, (await by.get(path)).html, typed)

it('shows a doubtful reassessment and a drawn one alike, beside the assessment before, and nothing of what was found', async () => {
  const [doubtful, drawn] = [await answered('WK-1', ALL_UNKNOWN), await answered('WK-2', {})]
  const list = await reader.get('/reassessments')
  expect(list.status).toBe(200)
  expect(list.html).toContain(`href="${doubtful}"`)
  expect(list.html).toContain(`href="${drawn}"`)
  expect(textOf(list.html)).toMatch(/1 must be read, by \d\d:\d\d\. Told now: supervisor\./)
  const shape = async (path: string) => {
    const { status, html } = await reader.get(path)
    const main = html.slice(html.indexOf('<main'))
    expect(textOf(main)).not.toMatch(/doubt|drawn|sample|detector|score|reader program|level|risk\.reassessed/i)
    const headings = [...main.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, words]) => words)
    return [status, headings, (main.match(/<a /g) ?? []).length]
  }
  expect(await shape(doubtful)).toEqual(await shape(drawn))
  const { html } = await reader.get(drawn)
  expect(textOf(html)).toContain('Can the suspect reach the victim as things are?')
  expect(textOf(html)).toMatch(/The THRIVE before it was made at \d\d:\d\d\./)
  expect(textOf(html)).toMatch(
    /Threat This reassessment Higher He says that he is coming to sort it out\. Before High Former partner/,
  )
  expect(html).not.toMatch(/with-victim|order-breached|\{&quot;/)
})

it('shows nobody their own, whatever the spelling, and says the same of a reassessment that nobody has to read', async () => {
  const own = await answered('OWN', { assessor: { id: 'SUP-9', role: 'supervisor' } })
  const spelt = await answered('SPELT', { assessor: { id: 'sup \u2013 9', role: 'supervisor' } })
  const { html } = await reader.get('/reassessments')
  expect(html).not.toMatch(/\/reassessments\/(OWN|SPELT)\//)
  const answers = await Promise.all(
    [own, spelt, '/reassessments/OWN/2', '/reassessments/NOBODY/4'].map((path) => reader.get(path)),
  )
  for (const answer of answers) {
    expect(answer.status).toBe(404)
    expect(textOf(answer.html)).toContain('Nobody reads their own: somebody else says whether it assesses the risk.')
  }
  const mains = answers.map((answer) => answer.html.slice(answer.html.indexOf('<main')))
  expect(new Set(mains).size).toBe(1)
})

it('counts as to be read what is listed for the reader', async () => {
  const author = await board.person('sup-6')
  const owedFor = async (person: Person) =>
    Number(/(\d+) must be read/.exec(textOf((await person.get('/reassessments')).html))?.[1] ?? 0)
  const before = await owedFor(author)
  await answered('DOUBTED-MINE', { ...ALL_UNKNOWN, assessor: { id: 'sup-6', role: 'supervisor' } })
  await board.api.alertRaised('DOUBTED-MINE', 'reassessment-doubtful')
  expect(await owedFor(reader)).toBe(before + 1)
  expect(await owedFor(author)).toBe(before)
})

it('tells its author by no list and no count that somebody has to read it', async () => {
  const author = await board.person('sup-5')
  const waiting = async (who: Person) => JSON.parse((await who.get('/v1/counts')).html).reassessments.waiting as number
  const before = await Promise.all([author, reader].map(waiting))
  const path = await answered('MINE', { assessor: { id: 'SUP-5', role: 'supervisor' } })
  const list = '/v1/reassessments?limit=500'
  expect((await author.get(list)).html).not.toContain('"MINE"')
  expect((await author.get(`/v1${path}`)).status).toBe(404)
  expect((await reader.get(list)).html).toContain('"MINE"')
  expect((await reader.get(`/v1${path}`)).status).toBe(200)
  expect(await Promise.all([author, reader].map(waiting))).toEqual([before[0], Number(before[1]) + 1])
})

it('asks the incident again where it only explains, tells then what was found, and records once what is sent twice', async () => {
  const path = await answered('AGAIN', ALL_UNKNOWN)
  const { sent, ...first } = await judged(path, {
    '/data/verdict': 'explains',
    '/data/note': 'Nothing is known, and nobody asked.',
  })
  expect([first.status, first.to]).toEqual([303, `${path}?done=now`])
  const page = await reader.get(`${path}?done=now`)
  const told = textOf(sectionOf(page.html, 'data-verdict'))
  expect(told).toContain('sup-9 found: it only explains the delay.')
  expect(told).toContain('Nothing is known, and nobody asked.')
  expect(told).toMatch(
    /It counts as no answer: the incident asks for a reassessment again\. It has to be answered by \d\d:\d\d\./,
  )
  expect(told).toContain('The reader program had been in doubt whether it says how the risk is.')
  expect(page.html).not.toContain('Record your verdict')
  const { demands } = await board.api.incident('AGAIN')
  expect(demands.find(({ status }) => status === 'open')).toMatchObject({ reason: 'reassessment-set-aside' })

  expect(await reader.post(path, sent)).toMatchObject({ status: 303, to: `${path}?done=before` })
  expect((await board.api.timeline('AGAIN')).filter(({ type }) => type === 'reassessment.checked')).toHaveLength(1)
  expect(textOf((await reader.get('/reassessments')).html)).toMatch(
    /AGAIN, made at \d\d:\d\d: it only explains the delay\. Read by sup-9/,
  )
})

it('says what stands where it assesses', async () => {
  const path = await answered('STANDS', {})
  expect((await judged(path, { '/data/verdict': 'assesses' })).status).toBe(303)
  const told = textOf(sectionOf((await reader.get(path)).html, 'data-verdict'))
  expect(told).toContain('The reassessment stands, and its demand stays answered.')
  expect(told).toContain('The reader program had found that it says how the risk is.')
})

it('says what is missing in a verdict, records nothing then, and keeps the note', async () => {
  const path = await answered('MISSING', {})
  const { status, html } = await judged(path, { '/data/note': 'She was rung.' })
  expect(status).toBe(422)
  expect(html).toContain('<a href="#data.verdict">Choose an answer: Does it assess the risk?</a>')
  expect(html).toContain('>She was rung.</textarea>')
  expect((await board.api.timeline('MISSING')).filter(({ type }) => type === 'reassessment.checked')).toEqual([])
})

it('tells whoever comes second whose verdict stands, and loses no text', async () => {
  const path = await answered('TWICE', {})
  const other = await board.person('sup-8')
  const seen = (await other.get(path)).html
  await judged(path, { '/data/verdict': 'assesses' })
  const late = await other.send(path, seen, { '/data/verdict': 'explains', '/data/note': 'No word of her.' })
  expect(late.status).toBe(409)
  expect(late.html).toContain('Nobody waits for this verdict any more')
  expect(late.html).toContain('No word of her.')
  expect(textOf(late.html)).toContain('sup-9 found: it assesses the risk.')
})

it('takes no verdict from the author who sends the form of somebody else', async () => {
  const path = await answered('FORGED', { assessor: { id: 'sup-7', role: 'supervisor' } })
  const seen = (await reader.get(path)).html
  const author = await board.person('SUP-7')
  const own = await author.send(path, seen, { '/data/verdict': 'assesses' })
  expect(own.status).toBe(404)
  expect((await board.api.timeline('FORGED')).filter(({ type }) => type === 'reassessment.checked')).toEqual([])
})

it('is read by an auditor, who gives no verdict, and by nobody below a supervisor', async () => {
  const path = await answered('ROLES', {})
  for (const [role, status] of [
    ['force-incident-manager', 200],
    ['duty-superintendent', 200],
    ['auditor', 200],
    ['control-room', 403],
    ['officer', 403],
    ['hau', 403],
    ['admin', 403],
  ] as const satisfies readonly (readonly [Role, number])[]) {
    const person = await board.person('x-1', role)
    const [list, one] = [await person.get('/reassessments'), await person.get(path)]
    expect([role, list.status, one.status]).toEqual([role, status, status])
    expect([role, one.html.includes('class="record"')]).toEqual([role, status === 200 && role !== 'auditor'])
  }
  const auditor = await (await board.person('aud-1', 'auditor')).get('/reassessments')
  expect(auditor.html).toContain('Supervisors give the verdicts.')
})
