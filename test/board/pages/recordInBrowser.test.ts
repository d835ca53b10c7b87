/** Forms in a real browser: in both schemes for the accessibility checker, by keyboard alone, and without a script. */
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
})
