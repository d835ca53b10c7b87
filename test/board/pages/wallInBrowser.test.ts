/** The wall in a real browser: with the keyboard alone, on a phone, in both schemes, with every state that it has. */
import { event } from '../../support/client.ts'
import { policyText } from '../../support/policies.ts'
import { faultsOn } from '../axe.ts'
import { lostInForcedColours, movesAnyway } from '../forcedColours.ts'
import { onBoard } from '../ground.ts'

const POLICY = policyText({
  id: 'wall-browser',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT2S, rural: PT1H }, warnAt: 0.5, answerWithin: PT1H, repeatEvery: PT1H }',
  ],
  escalation: ['supervisor', 'force-incident-manager'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})

onBoard('the wall in a browser', POLICY, (ground) => {
  const wall = async (path = '/') => {
    await ground.supervisor.page.goto(ground.server.url + path)
    return ground.supervisor.page
  }
  const sideways = () => ground.supervisor.page.evaluate('document.documentElement.scrollWidth - innerWidth')

  it('has no fault while nothing is open', async () => {
    const page = await wall()
    await page.getByText('No incident is open.').waitFor()
    expect(await faultsOn(page)).toEqual([])
    expect(await faultsOn(await wall('/alerts'))).toEqual([])
  })

  it('leads to the worst demand within three keys', async () => {
    for (const reference of ['WK-1', 'WK-2', 'WK-3'])
      await ground.server.post('control-room', event('incident.reported', reference))
    await ground.server.post('control-room', event('call.received', 'WK-2'))
    await ground.server.incidentIs('WK-2', 'has a demand', ({ demands }) => demands.length > 0)
    const page = await wall()
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key)
    expect(await page.evaluate('document.activeElement?.closest("[data-demand]")?.dataset.demand')).toBe('WK-2-d1')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/incidents\/WK-2$/)
  })

  it('takes and releases with the keyboard', async () => {
    const page = await wall()
    await ground.supervisor
      .line('WK-2')
      .getByRole('button', { name: /^Take .*WK-2$/ })
      .focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('You have WK-2 now').waitFor()
    await ground.supervisor.line('WK-2').getByRole('button', { name: 'Release WK-2' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('You released WK-2.').waitFor()
  })

  it('has no fault in either scheme, with demands, taken and refused alerts', async () => {
    const { server } = ground
    await server.post('control-room', event('thrive.assessed', 'WK-1'))
    await server.post('control-room', event('incident.graded', 'WK-1', { priority: 'P2' }))
    await server.incidentIs('WK-1', 'is overdue', ({ attention }) => attention.includes('overdue'))
    await server.post('supervisor', event('log.noted', 'WK-404'))
    await server.post('supervisor', event('incident.restricted', 'WK-3'))
    expect(await faultsOn(await wall())).toEqual([])
    expect(await faultsOn(await wall('/alerts'))).toEqual([])
    const page = ground.supervisor.page
    await page.locator('[data-alert] summary').filter({ hasText: 'Nobody will report WK-404' }).click()
    await page.getByRole('button', { name: /Dismiss the alert/ }).click()
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    expect(await faultsOn(page)).toEqual([])
    await page.getByRole('link', { name: /^The reason/ }).click()
    expect(await page.evaluate('document.activeElement?.name')).toBe('/reason')
  })

  it('tells with forced colours its buttons, the focus, what is chosen and the banner, and moves nothing for who wants that', async () => {
    const page = await wall()
    await page.locator('body[data-live="live"]').waitFor()
    await page.route('**/readyz', (route) => route.fulfill({ status: 503, json: { record: 'writable', timers: 'stalled' } }))
    await page.locator('#banner').getByText('Timers are stalled').waitFor()
    expect(await lostInForcedColours(page)).toEqual([])
    expect(await movesAnyway(page)).toEqual([])
    await page.unroute('**/readyz')
    expect(await lostInForcedColours(await wall('/alerts'))).toEqual([])
  })

  it('fits a phone without moving sideways, with targets that a finger hits', async () => {
    const { page } = ground.supervisor
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of ['/', '/alerts']) {
      await wall(path)
      expect([path, await sideways()]).toEqual([path, 0])
      expect(await faultsOn(page)).toEqual([])
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  })
})
