/** The page of reassessments that a second person reads, by keyboard: blind first, the verdict, and then what the detector found. */
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { onBoard } from './ground.ts'
import { signIn } from './supervisor.ts'

const POLICY = policyText({
  id: 'second-reading',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
  more: ['reassessment: { doubtBelow: 0.7, sample: 1, sampleWithin: PT24H }'],
})

onBoard('the second reading', POLICY, (ground) => {
  const nobodyKnows = { where: 'unknown', source: 'none' }
  const ALL_UNKNOWN = {
    situation: { suspect: nobodyKnows, victim: nobodyKnows, canReach: 'unknown', changed: ['unknown'], protects: ['unknown'] },
  }
  /** A call, and its answer. */
  const answered = async (reference: string, said: object) => {
    await ground.server.post('control-room', event('incident.reported', reference))
    await ground.server.post('control-room', event('thrive.assessed', reference))
    await ground.server.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
    await ground.server.post('control-room', event('call.received', reference))
    const data = { demand: `${reference}-d1`, causesSeen: undefined, nextReviewAt: in20Minutes(), ...said }
    const { code, body } = await ground.server.post('supervisor', event('risk.reassessed', reference, data))
    expect([code, body]).toEqual([201, expect.anything()])
  }
  const in20Minutes = () => new Date(Date.now() + 20 * 60_000).toISOString()
  const panel = (reference: string) => ground.supervisor.page.locator(`.reading[data-incident="${reference}"]`)
  const open = async () => {
    await ground.supervisor.page.evaluate("location.hash = '#/'")
    await ground.supervisor.page.getByRole('link', { name: 'Second readings' }).click()
    await ground.supervisor.page.getByRole('heading', { name: 'Second readings' }).waitFor()
  }

  it('shows a doubtful reassessment and a drawn one alike, and nobody their own', async () => {
    await answered('WK-1', ALL_UNKNOWN)
    await answered('WK-2', {})
    await answered('WK-3', { assessor: { id: 'SUP-9', role: 'supervisor' } })
    await answered('WK-4', { assessor: { id: 'sup \u2013 9', role: 'supervisor' } })
    await open()
    await panel('WK-2').waitFor()
    const shape = async (reference: string) => {
      const [terms, hints] = [panel(reference).locator(':scope > dl > dt'), panel(reference).locator('.facts, .warning, .badge')]
      return [await terms.allTextContents(), await hints.count(), await panel(reference).locator('a').count()]
    }
    expect(await shape('WK-1')).toEqual(await shape('WK-2'))
    expect(await panel('WK-1').textContent()).not.toMatch(/doubt|drawn|detector|score/i)
    expect([await panel('WK-3').count(), await panel('WK-4').count()]).toEqual([0, 0])
  })

  it('takes the verdict by keyboard, tells then what the detector found, and asks the incident again', async () => {
    const { page } = ground.supervisor
    await open()
    await panel('WK-1').getByRole('radio').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Nothing is known, and nobody asked.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await panel('WK-1').getByText('It counts as no answer: the incident asks for a reassessment again.').waitFor()
    await panel('WK-1').getByText('The detector was in doubt whether it says how the risk is.').waitFor()
    const { demands } = await ground.server.incident('WK-1')
    expect(demands.find(({ status }) => status === 'open')).toMatchObject({ reason: 'reassessment-set-aside' })
    await page.keyboard.press('Tab')
    await panel('WK-1').getByRole('button', { name: 'Next' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.textContent')).toContain('WK-2')
  })

  it('says before the verdict what it does, and shows an auditor, who may give no verdict, the record alone', async () => {
    await open()
    const consequence = panel('WK-2').locator('form').getByText('“Explains” opens the demand again')
    await consequence.getByText('No verdict can be taken back.').waitFor()
    const auditor = await signIn(ground.browser, ground.place, ground.server, 'auditor')
    await auditor.page.getByRole('link', { name: 'Second readings' }).click()
    await auditor.page.getByText('auditors read here, and supervisors give the verdicts').waitFor()
    const read = auditor.page.locator('.reading[data-incident="WK-2"]')
    expect([await read.locator('dl').count(), await read.locator('form').count()]).toEqual([1, 0])
    await auditor.page.close()
  })

  it('says what is missing in a verdict, sends nothing then, and keeps the note', async () => {
    const { page } = ground.supervisor
    const posted: string[] = []
    page.on('request', (request) => request.method() === 'POST' && posted.push(request.url()))
    await open()
    await panel('WK-2').getByLabel('Note').fill('She was rung.')
    await panel('WK-2').getByRole('button', { name: 'Record this verdict' }).click()
    await panel('WK-2').locator('[data-pointer="/data/verdict"] > .gap').getByText('Choose one of the two.').waitFor()
    expect(posted).toEqual([])
    expect(await panel('WK-2').getByLabel('Note').inputValue()).toBe('She was rung.')
    await panel('WK-2').getByLabel('It says how the risk is').check()
    await panel('WK-2').getByRole('button', { name: 'Record this verdict' }).click()
    await panel('WK-2').getByText('The detector found that it says how the risk is.').waitFor()
  })
})
