/** The board in a real browser, over a real server: what a supervisor sees when a victim waits too long, and what clears it. */
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
  const openDemands = async (reference: string) =>
    (await ground.server.incident(reference)).demands.filter(({ status }) => status === 'open').length

  it('is calm about nothing that is not assessed, and says at the top how long somebody has waited', async () => {
    const { page } = ground.supervisor
    await ground.server.post('control-room', event('incident.reported', 'WK-NEW'))
    await page.locator('[data-incident="WK-NEW"]').getByRole('link').click()
    const head = page.locator('.head')
    await head.getByText('No reassessment is owed yet, but the THRIVE and the grade are missing.').waitFor()
    expect(await head.getByText('Waiting since first contact').count()).toBe(1)
    expect(await head.locator('.calm').count()).toBe(0)
    await ground.server.post('control-room', event('thrive.assessed', 'WK-NEW'))
    await head.getByText('No reassessment is owed yet, but the grade is missing.').waitFor()
    await ground.server.post('control-room', event('incident.graded', 'WK-NEW', { priority: 'P3' }))
    await head.locator('.calm').getByText('No reassessment is owed.').waitFor()
  })

  it('shows where a caller is whose position is all that is known', async () => {
    const { page } = ground.supervisor
    const silent = { narrative: undefined, location: { lat: 52.41, lon: -1.51 }, colour: 'red' }
    await ground.server.post('control-room', event('incident.reported', 'WK-S', silent))
    await ground.server.post('control-room', event('incident.reported', 'WK-N', { location: undefined }))
    await ground.supervisor.open('WK-S')
    await page.getByText('52.41, -1.51 (latitude, longitude)').waitFor()
    await page.getByText('colour: "red"').first().waitFor()
    await ground.supervisor.open('WK-N')
    await page.getByText('Not known: ask').waitFor()
    // Entered at once, so nothing has to be said of its clocks.
    expect(await page.getByText(/^Entered at/).count()).toBe(0)
    const late = new Date(Date.now() - 75 * 60_000).toISOString()
    await ground.server.post('control-room', { ...event('incident.reported', 'WK-P', { receivedAt: late }), time: late })
    await ground.supervisor.open('WK-P')
    await page.getByText(/^Entered at .*: the wait counts from .*, the THRIVE and the grade are due from the entry/).waitFor()
  })

  it('shows the place and the people as they were corrected, and what they were', async () => {
    const { page } = ground.supervisor
    const by = { id: 'ch-7', role: 'call-handler' }
    const persons = [{ role: 'victim', name: 'Ann Example' }]
    await ground.server.post(
      'control-room',
      event('incident.reported', 'WK-C', { location: { address: '4 Wrong Street' }, persons }),
    )
    await ground.server.post(
      'control-room',
      event('incident.corrected', 'WK-C', {
        by,
        location: { address: '4 Right Street' },
        persons: [{ role: 'suspect', name: 'Bob Example' }],
      }),
    )
    await ground.supervisor.open('WK-C')
    const facts = await page.locator('.case-facts').textContent()
    expect(facts).toContain('Where4 Right Street')
    expect(facts).toContain('victim: Ann Example · suspect: Bob Example')
    expect(facts).toContain('location address was 4 Wrong Street')
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

  it('shows what a caller said as text, whatever it says', async () => {
    await waiting('WK-6', '<img src=x onerror="document.title=1"><script>alert(1)</script>')
    await ground.supervisor.open('WK-6')
    // At the top, with who and where, and again in what happened.
    const said = ground.supervisor.page.getByText('<img src=x onerror="document.title=1"><script>alert(1)</script>')
    await said.first().waitFor()
    expect(await said.count()).toBe(2)
    expect(await ground.supervisor.page.locator('main img, main script').count()).toBe(0)
  })

  it('fits a phone without moving sideways', async () => {
    const { page } = ground.supervisor
    await page.setViewportSize({ width: 360, height: 740 })
    const overflow = () => page.evaluate('document.documentElement.scrollWidth - innerWidth')
    await ground.supervisor.line('WK-1').waitFor()
    expect(await overflow()).toBe(0)
    await ground.supervisor.open('WK-1')
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
