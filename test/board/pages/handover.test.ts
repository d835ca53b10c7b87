/** A shift is handed over and accepted item by item, as browsers without a script do it, on a real PostgreSQL. */
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { event } from '../../support/client.ts'
import { policyWith } from '../../support/incident.ts'
import { useStore } from '../../support/store.ts'
import { textOf } from '../read.ts'
import { type Person, type ServedBoard, serveBoard } from '../servedBoard.ts'

const $ = useStore()
let board: ServedBoard
let late: Person
let night: Person
beforeAll(async () => {
  board = await serveBoard($.store, policyWith())
  late = await board.person('sup-late')
  night = await board.person('sup-night')
})
afterAll(() => board.stop())

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
/** Reported so many minutes ago, and graded P2 two minutes later: overdue from an hour on. */
async function graded(reference: string, minutes: number): Promise<void> {
  const [reported, grade] = [minutesAgo(minutes), minutesAgo(minutes - 2)]
  await board.api.post('control-room', event('incident.reported', reference, { receivedAt: reported }, { time: reported }))
  const said = { priority: 'P2', approvedBy: undefined }
  await board.api.post('control-room', event('incident.graded', reference, said, { time: grade }))
}
/** @returns the address of the new hand-over, and what was sent. */
async function handedOver(typed: Record<string, string> = {}) {
  const { html } = await late.get('/handover')
  const asked = await late.send('/handover', html, { '/from': 'late', '/to': 'night', ...typed })
  expect([asked.status, textOf(asked.html)]).toEqual([200, expect.stringMatching(/The list will (have \d+ items?|be empty)\./)])
  const made = await late.send('/handover', asked.html)
  expect([made.status, made.to]).toEqual([303, expect.stringMatching(/^\/handover\/[\w-]+\?done=made$/)])
  return { path: made.to?.split('?')[0] ?? '', sent: made.sent, to: made.to }
}
const itemsIn = (html: string) => [...html.matchAll(/name="\/items" value="(\d+)"/g)].map(([, id = '']) => id)
const itemOf = (html: string, id: string) =>
  textOf(
    html
      .split('data-item="')
      .find((part) => part.startsWith(`${id}"`))
      ?.split('</fieldset>')[0] ?? '',
  )

it('hands over once what is sent twice, and says why each item is on the list', async () => {
  await graded('OVERDUE', 70)
  const alert = await board.api.alertRaised('OVERDUE', 'attendance-overdue')
  await board.api.acknowledge(alert.id, 'sup-late')
  const { path, sent, to } = await handedOver({ '/note': 'Two units are off the road.' })
  expect(await late.post('/handover', sent)).toMatchObject({ status: 303, to })
  const { html } = await night.get(path)
  const text = textOf(html)
  expect(text).toContain('Handed over by sup-late')
  expect(text).toContain('Two units are off the road.')
  expect(text).toMatch(/OVERDUE: Reassess now, due \d\d:\d\d/)
  expect(text).toMatch(/OVERDUE: [^.]*sup-late had it/)
  expect(text).toContain('1 incident of 1 told of the change of shift. A reassessment was asked for 1 time.')
  expect(html).toContain('href="/incidents/OVERDUE"')
  expect(text).not.toMatch(/attendance-overdue|shift\.changed|victim-told|demanded/)
})

it('is accepted item by item by another person, once, and the alert goes over with it', async () => {
  const { path } = await handedOver()
  const { html } = await night.get(path)
  const taken = itemsIn(html).find((id) => itemOf(html, id).includes('sup-late had it')) ?? ''
  const { sent, ...accepted } = await night.send(path, html, { '/items': taken })
  expect([accepted.status, accepted.to]).toEqual([303, `${path}?done=accepted`])
  expect((await night.post(path, sent)).status).toBe(303)
  const after = (await night.get(`${path}?done=accepted`)).html
  expect(after).toContain('What you accepted is yours from now on.')
  expect(itemOf(after, taken)).toMatch(/Accepted by sup-night, \d\d:\d\d/)
  expect(itemsIn(after)).toEqual(itemsIn(html).filter((id) => id !== taken))
  const [alert] = (await board.api.incident('OVERDUE')).alerts.filter(({ kind }) => kind === 'attendance-overdue')
  expect(alert).toMatchObject({ acknowledgedBy: { id: 'sup-night' } })
  expect(textOf((await night.get('/handover')).html)).toMatch(
    /From late to night, by sup-late, \d\d:\d\d \d+ items? of \d+ to accept/,
  )
})

