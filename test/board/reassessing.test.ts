/** The form of a reassessment in a real browser: what was known before, what is said while somebody writes, what the answer shows. */
import { lookedAt } from '../../machines/rules/catalogue/incident/situation.ts'
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { onBoard } from './ground.ts'

const POLICY = policyText({
  id: 'reassessing',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
})

onBoard('reassessing', POLICY, (ground) => {
  /** Assessed, graded, and called about again. */
  const asked = async (reference: string, said: object) => {
    const { situation } = lookedAt(new Date(Date.now() - 60_000).toISOString())
    await ground.server.post('control-room', event('incident.reported', reference))
    await ground.server.post('control-room', event('thrive.assessed', reference, { situation: { ...situation, ...said } }))
    await ground.server.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
    await ground.server.post('control-room', event('call.received', reference))
  }
  const nobodyKnows = { where: 'unknown', source: 'none' }
  const form = () => ground.supervisor.page.locator('form.reassess')
  const answer = (name: string) => form().locator(`[data-answer="${name}"]`)
  const decision = () => form().getByLabel('Why, in terms of risk')
  const record = () => form().getByRole('button', { name: 'Record this reassessment' }).click()

  it('shows since when something is not known, in the list and in the incident', async () => {
    await asked('WK-1', { suspect: nobodyKnows })
    await ground.supervisor.page.evaluate("location.hash = '#/'")
    await ground.supervisor
      .line('WK-1')
      .getByText(/Unknown since \d\d:\d\d: where the suspect is/)
      .waitFor()
    await ground.supervisor.open('WK-1')
    await ground.supervisor.page
      .locator('.head')
      .getByText(/Unknown since \d\d:\d\d: where the suspect is/)
      .waitFor()
  })

  it('asks the five answers first, with what was answered before beside each, and takes that over at one click', async () => {
    await asked('WK-2', { canReach: 'no' })
    await ground.supervisor.open('WK-2')
    expect(await form().locator('.situation, .element').first().getAttribute('class')).toContain('situation')
    expect(await answer('suspect').locator('.before').textContent()).toMatch(/nearby, says the victim, known at /)
    expect(await answer('canReach').locator('.before').textContent()).toMatch(/: no$/)
    await form()
      .getByRole('button', { name: /^Copy what was known at \d\d:\d\d \((just now|\d+ min ago)\)$/ })
      .click()
    expect(await answer('suspect').getByLabel('nearby').isChecked()).toBe(true)
    expect(await answer('canReach').getByLabel('no', { exact: true }).isChecked()).toBe(true)
    expect(await answer('changed').getByLabel('nothing').isChecked()).toBe(true)
    expect(await form().locator('[data-element="harm"]').getByLabel('Unchanged').isChecked()).toBe(true)
    // Another place has another source and time.
    await answer('suspect').getByLabel('elsewhere').check()
    expect(await answer('suspect').locator('input[name$="/source"]:checked').count()).toBe(0)
  })

  it('says at the situation that nobody has looked since the last assessment', async () => {
    await asked('WK-3', {})
    await ground.supervisor.open('WK-3')
    await form()
      .getByRole('button', { name: /^Copy what was known at \d\d:\d\d \((just now|\d+ min ago)\)$/ })
      .click()
    await form().getByLabel('Not tried').check()
    await form().getByLabel('Why not', { exact: true }).fill('Nobody was free to ring.')
    await record()
    const gap = form().locator('[data-pointer="/data/situation"] > .gap')
    await gap.waitFor()
    expect(await gap.getAttribute('data-code')).toBe('nothing-looked-at')
    expect(await gap.textContent()).toMatch(/nobody has tried the victim since \d\d:\d\d/)
  })

  it('shows that two answers contradict each other, once it is recorded', async () => {
    await asked('WK-4', {})
    await ground.supervisor.open('WK-4')
    await ground.supervisor.reassess()
    await answer('suspect').getByLabel('in custody').check()
    await answer('suspect').getByLabel('an officer').check()
    await answer('suspect').getByRole('button', { name: 'Now' }).click()
    await record()
    const contradiction = 'Two answers contradict each other: the suspect is in custody, and can reach the victim'
    await form().getByText(`${contradiction}: reassess again to correct it`).waitFor()
  })

  it('says of a time that it cannot read that it is no time, and sends nothing', async () => {
    const { page } = ground.supervisor
    const posted: string[] = []
    page.on('request', (request) => request.method() === 'POST' && posted.push(request.url()))
    await asked('WK-8', {})
    await ground.supervisor.open('WK-8')
    await ground.supervisor.reassess()
    const knownAt = answer('suspect').getByLabel('Known at')
    await knownAt.fill('25:10')
    await record()
    const gap = answer('suspect').locator('.gap')
    await gap.waitFor()
    expect([await gap.textContent(), posted]).toEqual(['“25:10” is no time: write it as 21:05', []])
    await answer('suspect').getByRole('button', { name: 'Now' }).click()
    expect([await gap.count(), await knownAt.getAttribute('aria-invalid')]).toEqual([0, null])
    await record()
    await page.getByText('No demand is open now.').waitFor()
  })

  it('names a refused sentence once below its box, and no longer once the text has changed', async () => {
    await asked('WK-9', {})
    await ground.supervisor.open('WK-9')
    await ground.supervisor.reassess()
    await form().locator('[data-element="threat"]').getByLabel('Unchanged').check()
    await form().locator('[data-element="threat"]').getByLabel('Why').fill('')
    await form().getByLabel('What could happen before officers arrive').fill('No units available.')
    await decision().fill('All units committed.')
    const box = form().locator('[data-pointer="/data/decision/rationale"]')
    const named = box.getByText('“All units committed.”').filter({ visible: true })
    await named.waitFor()
    await record()
    await box.locator('.gap').waitFor()
    expect(await named.allTextContents()).toEqual([expect.stringContaining('does not say how the risk is')])
    await decision().fill('All units committed. He is outside and she is alone with the children.')
    await box.locator('.read').getByText('“All units committed.”').waitFor()
    expect([await box.locator('.gap').count(), await decision().getAttribute('aria-invalid')]).toEqual([0, null])
  })

  it('says of each sentence while it is written whether it speaks of the risk, and what follows where no sentence does', async () => {
    await asked('WK-5', {})
    await ground.supervisor.open('WK-5')
    await decision().fill('No units available. All resources committed to a firearms incident.')
    await form().getByText('“No units available.” speaks of resources or procedure').waitFor()
    await form().getByText('So far no sentence says how the risk is.').waitFor()
    await form().getByRole('button', { name: 'All unchanged' }).click()
    await form().getByLabel('What could happen before officers arrive').fill('Waiting for the next free unit.')
    await form().getByText('With these texts the reassessment is refused: no sentence says how the risk is.').waitFor()
    await decision().fill(
      'No units available. He has her keys and is outside her house, she is hiding upstairs with the children.',
    )
    await form().locator('.read li[data-counts="yes"]').waitFor()
    expect(await form().locator('.verdict').textContent()).toBe('')
    expect(await form().locator('.read').allTextContents()).not.toContain('0.')
  })

  it('says plainly that another supervisor will read a doubtful one, before and after it is recorded', async () => {
    await asked('WK-6', {})
    await ground.supervisor.open('WK-6')
    await ground.supervisor.reassess()
    await form().locator('[data-element="threat"]').getByLabel('Unchanged').check()
    await form().locator('[data-element="threat"]').getByLabel('Why').fill('')
    await form().getByLabel('What could happen before officers arrive').fill('Resources are being looked for.')
    await decision().fill('Somebody is to be sent as soon as possible. It is on the list for the next shift to look at again.')
    const says = /another supervisor will read this reassessment|With these texts the reassessment is refused/
    await form().locator('.verdict').getByText(says).waitFor()
    for (const who of ['suspect', 'victim']) await answer(who).getByLabel('not known').first().check()
    for (const name of ['canReach', 'changed', 'protects']) await answer(name).getByLabel('not known').check()
    await form().getByLabel('What else keeps the victim safe').fill('Neighbour asked to watch the house.')
    await form().getByLabel('What could happen before officers arrive').fill('He could come back and get in.')
    await decision().fill('She is locked in upstairs with the children and has told the neighbour.')
    await form().locator('.verdict').getByText('Nothing is known of either person: another supervisor will read').waitFor()
    await record()
    await form().locator('.sent').getByText('Another supervisor will read this reassessment').first().waitFor()
    const next =
      /^The demand is answered for now\. Another supervisor has to read this by \d\d:\d\d.*, and may ask again\. If you know more, reassess again now\.$/
    expect(await form().locator('.sent').getByText('The demand is answered for now').textContent()).toMatch(next)
    await ground.supervisor.page
      .locator('.head')
      .getByRole('link', { name: 'A second person has to read a reassessment' })
      .waitFor()
  })

  it('works as ever without the detector', async () => {
    const { page } = ground.supervisor
    await page.route('**/detector', (route) => route.abort())
    await asked('WK-7', {})
    await ground.supervisor.open('WK-7')
    await ground.supervisor.reassess()
    await record()
    await page.getByText('No demand is open now.').waitFor()
    expect(await form().locator('.read').count()).toBe(0)
    await page.unroute('**/detector')
  })
})
