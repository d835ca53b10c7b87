/** Forms in a real browser: in both schemes for the accessibility checker, by keyboard alone, and without a script. */
import type { Page } from 'playwright-core'
import { readLondonTime } from '../../../src/board/forms/londonTime.ts'
import { event } from '../../support/client.ts'
import { policyText } from '../../support/policies.ts'
import { faultsOn } from '../axe.ts'
import { onBoard } from '../ground.ts'

const POLICY = policyText({
  id: 'forms-in-a-browser',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT2H, rural: PT2H }, answerWithin: PT1H, repeatEvery: PT1H }'],
})

onBoard('a form', POLICY, (ground) => {
  beforeAll(async () => {
    // Of the forms alone, not of the page that signs in.
    ground.supervisor?.complaints.splice(0)
    await ground.server?.post('control-room', event('incident.reported', 'WK-1'))
    await ground.server?.post('control-room', event('incident.graded', 'WK-1'))
  })
  const at = (path: string) => ground.server.url + path

  it.each([
    '/record/incident.reported',
    '/incidents/WK-1/record/unit.arrived',
    '/incidents/WK-1/record/order.recorded',
    '/incidents/WK-1/record/victim.updated',
    '/incidents/WK-1/record/dash.reviewed',
    '/incidents/WK-1/record/dash.submitted',
  ])('%s has no fault, also with its mistakes', async (path) => {
    const { page } = ground.supervisor
    await page.goto(at(path))
    expect(await faultsOn(page)).toEqual([])
    const record = page.getByRole('button', { name: 'Record', exact: true })
    if ((await record.count()) === 0) return
    await record.click()
    await page.getByRole('alert').first().waitFor()
    expect(await faultsOn(page)).toEqual([])
  })

  it('is filled in and sent by keyboard alone, and Enter records', async () => {
    const { page } = ground.supervisor
    await page.goto(at('/incidents/WK-1/record/call.received'))
    await page.locator('[name="/data/caller"]').focus()
    await page.keyboard.type('neighbour')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Shouting again.')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/incidents\/WK-1\?done=/)
    expect((await ground.server.timeline('WK-1')).at(-1)).toMatchObject({
      type: 'call.received',
      data: { text: 'Shouting again.' },
    })
  })

  it('of a THRIVE has no fault', async () => {
    const { page } = ground.supervisor
    await page.goto(at('/incidents/WK-1/record/thrive.assessed'))
    expect(await faultsOn(page)).toEqual([])
  })

  it('fills in now by its button, also where the form came back', async () => {
    const { page } = ground.supervisor
    await page.goto(at('/incidents/WK-1/record/call.cut-off'))
    const isNow = async () => {
      const field = page.locator('[name="/time"]')
      await field.fill('')
      await page.locator('button[data-now-for="time"]').click()
      const { ok, instant = '' } = { instant: '', ...readLondonTime(await field.inputValue(), 'first') }
      return ok && Math.abs(Date.parse(instant) - Date.now()) < 60_000
    }
    expect(await isNow()).toBe(true)
    await page.locator('[name="/time"]').fill('2099-01-01T10:00')
    await page.getByRole('button', { name: 'Record', exact: true }).click()
    await page.getByRole('alert').first().waitFor()
    expect(await isNow()).toBe(true)
  })

  it('works without a script: a mistake, a row more, and the record', async () => {
    const cookies = await ground.supervisor.page.context().cookies()
    const context = await ground.browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } })
    await context.addCookies(cookies)
    const page = await context.newPage()
    const record = () => page.getByRole('button', { name: 'Record', exact: true }).click()
    await page.goto(at('/incidents/WK-1/record/plan.made'))
    await page.getByLabel('Reference of the plan').fill('RMP-1')
    await page.getByLabel('The plan', { exact: true }).fill('Change the locks.')
    await page.getByLabel('Reference of the action').fill('A1')
    await page.getByRole('button', { name: /^Add another/ }).click()
    expect(await page.getByLabel('Reference of the action').count()).toBe(2)
    await page.getByLabel('Who has to do it').first().fill('housing')
    await page.getByLabel('What is to be done').first().fill('New locks.')
    await record()
    await page.getByRole('link', { name: /When it has to be done by/ }).click()
    expect(page.url()).toContain('#data.actions.0.dueAt')
    await page.locator('[name="/data/actions/0/dueAt"]').fill('2030-01-02T10:00')
    await record()
    await page.waitForURL(/\?done=/)
    const { matters } = await ground.server.incident('WK-1')
    expect(matters.filter(({ kind }) => kind === 'plan')).toMatchObject([{ name: 'RMP-1' }])
    await context.close()
  })

  describe('as a draft', () => {
    const FORM = '/incidents/WK-1/record/plan.made'
    const plan = (page: Page) => page.getByLabel('The plan', { exact: true })
    const isKept = (page: Page) => page.getByText(/^Draft kept at \d\d:\d\d\.$/).waitFor({ timeout: 8000 })
    const leave = async (page: Page) => {
      page.once('dialog', (dialog) => void dialog.accept())
      await page.goto('about:blank')
    }

    it('comes back with its rows, says what another tab wrote, and goes once it is recorded', async () => {
      const { page } = ground.supervisor
      await page.goto(at(FORM))
      await plan(page).fill('Move her to her sister.')
      await page.getByRole('button', { name: /^Add another/ }).click()
      await page.getByLabel('What is to be done').nth(1).waitFor()
      expect(await plan(page).inputValue()).toBe('Move her to her sister.')
      await page.getByLabel('What is to be done').first().fill('Ring the sister.')
      await page.getByLabel('What is to be done').nth(1).fill('Ring the housing officer.')
      await isKept(page)
      await leave(page)

      await page.goto(at(FORM))
      await page.getByRole('button', { name: /^Continue what you wrote at/ }).click()
      await page.getByLabel('What is to be done').nth(1).waitFor()
      expect(await page.getByLabel('What is to be done').nth(1).inputValue()).toBe('Ring the housing officer.')
      expect(await plan(page).inputValue()).toBe('Move her to her sister.')

      const other = await page.context().newPage()
      await other.goto(at(FORM))
      await other.getByRole('button', { name: 'Start afresh' }).click()
      await plan(other).fill('Change the locks, and a camera at the door.')
      await isKept(other)
      await plan(page).fill('Move her to her sister, tonight.')
      await page.getByText(/^Another tab or device kept other text of this form at/).waitFor({ timeout: 8000 })
      expect(await plan(page).inputValue()).toBe('Move her to her sister, tonight.')
      await page.getByText('Change the locks, and a camera at the door.').waitFor()
      await page.getByRole('button', { name: 'Go on with the text here' }).click()
      await leave(other)
      await other.close()

      await page.getByLabel('Reference of the plan').fill('RMP-2')
      for (const row of [0, 1]) {
        await page
          .getByLabel('Reference of the action')
          .nth(row)
          .fill(`A${row + 1}`)
        await page.getByLabel('Who has to do it').nth(row).fill('housing')
        await page.locator(`[name="/data/actions/${row}/dueAt"]`).fill('2030-01-02T10:00')
      }
      await page.getByRole('button', { name: 'Record', exact: true }).click()
      await page.waitForURL(/\?done=/)
      const { matters } = await ground.server.incident('WK-1')
      expect(matters.filter(({ kind }) => kind === 'plan').map(({ name }) => name)).toContain('RMP-2')
      const asked = page.waitForResponse('**/v1/drafts/**')
      await page.goto(at(FORM))
      expect(await (await asked).json()).toMatchObject({ savedAt: null })
      expect(await page.getByRole('button', { name: /^Continue/ }).count()).toBe(0)
    })

    it('is sent again where no answer came, and is recorded once', async () => {
      const { page } = ground.supervisor
      await page.goto(at('/incidents/WK-1/record/call.received'))
      await page.locator('[name="/data/caller"]').fill('sister')
      await page.locator('[name="/data/text"]').fill('Her sister rang back.')
      await page.route('**/record/call.received', async (route) => {
        await route.fetch({ maxRedirects: 0 })
        await route.abort('connectionreset')
      })
      await page.getByRole('button', { name: 'Record', exact: true }).click()
      await page.getByText('It is not known whether this arrived. Sending again is safe').waitFor()
      await page.unroute('**/record/call.received')
      await page.getByRole('button', { name: 'Send it again' }).click()
      await page.waitForURL(/\?done=/)
      const calls = (await ground.server.timeline('WK-1')).filter(({ data }) =>
        JSON.stringify(data).includes('Her sister rang back.'),
      )
      expect(calls).toHaveLength(1)
    })
  })
})
