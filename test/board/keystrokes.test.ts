/**
 * What a reassessment costs whoever writes it, in keys and clicks. The texts that both forms ask for are the same in both counts, as
 * short as a supervisor at three in the morning writes them.
 */
import type { Browser, Locator } from 'playwright-core'
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { findChromium } from './chromium.ts'
import { createHand, type Hand } from './hand.ts'
import { openBrowser, type Supervisor, signIn } from './supervisor.ts'

/** A call opens a demand, and nothing is late while a browser types. */
const POLICY = policyText({
  id: 'keystrokes',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
})

/** What it may cost at most. */
const MOST = { nothingChanged: 212, threeChanges: 269 }

const ELEMENTS = ['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement'] as const
const CHANGED: Partial<Record<(typeof ELEMENTS)[number], string>> = {
  threat: 'He says he is coming to kill her.',
  risk: 'He is on her street now.',
  vulnerability: 'Her neighbour has gone home.',
}

const found = await findChromium()
const inBrowser = 'skipped' in found ? describe.skip : describe

inBrowser(`the keys of a reassessment${'skipped' in found ? ` (skipped: ${found.skipped})` : ''}`, () => {
  let place: Place
  let server: Server
  let browser: Browser
  let supervisor: Supervisor

  beforeAll(async () => {
    place = await createPlace(POLICY, { madeBefore: true })
    server = await place.start()
    browser = await openBrowser('path' in found ? found.path : '')
    supervisor = await signIn(browser, place, server)
  })
  afterAll(async () => {
    await browser?.close()
    await place?.remove()
  })
  afterEach(() => expect(supervisor.complaints).toEqual([]))

  const openForm = async (reference: string): Promise<Locator> => {
    await server.post('control-room', event('incident.reported', reference))
    await server.post('control-room', event('thrive.assessed', reference))
    await server.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
    await server.post('control-room', event('call.received', reference))
    await supervisor.open(reference)
    return supervisor.page.locator('form.reassess')
  }
  const recorded = () => supervisor.page.getByText('No demand is open now.').waitFor()

  it('counts one in which nothing has changed', async () => {
    const form = await openForm('WK-1')
    const hand = createHand()
    await tried(form, hand, 'Answered: all quiet.')
    await hand.write(form.getByLabel('What is new'), 'None')
    await hand.click(form.getByLabel('Markers'))
    await elements(form, hand, {})
    await untilTheyArrive(form, hand, 'He could come back.', 'Doors locked\nNeighbour with her')
    await decide(form, hand, 'He has not come back; she is locked in.')
    await recorded()
    expect(hand.count()).toBeLessThanOrEqual(MOST.nothingChanged)
  })

  it('counts one with three changes', async () => {
    const form = await openForm('WK-2')
    const hand = createHand()
    await tried(form, hand, 'Answered, whispering.')
    await hand.write(form.getByLabel('What is new'), 'He texts that he is coming.')
    await hand.click(form.getByLabel('Markers'))
    await elements(form, hand, CHANGED)
    await untilTheyArrive(form, hand, 'He gets in before we do.', 'Doors locked')
    await decide(form, hand, 'He is outside and she is alone.')
    await recorded()
    expect(hand.count()).toBeLessThanOrEqual(MOST.threeChanges)
  })
})

async function tried(form: Locator, hand: Hand, outcome: string) {
  await hand.click(form.getByLabel('Tried', { exact: true }))
  await hand.write(form.getByLabel('What came of it'), outcome)
}

async function elements(form: Locator, hand: Hand, changed: typeof CHANGED) {
  for (const name of ELEMENTS) {
    const element = form.locator(`[data-element="${name}"]`)
    await hand.click(element.getByLabel(changed[name] === undefined ? 'Unchanged' : 'Increased'))
    await hand.write(element.getByLabel('Why'), changed[name] ?? 'No change.')
  }
}

async function untilTheyArrive(form: Locator, hand: Hand, couldHappen: string, protects: string) {
  await hand.write(form.getByLabel('What could happen before officers arrive'), couldHappen)
  await hand.write(form.getByLabel('What keeps the victim safe until then'), protects)
  await hand.write(form.getByLabel('What was tried to get a unit'), 'Next area asked.')
}

async function decide(form: Locator, hand: Hand, why: string) {
  await hand.write(form.getByLabel('Why, in terms of risk'), why)
  await hand.choose(form.getByLabel('Risk is looked at next'), '15')
  await hand.click(form.getByRole('button', { name: 'Record this reassessment' }))
}
