/** What the daily meeting looks at: the registers, on screen, on paper and as a file. */
import { readFileSync } from 'node:fs'
import { REGISTER_NAMES } from '../../machines/rules/catalogue/registers.ts'
import { event, type Fields } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { faultsOn } from './axe.ts'
import { onBoard } from './ground.ts'
import { visitorOf } from './visitor.ts'

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
  const caller = (): Fields => ({ persons: [{ role: 'caller', phone: '07700 900123' }] })

  const show = (path: string) => ground.supervisor.page.goto(ground.server.url + path)

  it('goes through the registers of the daily meeting, to the line that is late and its incident', async () => {
    const { page } = ground.supervisor
    await post('incident.reported', 'WK-1', caller())
    await post('task.set', 'WK-1', { task: 'T1', dueAt: inMs(1_000) })
    await ground.server.alertRaised('WK-1', 'task-overdue')
    await page.getByRole('link', { name: 'Daily meeting' }).click()
    const register = page.locator('section').filter({ hasText: 'Plans and visits' }).first()
    await register.getByText('1 late').waitFor()
    expect(await faultsOn(page)).toEqual([])
    await register.getByRole('link', { name: 'Plans and visits' }).click()
    const row = page.getByRole('row').filter({ hasText: 'Task T1' })
    await row.getByText('overdue').first().waitFor()
    expect(await faultsOn(page)).toEqual([])
    await row.getByRole('link', { name: 'WK-1' }).click()
    await page.getByRole('heading', { name: 'WK-1' }).waitFor()
  })

  it('has the date of the meeting on screen and on paper', async () => {
    const { page } = ground.supervisor
    await show('/meeting')
    const asOf = page.getByText(/^As it was on [A-Z][a-z]+day \d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d\./)
    for (const media of ['screen', 'print'] as const) {
      await page.emulateMedia({ media })
      expect(await asOf.isVisible()).toBe(true)
      expect(await page.getByRole('navigation', { name: 'Pages' }).isVisible()).toBe(media === 'screen')
    }
    await page.emulateMedia({ media: null })
  })

  it('hands over a register as a file, once it is said why', async () => {
    const { page } = ground.supervisor
    await show('/registers/plans-and-visits')
    await page.getByRole('link', { name: /^Download all/ }).click()
    await page.getByLabel('Why do you need this file?').fill('..')
    await page.getByRole('button', { name: 'Download' }).click()
    await page
      .getByRole('alert')
      .getByRole('link', { name: /^Say why you need this file/ })
      .click()
    expect(await faultsOn(page)).toEqual([])
    expect(await page.getByLabel('Why do you need this file?').inputValue()).toBe('..')
    const saved = page.waitForEvent('download')
    await page.getByLabel('Why do you need this file?').fill('Café court file')
    await page.getByRole('button', { name: 'Download' }).click()
    const file = await saved
    expect(file.suggestedFilename()).toMatch(/^plans-and-visits-\d{4}-\d\d-\d\d\.csv$/)
    expect(readFileSync(await file.path(), 'utf8')).toMatch(/^incident,kind,name,.*\r\nWK-1,task,T1,/)
    const auditor = await visitorOf(ground.place, ground.server, 'auditor')
    const { html } = await auditor.get('/v1/access-log')
    expect(html).toContain('Café court file')
  })

  it('turns the page of a long register, and says so when it cannot', async () => {
    const { page } = ground.supervisor
    for (let number = 2; number <= 103; number++) await post('task.set', 'WK-1', { task: `T${number}`, dueAt: inMs(DAY_MS) })
    await show('/registers/plans-and-visits')
    const lines = () => page.getByRole('row').filter({ hasText: 'WK-1' }).count()
    expect(await lines()).toBe(100)
    const more = page.getByRole('link', { name: 'More' })
    const address = (await more.getAttribute('href')) ?? ''
    await more.click()
    await page.getByRole('link', { name: 'First lines' }).waitFor()
    expect([await lines(), await page.getByRole('link', { name: 'More' }).count()]).toEqual([3, 0])
    await show(address.replace(/cursor=./, 'cursor=!'))
    await page.getByRole('heading', { name: 'This address has a mistake in it' }).waitFor()
  })

  it('lists every register with how much is in it, also where that is nothing', async () => {
    const { page } = ground.supervisor
    await show('/registers')
    await page.getByRole('link', { name: 'Plans and visits' }).waitFor()
    expect(await page.locator('dt').count()).toBe(REGISTER_NAMES.length)
    expect(await faultsOn(page)).toEqual([])
  })

  it('says so when somebody asks for an unknown register', async () => {
    const { page } = ground.supervisor
    await show('/registers/nothing-of-the-kind')
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
  })
})
