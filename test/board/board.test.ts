/** The board in a real browser, over a real server: what a supervisor sees when a victim waits too long, and what clears it. */
import type { AlertItem } from '../../src/engine/views/views.ts'
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { onBoard } from './ground.ts'

/** Late within seconds, and then time enough to answer: nothing here escalates while a browser types. */
const POLICY = policyText({
  id: 'board',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT3S, rural: PT1H }, warnAt: 0.5, answerWithin: PT1H, repeatEvery: PT1H }',
    'P3: { rank: 3, attendWithin: { urban: PT24H, rural: PT24H }, answerWithin: PT1H, repeatEvery: PT4H }',
  ],
  escalation: ['supervisor', 'force-incident-manager'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})

onBoard('the board', POLICY, (ground) => {
  beforeEach(() => ground.supervisor.page.evaluate("location.hash = '#/'"))

  const waiting = async (reference: string, narrative = 'Former partner outside and shouting.', priority = 'P2') => {
    await ground.server.post('control-room', event('incident.reported', reference, { narrative }))
    await ground.server.post('control-room', event('thrive.assessed', reference))
    await ground.server.post('control-room', event('incident.graded', reference, { priority }))
  }
  const breached = async (reference: string) => {
    await waiting(reference)
    await ground.server.incidentIs(reference, 'has a demand', ({ demands }) => demands.length > 0)
  }
  const openDemands = async (reference: string) =>
    (await ground.server.incident(reference)).demands.filter(({ status }) => status === 'open').length
  const record = () => ground.supervisor.page.getByRole('button', { name: 'Record this reassessment' }).click()

  it('shows what was refused of an incident that nobody has reported, and takes a reason why nobody will', async () => {
    const { page } = ground.supervisor
    await ground.server.post('supervisor', event('log.noted', 'WK-404'))
    const alert = page.locator('.alert').filter({ hasText: 'no clock runs for it' }).filter({ hasText: 'WK-404' })
    await alert.getByText('critical').waitFor()
    await alert.getByText('No incident WK-404 has been reported.').waitFor()
    await alert.getByRole('link', { name: 'What was refused of WK-404' }).click()
    await page.getByRole('heading', { name: 'Refused: WK-404' }).waitFor()
    await page.getByRole('button', { name: 'Show what was sent' }).click()
    await page.getByText('"subject":"WK-404"').waitFor()
    await page.getByRole('link', { name: '← All incidents' }).click()
    await alert.getByRole('button', { name: 'Nobody will report WK-404…' }).click()
    await page.getByLabel('Nobody will report WK-404. Why not?').fill('Entered under WK-1.')
    // The list is drawn anew meanwhile.
    await ground.server.post('supervisor', event('log.noted', 'WK-405'))
    await page.locator('.alert').filter({ hasText: 'WK-405' }).waitFor()
    await page.getByRole('button', { name: 'Dismiss the alert' }).click()
    await alert.waitFor({ state: 'detached' })
    expect((await ground.server.list<AlertItem>('/v1/alerts')).find(({ incident }) => incident === 'WK-404')).toMatchObject({
      status: 'resolved',
      dismissed: { reason: 'Entered under WK-1.' },
    })
  })

  it('says of a unit at the scene that nobody has seen the victim yet', async () => {
    await waiting('WK-D', undefined, 'P1')
    await ground.server.post('officer', event('unit.arrived', 'WK-D', { victimSeen: null }))
    await ground.supervisor.line('WK-D').getByText('At the scene, nobody has seen the victim yet').waitFor()
    await ground.supervisor.open('WK-D')
    await ground.supervisor.page.locator('.head').getByText('at the scene, nobody has seen the victim yet').waitFor()
  })

  it('shows a breach without being asked again, with its alert, and says who has it', async () => {
    await waiting('WK-1')
    const line = ground.supervisor.line('WK-1')
    await line.getByText('Waiting, no unit').waitFor()
    await line.getByText('Reassess: attendance is overdue').waitFor()
    await line.getByText('Overdue, no unit').waitFor()

    await ground.supervisor.page.getByRole('button', { name: 'I have it: Attendance overdue, WK-1' }).click()
    await ground.supervisor.page.getByText('sup-9 (supervisor) has it.').waitFor()
    const alert = await ground.server.alertRaised('WK-1', 'attendance-overdue')
    expect(alert).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: 'sup-9', role: 'supervisor' } })
    expect(await openDemands('WK-1')).toBe(1)
  })

  it('says of an incident that nobody has assessed or graded what is owed, until it is there', async () => {
    await ground.server.post('control-room', event('incident.reported', 'WK-8'))
    const line = ground.supervisor.line('WK-8')
    await line.getByText('No THRIVE recorded').waitFor()
    await line.getByText('No grade given').waitFor()
    await ground.server.post('control-room', event('thrive.assessed', 'WK-8'))
    await line.getByText('No THRIVE recorded').waitFor({ state: 'detached' })
    expect(await line.getByText('No grade given').count()).toBe(1)
  })

  it('names every gap of an incomplete reassessment beside its field and keeps what was typed', async () => {
    await breached('WK-2')
    await ground.supervisor.open('WK-2')
    const { page } = ground.supervisor
    await page.getByLabel('What could happen before officers arrive').fill('He could come back.')
    await page.getByLabel('Tried earlier').check()
    await record()

    await page.getByRole('heading', { name: 'The reassessment is not complete' }).waitFor()
    const field = (pointer: string) => page.locator(`[data-pointer~="${pointer}"] > .gap`)
    for (const pointer of [
      '/data/victimContact/at',
      '/data/victimContact/outcome',
      ...['suspect/where', 'suspect/source', 'victim/where', 'victim/source', 'canReach', 'changed', 'protects'].map(
        (part) => `/data/situation/${part}`,
      ),
      '/data/newInformation',
      ...['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement'].flatMap((element) => [
        `/data/thrive/${element}/change`,
        `/data/thrive/${element}/rationale`,
      ]),
      '/data/decision/rationale',
      '/data/interimSafeguarding',
      '/data/resourceAction',
      '/data/nextReviewAt',
    ])
      expect([pointer, await field(pointer).count()]).toEqual([pointer, 1])
    expect(await field('/data/interimRisk').count()).toBe(0)
    expect(await page.getByLabel('What could happen before officers arrive').inputValue()).toBe('He could come back.')
    expect(await openDemands('WK-2')).toBe(1)
  })

  it('shows that an explanation is no reassessment, and clears the demand for a complete reassessment', async () => {
    await breached('WK-3')
    await ground.supervisor.open('WK-3')
    const { page } = ground.supervisor
    await ground.supervisor.reassess()
    for (const element of await page.locator('.element').all()) {
      await element.getByLabel('Unchanged').check()
      await element.getByLabel('Why').fill('No change.')
    }
    await page.getByLabel('What could happen before officers arrive').fill('No units available.')
    await page.getByLabel('Why, in terms of risk').fill('All units committed.')
    await record()
    await page.getByRole('heading', { name: 'This explains the delay; it does not reassess the risk' }).waitFor()
    expect(await page.locator('[data-pointer="/data/decision/rationale"] > .gap').count()).toBe(1)
    expect(await openDemands('WK-3')).toBe(1)

    await ground.supervisor.reassess()
    await record()
    await page.getByText('No demand is open now.').waitFor()
    expect(await openDemands('WK-3')).toBe(0)
    await page.getByText('No reassessment is owed.').waitFor()
    await page.getByRole('link', { name: '← All incidents' }).click()
    await ground.supervisor.line('WK-3').waitFor()
    expect(await ground.supervisor.line('WK-3').getByText('Reassess:').count()).toBe(0)
  })

  it('does not answer the call that came while its author was writing', async () => {
    await waiting('WK-20', undefined, 'P3')
    const rings = () => ground.server.post('control-room', event('call.received', 'WK-20'))
    await rings()
    await ground.server.incidentIs('WK-20', 'has a demand for the call', ({ demands }) =>
      demands.some(({ reason }) => reason === 'further-call'),
    )
    await ground.supervisor.open('WK-20')
    const { page } = ground.supervisor
    await ground.supervisor.reassess()
    await rings()
    await page.getByText('1 more since you ticked this').waitFor()
    await record()
    await page.getByText('Still open: WK-20-d1').waitFor()
    const callDemand = async () => (await ground.server.incident('WK-20')).demands.find(({ reason }) => reason === 'further-call')
    expect(await callDemand()).toMatchObject({ status: 'open', causeCount: 2 })
    expect((await callDemand())?.causes).toHaveLength(1)

    await ground.supervisor.reassess()
    await record()
    await page.getByText('No demand is open now.').waitFor()
    expect(await callDemand()).toMatchObject({ status: 'answered' })
  })

  it('names the rank and the second person that a downgrade after the breach takes', async () => {
    await breached('WK-4')
    await ground.supervisor.open('WK-4')
    const { page } = ground.supervisor
    await ground.supervisor.reassess()
    await page.getByLabel('Priority', { exact: true }).fill('P3')
    await record()
    await page.getByRole('heading', { name: 'This downgrade needs command approval' }).waitFor()
    expect(await page.locator('[data-pointer~="/data/decision/priority"] > .gap').textContent()).toContain(
      'force-incident-manager',
    )
    expect(await page.locator('[data-pointer~="/data/decision/approvedBy"] > .gap').textContent()).toContain('a second person')
    expect(await page.getByLabel('Their name or number').isVisible()).toBe(true)
    expect(await openDemands('WK-4')).toBe(1)
  })

  it('takes a delay note, says that it answers nothing, and clears nothing', async () => {
    await breached('WK-5')
    await ground.supervisor.open('WK-5')
    const { page } = ground.supervisor
    await page.getByText('Note why it is late (answers nothing)').click()
    await page.getByLabel('Why it is late').fill('All units committed.')
    await page.getByRole('button', { name: 'Record delay note' }).click()
    await page.getByText('A note on the delay does not answer demand WK-5-d1').waitFor()
    expect(await openDemands('WK-5')).toBe(1)
    await page.getByText('Reassess: attendance is overdue').waitFor()
  })

  it('fits a phone without moving sideways', async () => {
    const { page } = ground.supervisor
    await page.setViewportSize({ width: 360, height: 740 })
    const overflow = () => page.evaluate('document.documentElement.scrollWidth - innerWidth')
    await ground.supervisor.line('WK-1').waitFor()
    expect(await overflow()).toBe(0)
    await ground.supervisor.open('WK-2')
    expect(await overflow()).toBe(0)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('says that it is not live when the server is gone, and takes it back when it has returned', async () => {
    const { page } = ground.supervisor
    const banner = page.getByRole('alert').filter({ hasText: 'Do not rely on this board.' })
    expect(await banner.count()).toBe(0)
    const { port } = new URL(ground.server.url)
    await ground.server.stop()
    await banner.getByText('What you see is old').waitFor()
    await page.getByText('Not live').waitFor()

    ground.server = await ground.place.start({ PORT: port })
    await page.getByText('Live', { exact: true }).waitFor()
    await waiting('WK-7')
    await ground.supervisor.line('WK-7').waitFor()
    expect(await banner.count()).toBe(0)
  })
})
