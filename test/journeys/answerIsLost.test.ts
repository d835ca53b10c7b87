/**
 * The answer to a form is lost after it was recorded: the network ends, or the process does. Whoever sent it is told that nobody knows
 * whether it arrived, loses nothing that they wrote, and sends it again; the record has it once. Also without a script.
 */
import { fillReassessment } from '../board/supervisor.ts'
import { event } from '../support/client.ts'
import { type LossyLine, layLossyLine } from '../support/lostAnswers.ts'
import { policyText } from '../support/policies.ts'
import { verifies } from './holds.ts'
import { type AtBrowser, comesIn, inBrowsers } from './people.ts'
import { useServer } from './served.ts'

const POLICY = policyText({
  id: 'answer-is-lost',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})
const NOT_KNOWN = 'It is not known whether this arrived. Sending again is safe: it is recorded once.'

inBrowsers('an answer that is lost', (browser) => {
  const $ = useServer(POLICY, () => ({ PORT: port }))
  let port = '0'
  let line: LossyLine
  let sup: AtBrowser
  beforeAll(async () => {
    port = new URL($.server.url).port
    line = await layLossyLine($.server.url)
    sup = await comesIn(browser(), line, 'sup-1')
    for (const reference of ['WK-1', 'WK-2', 'WK-3', 'WK-4']) {
      await $.server.post('control-room', event('incident.reported', reference))
      await $.server.post('control-room', event('thrive.assessed', reference))
      await $.server.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
      await $.server.post('control-room', event('call.received', reference))
    }
  })
  afterAll(() => line?.close())
  afterEach(() => {
    line.heal()
    expect(sup.complaints).toEqual([])
  })
  const times = async (reference: string, type: string) =>
    (await $.server.timeline(reference)).filter((recorded) => recorded.type === type).length

  it('says of a note that nobody knows, keeps it, and records it once when it is sent again', async () => {
    const { page } = sup
    await sup.goTo('/incidents/WK-1/record/log.noted')
    await sup.fillIn('log.noted', { text: 'The neighbour says that the street is quiet.' })
    line.lose()
    await page.locator('form.record').getByRole('button', { name: 'Record', exact: true }).last().click()
    await page.getByRole('alert').getByText(NOT_KNOWN).waitFor()
    expect(await page.locator('[name="/data/text"]').inputValue()).toBe('The neighbour says that the street is quiet.')
    expect(await times('WK-1', 'log.noted')).toBe(1)
    line.heal()
    await page.getByRole('button', { name: 'Send it again' }).click()
    await page.waitForURL(/\/incidents\/WK-1\?done=/)
    expect(await times('WK-1', 'log.noted')).toBe(1)
  })

  it('says the same of a reassessment, and answers its demand once', async () => {
    const { page } = sup
    await sup.goTo('/incidents/WK-2/reassess')
    await fillReassessment(page)
    line.lose()
    await page.getByRole('button', { name: 'Record this reassessment' }).click()
    await page.getByRole('alert').getByText(NOT_KNOWN).waitFor()
    expect(await page.getByLabel('Why this grade now').inputValue()).toContain('locked in with a neighbour')
    line.heal()
    await page.getByRole('button', { name: 'Send it again' }).click()
    await page.getByText('No demand is open now.').waitFor()
    expect(await times('WK-2', 'risk.reassessed')).toBe(1)
  })

  it('records it once where the process was killed after it had recorded it', async () => {
    const { page } = sup
    await sup.goTo('/incidents/WK-3/record/log.noted')
    await sup.fillIn('log.noted', { text: 'He has left by car.' })
    const { server } = $
    line.lose(() => void server.kill9())
    await page.locator('form.record').getByRole('button', { name: 'Record', exact: true }).last().click()
    await page.getByRole('alert').getByText(NOT_KNOWN).waitFor()
    line.heal()
    await $.startAgain()
    expect(await times('WK-3', 'log.noted')).toBe(1)
    await page.getByRole('button', { name: 'Send it again' }).click()
    await page.waitForURL(/\/incidents\/WK-3\?done=/)
    expect(await times('WK-3', 'log.noted')).toBe(1)
  })

  it('records it once without a script, when the page is loaded again', async () => {
    const plain = await comesIn(browser(), line, 'sup-2', { javaScriptEnabled: false })
    await plain.goTo('/incidents/WK-4/record/log.noted')
    await plain.fillIn('log.noted', { text: 'She has gone to her sister.' })
    line.lose()
    const before = line.lost()
    const failed = new Promise((resolve) => plain.page.once('requestfailed', resolve))
    await plain.page
      .locator('form.record')
      .getByRole('button', { name: 'Record', exact: true })
      .last()
      .click({ noWaitAfter: true })
    await failed
    await plain.page.waitForURL(/^chrome-error:/)
    expect(line.lost()).toBeGreaterThan(before)
    line.heal()
    await plain.page.reload()
    expect(plain.page.url()).toMatch(/\/incidents\/WK-4\?done=/)
    expect(await times('WK-4', 'log.noted')).toBe(1)
    expect((await $.server.timeline('WK-4')).at(-1)).toMatchObject({ data: { text: 'She has gone to her sister.' } })
  })

  it('leaves a record that verifies', async () => {
    await $.server.stop()
    await verifies($.place)
  })
})
