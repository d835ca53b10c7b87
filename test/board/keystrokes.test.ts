/**
 * What a reassessment costs whoever writes it, in keys and clicks. The texts are as short as a supervisor at three in the morning
 * writes them. With the same texts the form before this one, which did not ask for the situation, took 212 and 269.
 */
import type { Locator } from 'playwright-core'
import { lookedAt } from '../../machines/rules/catalogue/incident/situation.ts'
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { onBoard } from './ground.ts'
import { createHand, type Hand } from './hand.ts'

/** A call opens a demand, and nothing is late while a browser types. */
const POLICY = policyText({
  id: 'keystrokes',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
})

/** What it may cost at most. */
const MOST = { nothingChanged: 87, threeChanges: 211 }

const CHANGED: Readonly<Record<string, string>> = {
  threat: 'He says he is coming to kill her.',
  risk: 'He is on her street now.',
  vulnerability: 'Her neighbour has gone home.',
}

onBoard('the keys of a reassessment', POLICY, (ground) => {
  const openForm = async (reference: string): Promise<Locator> => {
    const { situation } = lookedAt(new Date().toISOString())
    const assessed = { situation: { ...situation, suspect: { ...situation.suspect, where: 'elsewhere' }, canReach: 'no' } }
    await ground.server.post('control-room', event('incident.reported', reference))
    await ground.server.post('control-room', event('thrive.assessed', reference, assessed))
    await ground.server.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
    await ground.server.post('control-room', event('call.received', reference))
    await ground.supervisor.openForm(reference)
    return ground.supervisor.page.locator('form.reassess')
  }
  const recorded = () => ground.supervisor.page.getByText('No demand is open now.').waitFor()

  it('counts one in which nothing has changed', async () => {
    const form = await openForm('WK-1')
    const hand = createHand()
    await hand.click(form.getByRole('button', { name: 'Copy what was known' }))
    await tried(form, hand, 'Answered: all quiet.')
    await untilTheyArrive(form, hand, 'He could come back.')
    await decide(form, hand, 'He has not come back; she is locked in.')
    await recorded()
    expect(hand.count()).toBeLessThanOrEqual(MOST.nothingChanged)
  })

  it('counts one with three changes', async () => {
    const form = await openForm('WK-2')
    const answer = (name: string) => form.locator(`[data-answer="${name}"]`)
    const hand = createHand()
    await hand.click(form.getByRole('button', { name: 'Copy what was known' }))
    await hand.click(answer('suspect').getByLabel('Nearby'))
    await hand.click(answer('suspect').getByLabel('The victim', { exact: true }))
    await hand.click(answer('suspect').getByRole('button', { name: 'Now' }))
    await hand.click(answer('canReach').getByLabel('Yes'))
    await hand.click(answer('changed').getByLabel('Threats'))
    await hand.click(answer('changed').getByLabel('Where somebody is'))
    await hand.write(form.getByLabel('What is new'), 'He texts that he is coming.')
    await hand.click(answer('protects').getByLabel('Somebody is there too'))
    await tried(form, hand, 'Answered, whispering.')
    for (const [name, why] of Object.entries(CHANGED)) {
      const element = form.locator(`[data-element="${name}"]`)
      await hand.click(element.getByLabel('Higher'))
      await hand.write(element.getByLabel('Why'), why)
    }
    await untilTheyArrive(form, hand, 'He gets in before we do.')
    await decide(form, hand, 'He is outside and she is alone.')
    await recorded()
    expect(hand.count()).toBeLessThanOrEqual(MOST.threeChanges)
  })
})

async function tried(form: Locator, hand: Hand, outcome: string) {
  await hand.click(form.getByLabel('Yes, just now'))
  await hand.write(form.getByLabel('What came of it'), outcome)
  await hand.click(form.getByLabel('Markers'))
}

async function untilTheyArrive(form: Locator, hand: Hand, couldHappen: string) {
  await hand.write(form.getByLabel('What could happen before officers arrive'), couldHappen)
  await hand.click(form.getByLabel('Neighbouring area asked'))
}

async function decide(form: Locator, hand: Hand, why: string) {
  await hand.write(form.getByLabel('Why this grade now'), why)
  await hand.click(form.getByRole('radio', { name: '15 min' }))
  await hand.click(form.getByRole('button', { name: 'Record this reassessment' }))
}