it('says before it hands over how much it opens, and makes no second list silently', async () => {
  await graded('AHEAD', 70)
  const waiting = async (person: Person) => JSON.parse((await person.get('/v1/counts')).html).handovers.toAccept as number
  const { path } = await handedOver({ '/from': '  sup-late ', '/to': ' sup \n night' })
  const { html } = await late.get('/handover')
  expect(textOf(html)).toMatch(/Handed over by you, for somebody else to accept.* From sup-late to sup night, by sup-late/)
  expect(textOf(html.slice(html.indexOf('>To accept<'), html.indexOf('>Handed over by you')))).toContain(
    'Nothing is left for you to accept.',
  )
  expect([await waiting(late), (await waiting(night)) > 0]).toEqual([0, true])
  const asked = await late.send('/handover', html, { '/from': 'sup-late', '/to': 'night', '/note': 'Once <more>.' })
  const text = textOf(asked.html)
  expect(text).toMatch(/A reassessment will be asked for of \d+ incidents? that nobody has attended/)
  expect(text).toContain('A second list repeats what is left of the first')
  expect(asked.html).toContain(`href="${path}"`)
  expect(asked.html).toContain('Make a second list')
  const count = async () => JSON.parse((await night.get('/v1/handover?limit=200')).html).items.length as number
  const before = await count()
  const second = await late.send('/handover', asked.html)
  expect([second.status, await count()]).toEqual([303, before + 1])
  expect((await late.get((second.to ?? '').split('?')[0] ?? '')).html).toContain('Once &lt;more&gt;.')
})

it('tells whoever accepts second that somebody else has it', async () => {
  const { path } = await handedOver()
  const third = await board.person('sup-third')
  const seen = (await third.get(path)).html
  const [first = '', second = ''] = itemsIn(seen)
  await night.send(path, seen, { '/items': first })
  const late = await third.send(path, seen, { '/items': [first, second].filter((id) => id !== '') })
  expect(late).toMatchObject({ status: 303, to: `${path}?done=before` })
  const { html } = await third.get(`${path}?done=before`)
  expect(html).toContain('Not all of it is yours: somebody accepted some of it before you')
  expect(itemOf(html, first)).toContain('Accepted by sup-night')
})

it('says to who handed over why somebody else accepts, and takes nothing from them', async () => {
  const { path } = await handedOver()
  const own = await (await board.person('SUP-LATE')).get(path)
  expect(own.html).toContain('You handed this over, so you do not accept it.')
  expect(itemsIn(own.html)).toEqual([])
  const seen = (await night.get(path)).html
  const [first = ''] = itemsIn(seen)
  const tried = await late.send(path, seen, { '/items': first })
  expect(tried.status).toBe(422)
  expect(tried.html).toContain('You cannot accept this')
  expect(itemsIn((await night.get(path)).html)).toContain(first)
})

it('names what is missing at its field, and keeps what was typed', async () => {
  const { html } = await late.get('/handover')
  const tried = await late.send('/handover', html, { '/from': '', '/to': 'night', '/note': 'Busy.' })
  expect(tried.status).toBe(422)
  expect(tried.html).toContain('<a href="#from">Enter an answer: Who hands over, or the shift that ends</a>')
  expect(tried.html).toContain('>Busy.</textarea>')
  const { path } = await handedOver()
  const none = await night.send(path, (await night.get(path)).html)
  expect(none.status).toBe(422)
  expect(none.html).toContain('Choose what you accept.')
})

it('says of a hand-over that is late which alert tells whom', async () => {
  expect(textOf((await night.get('/handover')).html)).toContain(
    'What nobody has accepted in time raises the alert “A hand-over of the shift that nobody has accepted in full”.',
  )
})

it('is read by supervisors and auditors, and handed over and accepted by supervisors', async () => {
  const { path } = await handedOver()
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
    const [list, one] = [await person.get('/handover'), await person.get(path)]
    expect([role, list.status, one.status]).toEqual([role, status, status])
    const mayAct = status === 200 && role !== 'auditor'
    expect([role, list.html.includes('class="record"'), itemsIn(one.html).length > 0]).toEqual([role, mayAct, mayAct])
  }
  expect((await night.get('/handover/no-such')).status).toBe(404)
})
