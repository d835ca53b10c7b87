/** The page of an incident in a real browser: no accessibility fault in either scheme at either width, two pages of paper, old bookmarks. */
import { event } from '../../../support/client.ts'
import { policyText } from '../../../support/policies.ts'
import { faultsOn } from '../../axe.ts'
import { onBoard } from '../../ground.ts'

const POLICY = policyText({
  id: 'incident-in-browser',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
})

onBoard('the page of an incident', POLICY, (ground) => {
  /** A long night: news after news, calls, crimes, referrals, and a person who called twenty times before. */
  beforeAll(async () => {
    const { server } = ground
    const ago = (minutes: number) => ({ time: new Date(Date.now() - minutes * 60_000).toISOString() })
    const persons = [
      { role: 'victim', personRef: 'P-1', name: 'Ann Example' },
      { role: 'child', personRef: 'P-3', schoolRef: 'SCH-1' },
    ]
    const earlier = Array.from({ length: 20 }, (_, n) => event('incident.reported', `WK-E${n}`, { persons }, ago(600 - n)))
    await server.postBatch('control-room', earlier)
    await server.post('control-room', event('incident.reported', 'WK-1', { persons }, ago(130)))
    await server.post('control-room', event('thrive.assessed', 'WK-1', {}, ago(127)))
    await server.post('control-room', event('incident.graded', 'WK-1', { priority: 'P2' }, ago(126)))
    const long = 'He is at the door again and shouts that he will come in, and the neighbours have rung as well. '.repeat(4)
    const night = Array.from({ length: 150 }, (_, n) => [
      event('call.received', 'WK-1', { caller: `neighbour ${n}`, text: long }, ago(120 - n / 2)),
      event('unit.assigned', 'WK-1', { unit: `B${n}` }, ago(120 - n / 2)),
    ]).flat()
    await server.postBatch('supervisor', night)
    const crimes = Array.from({ length: 12 }, (_, n) => event('crime.recorded', 'WK-1', { crimeRef: `23/${n}/26` }, ago(5)))
    await server.postBatch('officer', crimes)
    const partners = [
      'daro',
      'idva',
      'marac',
      'childrens-services',
      'adult-services',
      'health',
      'housing',
      'probation',
      'school',
      'other',
    ]
    await server.postBatch(
      'hau',
      partners.map((partner) => event('referral.made', 'WK-1', { partner }, ago(4))),
    )
  })

  it.each([320, 1400])('has no fault at %i pixels in either scheme, and moves nowhere sideways', async (width) => {
    const { page } = ground.supervisor
    await page.setViewportSize({ width, height: 900 })
    for (const address of ['/incidents/WK-1', '/incidents/WK-1/timeline?show=risk', '/incidents/WK-E1']) {
      await page.goto(ground.server.url + address)
      // Also what is folded.
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
      expect([address, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([address, 0])
      expect([address, await faultsOn(page)]).toEqual([address, []])
    }
  })

  it('is two pages of paper, however long the night was, with who printed it and what is left out', async () => {
    const { page } = ground.supervisor
    await ground.supervisor.open('WK-1')
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByText(/^Printed by sup-9, Supervisor, \w+day \d+ \w+ \d{4}, \d\d:\d\d\.$/).isVisible()).toBe(true)
    expect(await page.getByText(/^\d{3} more lines are in the record and are not printed\.$/).isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: /I have it/ }).count()).toBe(0)
    await page.emulateMedia({ media: null })
  })

  it('shows what happens without being loaded again, and leaves alone what its reader opened, points at and types', async () => {
    const { page } = ground.supervisor
    const { server } = ground
    for (const name of ['incident.reported', 'thrive.assessed'] as const)
      await server.post('control-room', event(name, 'WK-LIVE'))
    await server.post('control-room', event('incident.graded', 'WK-LIVE', { priority: 'P2' }))
    await server.post('control-room', event('call.received', 'WK-LIVE', { text: 'He is outside.' }))
    await ground.supervisor.open('WK-LIVE')
    await page
      .getByRole('button', { name: /^I have it/ })
      .first()
      .click()
    await page.locator('body[data-live="live"]').waitFor()
    await page.locator('#alerts summary', { hasText: 'Give it back' }).first().click()
    const note = page.getByLabel('A note for whoever has it next (optional)').first()
    await note.fill('I rang her twice.')
    const called = page.locator('#happened li', { hasText: 'He is outside.' })
    await called.locator('summary').first().click()
    await page.evaluate('document.activeElement.mark = "mine"')
    const opened = () => page.locator('details[open]').count()
    const before = await opened()

    await server.post('officer', event('crime.recorded', 'WK-LIVE', { crimeRef: '23/77/26' }))
    await server.post('supervisor', event('unit.assigned', 'WK-LIVE', { unit: 'B77' }))
    await page.locator('#happened').getByText('Unit assigned: B77').waitFor()
    expect(await called.locator('details').first().getAttribute('open')).not.toBeNull()
    expect(await opened()).toBe(before)
    expect(await page.evaluate('[document.activeElement.mark, document.activeElement.closest("li").textContent]')).toEqual([
      'mine',
      expect.stringContaining('He is outside.'),
    ])
    expect(await note.inputValue()).toBe('I rang her twice.')
    await page.locator('body[data-live="live"]').waitFor()
  })

  it('opens from a bookmark of the board as it was', async () => {
    const { page } = ground.supervisor
    await page.goto(`${ground.server.url}/#/incident/WK-E1`)
    await page.waitForURL(`${ground.server.url}/incidents/WK-E1`)
    await page.getByRole('heading', { name: /^WK-E1/ }).waitFor()
  })

  it('is left by the keyboard alone: the second key press is on what is asked first', async () => {
    const { page } = ground.supervisor
    await ground.supervisor.open('WK-1')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Reassess the risk')
  })
})
