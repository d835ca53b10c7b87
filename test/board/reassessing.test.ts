/** The form of a reassessment in a real browser: what was known before, what is said while somebody writes, what the answer shows. */
import { lookedAt } from '../../machines/rules/catalogue/incident/situation.ts'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { policyText } from '../support/policies.ts'
import { faultsOn } from './axe.ts'
import { lostInForcedColours, movesAnyway } from './forcedColours.ts'
import { onBoard } from './ground.ts'

const POLICY = policyText({
  id: 'reassessing',
  priorities: [
    'P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P3: { rank: 2, attendWithin: { urban: PT4H, rural: PT4H }, answerWithin: PT1H, repeatEvery: PT1H }',
  ],
})

onBoard('reassessing', POLICY, (ground) => {
  /** Assessed, graded, and called about again. */
  const asked = async (reference: string, said: object) => {
    const { situation } = lookedAt(new Date(Date.now() - 60_000).toISOString())
    await ground.server.post('control-room', event('incident.reported', reference))
    await ground.server.post('control-room', event('thrive.assessed', reference, { situation: { ...situation, ...said } }))
    await ground.server.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
    await ground.server.post('control-room', event('call.received', reference))
    await ground.supervisor.openForm(reference)
  }
  const page = () => ground.supervisor.page
  const form = () => page().locator('form.reassess')
  const answer = (name: string) => form().locator(`[data-answer="${name}"]`)
  const decision = () => form().getByLabel('Why this grade now')
  const record = () => form().getByRole('button', { name: 'Record this reassessment' }).click()
  const missing = () => page().locator('#missing')
  const isFocused = (id: string) =>
    eventually(`${id} has the focus`, async () => (await page().evaluate('document.activeElement?.id')) === id)
  const copy = () => form().getByRole('button', { name: /^Copy what was known at \d\d:\d\d \(\d+ (s|min) ago\)$/ })

  it('asks the five answers first, with what was answered before beside each, and takes that over at one click', async () => {
    await asked('WK-2', { canReach: 'no' })
    expect(await form().locator('.answer, .element').first().getAttribute('data-answer')).toBe('suspect')
    expect(await answer('suspect').locator('.before').textContent()).toMatch(/Nearby, said by the victim, known at /)
    expect(await answer('canReach').locator('.before').textContent()).toMatch(/: No$/)
    expect(await form().locator('.situation input:checked').count()).toBe(0)
    await copy().click()
    expect(await answer('suspect').getByLabel('Nearby').isChecked()).toBe(true)
    expect(await answer('canReach').getByLabel('No', { exact: true }).isChecked()).toBe(true)
    expect(await answer('changed').getByLabel('Nothing').isChecked()).toBe(true)
    expect(await form().locator('[data-element="harm"]').getByLabel('The same').isChecked()).toBe(true)
    // Another place has another source and time.
    await answer('suspect').getByLabel('Somewhere else').check()
    expect(await answer('suspect').locator('input[name$="/source"]:checked').count()).toBe(0)
  })

  it('tells with forced colours what is chosen and where the focus is, and moves nothing for who wants that', async () => {
    await asked('WK-FORCED', {})
    await copy().click()
    expect(await lostInForcedColours(page())).toEqual([])
    expect(await movesAnyway(page())).toEqual([])
  })

  it('says at the situation that nobody has looked since the last assessment', async () => {
    await asked('WK-3', {})
    await copy().click()
    await form().getByLabel('No', { exact: true }).last().check()
    await form().getByLabel('Why nobody tried').fill('Nobody was free to ring.')
    await record()
    await page()
      .getByRole('link', { name: /nobody has tried the victim since \d\d:\d\d/ })
      .click()
    await isFocused('data.situation')
    expect(await form().locator('.situation > .gaps').textContent()).toMatch(/nobody has tried the victim since \d\d:\d\d/)
  })

  it('shows that two answers contradict each other, once it is recorded', async () => {
    await asked('WK-4', {})
    await ground.supervisor.reassess()
    await answer('suspect').getByLabel('In custody').check()
    await answer('suspect').getByLabel('An officer').check()
    await answer('suspect').getByRole('button', { name: 'Now' }).click()
    await record()
    await page().getByText('the suspect is in custody, and can reach the victim').waitFor()
  })

  it('says of a time that it cannot read what to write, and keeps it', async () => {
    await asked('WK-8', {})
    await ground.supervisor.reassess()
    const knownAt = answer('suspect').getByLabel('Known at', { exact: true })
    await knownAt.fill('25:10')
    await record()
    await answer('suspect').locator('.gaps').getByText('Enter a date and a time').waitFor()
    expect([await knownAt.inputValue(), await knownAt.getAttribute('aria-invalid')]).toEqual(['25:10', 'true'])
    await answer('suspect').getByRole('button', { name: 'Now' }).click()
    await record()
    await page().getByText('No demand is open now.').waitFor()
  })

  it('says what is missing while somebody writes, until nothing is', async () => {
    await asked('WK-10', {})
    const left = async () => Number(await missing().getAttribute('data-count'))
    await answer('canReach').getByLabel('Yes').check()
    await missing().getByText('Still missing:').waitFor()
    const first = await left()
    expect(first).toBeGreaterThan(15)
    await form().getByRole('button', { name: 'All the same' }).click()
    await eventually('less is missing', async () => (await left()) < first)
    await ground.supervisor.reassess()
    await missing().getByText('Nothing is missing.').waitFor()
    await decision().fill('')
    await missing()
      .getByRole('link', { name: /^Say why the grade is kept or changed/ })
      .click()
    await isFocused('data.decision.rationale')
  })

  it('asks for a second person only where the grade is lowered', async () => {
    const late = new Date(Date.now() - 70 * 60_000).toISOString()
    await ground.server.post('control-room', { ...event('incident.reported', 'WK-11', { receivedAt: late }), time: late })
    await ground.server.post('control-room', { ...event('thrive.assessed', 'WK-11'), time: late })
    await ground.server.post('control-room', { ...event('incident.graded', 'WK-11', { priority: 'P2' }), time: late })
    await ground.supervisor.openForm('WK-11')
    const second = form().getByLabel('Name or staff number of the second person')
    expect(await second.isVisible()).toBe(false)
    await form().getByLabel('P3 (lowers it)').check()
    expect(await second.isVisible()).toBe(true)
    await form().getByLabel('P2', { exact: true }).check()
    expect(await second.isVisible()).toBe(false)
  })

  it('names a refused sentence at its box, and links to it', async () => {
    await asked('WK-9', {})
    await ground.supervisor.reassess()
    await form().locator('[data-element="threat"]').getByLabel('The same').check()
    await form().locator('[data-element="threat"]').getByLabel('Why').fill('')
    await form().getByLabel('What could happen before officers arrive').fill('No units available.')
    await decision().fill('All units committed.')
    const box = form().locator('[data-field="/data/decision/rationale"]')
    await box.locator('.read').getByText('“All units committed.”').waitFor()
    await record()
    await page().getByRole('heading', { name: 'This explains the delay; it does not reassess the risk' }).waitFor()
    expect(await box.locator('.gaps li').allTextContents()).toEqual([expect.stringContaining('does not say how the risk is')])
    await page()
      .getByRole('link', { name: /All units committed/ })
      .click()
    await isFocused('data.decision.rationale')
    await decision().fill('All units committed. He is outside and she is alone with the children.')
    await box.locator('.read').getByText('“All units committed.”').waitFor()
    await record()
    await page().getByText('No demand is open now.').waitFor()
  })

  it('says of each sentence while it is written whether it speaks of the risk, and what follows where no sentence does', async () => {
    await asked('WK-5', {})
    await decision().fill('No units available. All resources committed to a firearms incident.')
    await form().getByText('“No units available.” speaks of resources or procedure').waitFor()
    await form().getByText('So far no sentence says how the risk is.').waitFor()
    await form().getByRole('button', { name: 'All the same' }).click()
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
    await ground.supervisor.reassess()
    await form().locator('[data-element="threat"]').getByLabel('The same').check()
    await form().locator('[data-element="threat"]').getByLabel('Why').fill('')
    await form().getByLabel('What could happen before officers arrive').fill('Resources are being looked for.')
    await decision().fill('Somebody is to be sent as soon as possible. It is on the list for the next shift to look at again.')
    const says = /another supervisor will read this reassessment|With these texts the reassessment is refused/
    await form().locator('.verdict').getByText(says).waitFor()
    for (const who of ['suspect', 'victim']) await answer(who).getByLabel('Not known').first().check()
    for (const name of ['canReach', 'changed', 'protects']) await answer(name).getByLabel('Not known').check()
    await form().getByLabel('What else keeps the victim safe').fill('Neighbour asked to watch the house.')
    await form().getByLabel('What could happen before officers arrive').fill('He could come back and get in.')
    await decision().fill('She is locked in upstairs with the children and has told the neighbour.')
    await form().locator('.verdict').getByText('Nothing is known of either person: another supervisor will read').waitFor()
    await record()
    const doubt = page().locator('[data-doubtful]')
    await doubt.waitFor()
    const next =
      /The demand is answered for now\. Another supervisor has to read this by \d\d:\d\d.*, and may ask again\. If you know more, reassess again now\./
    expect(await doubt.textContent()).toMatch(next)
  })

  it('works as ever without the detector', async () => {
    await page().route('**/detector', (route) => route.abort())
    await asked('WK-7', {})
    await ground.supervisor.reassess()
    await record()
    await page().getByText('No demand is open now.').waitFor()
    await page().unroute('**/detector')
  })

  it('is accessible in both schemes, as a form, refused and recorded, and fits 320 pixels', async () => {
    await asked('WK-12', {})
    expect(await faultsOn(page())).toEqual([])
    await record()
    await page().locator('.govuk-error-summary').waitFor()
    expect(await faultsOn(page())).toEqual([])
    await page().setViewportSize({ width: 320, height: 800 })
    expect(await page().evaluate('document.documentElement.scrollWidth')).toBe(320)
    await page().setViewportSize({ width: 1280, height: 800 })
    await ground.supervisor.reassess()
    await record()
    await page().getByText('No demand is open now.').waitFor()
    expect(await faultsOn(page())).toEqual([])
  })

  it('is filled in and recorded by keyboard alone', async () => {
    await asked('WK-13', {})
    const { keyboard } = page()
    const goTo = async (name: string) => {
      for (let presses = 0; presses < 150; presses++) {
        await keyboard.press('Tab')
        if (
          await page().evaluate(
            `document.activeElement?.name === ${JSON.stringify(name)} || document.activeElement?.dataset?.copy !== undefined && ${JSON.stringify(name)} === 'copy'`,
          )
        )
          return
      }
      throw new Error(`the keyboard does not get to ${name}`)
    }
    const writes = async (name: string, text: string) => {
      await goTo(name)
      await keyboard.type(text)
    }
    await goTo('copy')
    await keyboard.press('Enter')
    await goTo('/data/victimContact/attempted')
    await keyboard.press('Space')
    await writes('/data/victimContact/outcome', 'Answered: all quiet.')
    await goTo('/data/checksRepeated')
    await keyboard.press('Space')
    await writes('/data/interimRisk', 'He could come back.')
    await goTo('/tried')
    await keyboard.press('Space')
    await writes('/data/decision/rationale', 'He has not come back; she is locked in.')
    await goTo('/reviewIn')
    await keyboard.press('Space')
    await missing().getByText('Nothing is missing.').waitFor()
    for (let presses = 0; presses < 5; presses++) {
      await keyboard.press('Tab')
      if (await page().evaluate("document.activeElement?.type === 'submit'")) break
    }
    await keyboard.press('Enter')
    await page().getByText('No demand is open now.').waitFor()
  })
})
