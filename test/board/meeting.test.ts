/** What the board shows beside the night itself: who called before, what stands, and what the daily meeting looks at. */
import { readFileSync } from 'node:fs'
import { event, type Fields } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { onBoard } from './ground.ts'

const POLICY = policyText({
  id: 'meeting',
  priorities: ['P1: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
})
const DAY_MS = 86_400_000
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

onBoard('the board', POLICY, (ground) => {
  const post = async (...what: Parameters<typeof event>) =>
    expect(
      await ground.server.post(what[0] === 'incident.reported' ? 'control-room' : 'supervisor', event(...what)),
    ).toMatchObject({
      code: 201,
    })
  const caller = (more: Fields = {}) => ({ persons: [{ role: 'caller', phone: '07700 900123' }], ...more })

  it('shows who called before, and the marker that is in force there, before anything is judged', async () => {
    await post('incident.reported', 'WK-1', caller({ flags: ['weapons'] }))
    await post('marker.placed', 'WK-1', {
      marker: 'M1',
      reason: 'threat-to-officers',
      reviewBy: inMs(DAY_MS),
      expiresAt: inMs(2 * DAY_MS),
    })
    await post('incident.reported', 'WK-2', caller())
    await ground.supervisor.open('WK-2')
    const before = ground.supervisor.page.locator('[data-earlier="WK-1"]')
    await before.getByText('the same phone · no grade · weapons · still open').waitFor()
    expect(await before.getByText('Marker M1').locator('..').textContent()).toContain('threat to officers')
    await before.getByRole('link', { name: 'WK-1' }).click()
    await ground.supervisor.page.getByRole('cell', { name: 'Marker M1' }).waitFor()
  })

  it('goes through the registers of the daily meeting, to the line that is late and its incident', async () => {
    const { page } = ground.supervisor
    await post('task.set', 'WK-1', { task: 'T1', dueAt: inMs(1_000) })
    await ground.server.alertRaised('WK-1', 'task-overdue')
    await page.getByRole('link', { name: 'Daily meeting' }).click()
    const register = page.locator('section').filter({ hasText: 'Plans and visits' })
    await register.getByText('1 late').waitFor()
    await register.getByRole('link', { name: 'Plans and visits' }).click()
    const row = page.getByRole('row').filter({ hasText: 'task T1' })
    await row.getByText('overdue').first().waitFor()
    await row.getByRole('link', { name: 'WK-1' }).click()
    await page.getByRole('heading', { name: 'What happened, newest first' }).waitFor()
  })

  it('hands over a register as a file', async () => {
    const { page } = ground.supervisor
    await page.evaluate("location.hash = '#/register/plans-and-visits'")
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download all as CSV' }).click()
    await page.getByLabel('Why do you need this file?').fill('Café court file')
    await page.getByRole('button', { name: 'Download', exact: true }).click()
    const file = await saved
    expect(file.suggestedFilename()).toMatch(/^plans-and-visits-\d{4}-\d\d-\d\d\.csv$/)
    expect(readFileSync(await file.path(), 'utf8')).toMatch(/^incident,kind,name,.*\r\nWK-1,task,T1,/)
  })

  it('turns the page of a long register, and says so when it cannot', async () => {
    const { page } = ground.supervisor
    for (let number = 2; number <= 103; number++) await post('task.set', 'WK-1', { task: `T${number}`, dueAt: inMs(DAY_MS) })
    await page.evaluate("location.hash = '#/register/plans-and-visits'")
    await page.getByRole('button', { name: 'Reload the list' }).click()
    await page.getByRole('button', { name: 'More' }).waitFor()
    const lines = () => page.getByRole('row').filter({ hasText: 'WK-1' }).count()
    expect(await lines()).toBe(100)
    await page.route('**/v1/registers/**', (route) => route.abort())
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByText('It could not be read just now.').waitFor()
    await page.unroute('**/v1/registers/**')
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('button', { name: 'More' }).waitFor({ state: 'detached' })
    expect(await lines()).toBe(103)
  })

  it('says so when somebody asks for an unknown register', async () => {
    const { page } = ground.supervisor
    await page.evaluate("location.hash = '#/register/nothing-of-the-kind'")
    await page.getByText('There is no such register.').waitFor()
  })
})
