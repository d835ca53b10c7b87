/**
 * What people do on the board besides one incident's own course, each from the page to the event in the record: two supervisors at
 * one wall and one form, a caller who is found again, a report that was refused, a restricted incident, and a night from paper.
 * Approvals, readings and hand-overs by two people are in `test/board/secondPerson.test.ts`.
 */
import { writtenInLondon } from '../../src/board/forms/londonTime.ts'
import { fillReassessment } from '../board/supervisor.ts'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { policyText } from '../support/policies.ts'
import { verifies } from './holds.ts'
import { type AtBrowser, comesIn, inBrowsers } from './people.ts'
import { useServer } from './served.ts'

const POLICY = policyText({
  id: 'the-board',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
  escalation: ['supervisor', 'force-incident-manager', 'duty-superintendent'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})
const CALLER = [{ role: 'victim', personRef: 'P-7', name: 'Ann Example', phone: '07700900077' }]

inBrowsers('the board', (browser) => {
  const $ = useServer(POLICY)
  let one: AtBrowser
  let other: AtBrowser
  let room: AtBrowser
  beforeAll(async () => {
    for (const reference of ['WK-1', 'WK-2']) {
      await $.server.post('control-room', event('incident.reported', reference, { persons: CALLER }))
      await $.server.post('control-room', event('thrive.assessed', reference))
      await $.server.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
      await $.server.post('control-room', event('call.received', reference))
    }
    one = await comesIn(browser(), $.server, 'sup-1')
    // Without a script: a page that does not learn by itself what the other did.
    other = await comesIn(browser(), $.server, 'sup-2', { javaScriptEnabled: false })
    room = await comesIn(browser(), $.server, 'ch-1')
  })
  afterAll(() => {
    for (const { id, complaints } of [one, other, room]) expect([id, complaints]).toEqual([id, []])
  })
  const row = ({ page }: AtBrowser) => page.locator('[data-incident="WK-1"]')
  const holders = async () => {
    const { alerts } = await $.server.incident('WK-1')
    return [...new Set(alerts.flatMap(({ acknowledgedBy }) => (acknowledgedBy === undefined ? [] : [acknowledgedBy.id])))]
  }

  it('tells the second supervisor who has it, changes nothing, and lets the second take it over', async () => {
    await row(one).getByRole('button', { name: /^Take/ }).click()
    await one.page.getByRole('status').getByText('You have WK-1 now').waitFor()
    await row(other).getByRole('button', { name: /^Take/ }).click()
    await other.page.getByText('sup-1 took WK-1 before you. Nothing was changed').waitFor()
    expect(await holders()).toEqual(['sup-1'])
    await row(other)
      .getByRole('button', { name: /^Take over from sup-1/ })
      .click()
    await other.page.getByText('You have WK-1 now').waitFor()
    expect(await holders()).toEqual(['sup-2'])
    await row(one).getByText('sup-2 (supervisor) has it').waitFor()
  })

  it('tells whoever still writes that another supervisor has answered, and keeps every word', async () => {
    await one.page.getByRole('link', { name: 'Reassess WK-1' }).click()
    await one.page.waitForURL(/\/reassess$/)
    await one.page.locator('body[data-live="live"]').waitFor()
    await fillReassessment(one.page)
    const second = await comesIn(browser(), $.server, 'sup-2')
    await second.goTo('/incidents/WK-1/reassess')
    await fillReassessment(second.page)
    await second.page.getByRole('button', { name: 'Record this reassessment' }).click()
    await second.page.getByText('No demand is open now.').waitFor()
    let told = ''
    const isTold = async () => {
      told = (await one.page.locator('.news').allTextContents()).join(' ')
      return /sup-2.*answered/.test(told)
    }
    await eventually('the first is told', isTold, () => told)
    expect(await one.page.getByLabel('Why this grade now').inputValue()).toContain('locked in with a neighbour')
    expect(second.complaints).toEqual([])
    const reassessed = (await $.server.timeline('WK-1')).filter(({ type }) => type === 'risk.reassessed')
    expect(reassessed.map(({ data }) => (data as { assessor: { id: string } }).assessor.id)).toEqual(['sup-2'])
  })

  it('finds a caller by the telephone, however it is written, and leads to both incidents', async () => {
    await room.page.getByRole('link', { name: 'Find', exact: true }).click()
    await room.page.locator('[name="/phone"]').fill('+44 7700 900 077')
    await room.page.getByRole('button', { name: 'Find', exact: true }).click()
    await room.page.getByRole('heading', { name: 'Found, the newest report first' }).waitFor()
    expect(await room.page.locator('#results [data-incident]').count()).toBe(2)
    await room.page.getByRole('link', { name: 'WK-2', exact: true }).click()
    await room.page.locator('#incident').waitFor()
  })

  it('shows what was refused about an incident that nobody reported, until a supervisor says why nobody has to', async () => {
    expect(await $.server.post('control-room', event('call.received', 'WK-404'))).toMatchObject({ code: 404 })
    const alerts = () => $.server.list<{ status: string }>('/v1/alerts?kind=report-refused')
    await eventually('an alert is raised', async () => (await alerts()).length === 1)
    await one.goTo('/refusals')
    await one.page.getByText('Nobody will report').first().click()
    await one.page.locator('[name="/reason"]').first().fill('A test of the sender: nobody called.')
    await one.page.getByRole('button', { name: 'Dismiss the alert' }).first().click()
    await one.page.getByText('The alert is ended.').waitFor()
    expect((await alerts()).map(({ status }) => status)).toEqual(['resolved'])
  })

  it('opens a restricted incident by breaking the glass, and an auditor reads who did and why', async () => {
    const commander = await comesIn(browser(), $.server, 'fim-1')
    await commander.goTo('/incidents/WK-2/record/incident.restricted')
    await commander.fillIn('incident.restricted', { people: ['fim-1', 'ch-1'], reason: 'He is an officer of this force.' })
    await commander.page.locator('form.record').getByRole('button', { name: 'Record', exact: true }).last().click()
    await commander.page.waitForURL(/[?&]done=/)
    await other.goTo('/incidents/WK-2')
    expect(await other.page.locator('main').textContent()).not.toContain('Ann Example')
    await other.page.getByLabel('Why do you open it?').fill('She is on the line again and asks for help.')
    await other.page.getByRole('button', { name: 'Open it' }).click()
    await other.page.getByText('Ann Example').first().waitFor()

    const auditor = await comesIn(browser(), $.server, 'aud-1')
    await auditor.page.getByRole('link', { name: 'Who read what' }).click()
    await auditor.page.getByLabel('Incident number').fill('WK-2')
    await auditor.page.getByRole('button', { name: 'Show these' }).click()
    await auditor.page.getByText('She is on the line again and asks for help.').first().waitFor()
    const read = await auditor.page.locator('main').textContent()
    for (const id of ['ch-1', 'sup-2', 'fim-1']) expect(read).toContain(id)
    for (const { complaints } of [commander, auditor]) expect(complaints).toEqual([])
  })

  it('takes a night from paper with its true times', async () => {
    const minutesAgo = (minutes: number) => new Date(Math.floor(Date.now() / 60_000 - minutes) * 60_000).toISOString()
    const [called, came] = [minutesAgo(95), minutesAgo(40)]
    const at = (instant: string) => room.page.locator('[name="/time"]').fill(writtenInLondon(instant).written)
    await room.goTo('/')
    await room.page.getByRole('link', { name: 'Report an incident' }).click()
    await room.page.getByLabel('Incident number').fill('WK-PAPER')
    await room.fillIn('incident.reported', {
      ...{ channel: '999', narrative: 'Shouting next door.', location: { address: '9 Fictional Row', area: 'urban' } },
      receivedAt: called,
    })
    expect(await room.record()).toContain('Recorded')
    await room.page.getByText('Record something else').click()
    await room.page.locator('#record').getByRole('link', { name: 'Unit arrived', exact: true }).click()
    await room.fillIn('unit.arrived', { unit: 'B12', victimSeen: true })
    await at(came)
    expect(await room.record()).toContain('Recorded')
    await room.page.getByText(/^Entered at .*: the wait counts from /).waitFor()
    const view = await $.server.incident('WK-PAPER')
    expect(view).toMatchObject({ reportedAt: called, waiting: { since: called, until: came } })
  })

  it('leaves a record that verifies', async () => {
    await $.server.stop()
    await verifies($.place)
  })
})
