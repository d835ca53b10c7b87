/** A restricted incident on the board: a line that says so with what is asked, and a page that says what that means and asks why. */
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { onBoard } from './ground.ts'

const POLICY = policyText({
  id: 'restricted',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
})

onBoard('a restricted incident', POLICY, (ground) => {
  const open = (reference: string) => ground.supervisor.page.evaluate(`location.hash = '#/incident/${reference}'`)
  const restricted = async (reference: string) => {
    const server = ground.server
    await server.post('control-room', event('incident.reported', reference, { narrative: 'A secret.' }))
    await server.post('supervisor', event('incident.restricted', reference))
    await server.post('control-room', event('call.received', reference))
  }
  /** The browser itself writes down that a read was refused. */
  const forgetRefusals = () => {
    const { complaints } = ground.supervisor
    const others = complaints.filter((said) => !/status of 4(03|22)/.test(said))
    complaints.splice(0, complaints.length, ...others)
  }

  it('is a line with what is asked of it', async () => {
    await restricted('WK-1')
    await ground.supervisor.page.evaluate("location.hash = '#/'")
    const line = ground.supervisor.page.locator('[data-incident="WK-1"]')
    await line.getByText('Restricted').waitFor()
    await line.getByText('Reassess: another call').waitFor()
    expect(await line.textContent()).not.toMatch(/reported|no grade|attend/i)
  })

  it('is a page that says what it is and whom to ask, and nothing more', async () => {
    await open('WK-1')
    const main = ground.supervisor.page.locator('main')
    await main.getByText('Ask a force incident manager.').waitFor()
    expect(await main.textContent()).not.toContain('A secret.')
    expect(await main.locator('form:visible').count()).toBe(0)
    forgetRefusals()
  })

  it('asks why, and reads it with the reason as a header', async () => {
    const { page } = ground.supervisor
    const heard: (string | undefined)[] = []
    await page.route('**/v1/incidents/WK-2**', async (route) => {
      const reason = route.request().headers()['x-break-glass']
      heard.push(reason)
      const errors = [{ pointer: '/headers/x-break-glass', detail: 'may say why' }]
      const problem = {
        type: 'https://reassess.example/problems/restricted',
        title: 'Restricted',
        status: 403,
        detail: 'Ask.',
        errors,
      }
      if (reason === undefined)
        await route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) })
      else await route.continue()
    })
    await ground.server.post('control-room', event('incident.reported', 'WK-2', { narrative: 'A secret.' }))
    await open('WK-2')
    await page.getByLabel('Why do you read it?').fill('She is on the line – now.')
    await page.getByRole('button', { name: 'Open it' }).click()
    await page.locator('main').getByText('A secret.').first().waitFor()
    expect(decodeURIComponent(heard.at(-1) ?? '')).toBe('She is on the line – now.')
    await page.unroute('**/v1/incidents/WK-2**')
    forgetRefusals()
  })

  it('says so where a reason is not taken, and asks again', async () => {
    const { page } = ground.supervisor
    await page.route('**/v1/incidents/WK-3**', async (route) => {
      const errors = [{ pointer: '/headers/x-reason', detail: 'must say why, in words' }]
      const problem = { type: 'https://reassess.example/problems/reason-required', status: 422, detail: 'Say it.', errors }
      await route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify(problem) })
    })
    await open('WK-3')
    const why = page.getByLabel('Why do you read it?')
    await why.fill('??')
    expect(await page.getByText('Your reason was not taken').count()).toBe(0)
    await page.getByRole('button', { name: 'Open it' }).click()
    await page.getByText('Your reason was not taken: it must say why, in words.').waitFor()
    await why.waitFor()
    await page.unroute('**/v1/incidents/WK-3**')
    forgetRefusals()
  })
})
