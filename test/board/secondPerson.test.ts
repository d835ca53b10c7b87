/**
 * What two people decide, in two browsers, over a real server: one asks and reads that it waits, the other decides. Then a reassessment
 * that is read by keyboard, a hand-over, and whether each of these pages can be read by everybody.
 */
import type { Page } from 'playwright-core'
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { faultsOn } from './axe.ts'
import { onBoard } from './ground.ts'
import { type Supervisor, signIn } from './supervisor.ts'

/** It warns two seconds after the report; nothing is late while a browser types. */
const POLICY = policyText({
  id: 'second-person',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, warnAt: 0.0005, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT24H, rural: PT24H }, answerWithin: PT1H, repeatEvery: PT4H }',
  ],
  escalation: ['supervisor', 'force-incident-manager'],
  more: [
    'thrive: { assessWithin: PT1H, gradeWithin: PT1H }',
    'approvals: { secondPerson: signed-in, within: PT1H }',
    'reassessment: { doubtBelow: 0.7, sample: 1, sampleWithin: PT24H }',
  ],
})

onBoard('two people at the board', POLICY, (ground) => {
  let commander: Supervisor
  beforeAll(async () => {
    commander = await signIn(ground.browser, ground.place, ground.server, 'force-incident-manager', 'fim-1')
  })
  afterEach(() => expect(commander.complaints).toEqual([]))

  const by = { id: 'sup-9', role: 'supervisor' }
  const lowered = async (reference: string): Promise<string> => {
    await ground.server.post('control-room', event('incident.reported', reference))
    await ground.server.post('control-room', event('thrive.assessed', reference))
    await ground.server.post('control-room', event('incident.graded', reference, { priority: 'P1', approvedBy: undefined }))
    await ground.server.alertRaised(reference, 'attendance-warning')
    const asked = event('incident.graded', reference, { priority: 'P2', by, approvedBy: undefined })
    const { code, body } = await ground.server.post('supervisor', asked)
    expect(code).toBe(202)
    return body.approval ?? ''
  }
  const unknown = { where: 'unknown', source: 'none' }
  const ALL_UNKNOWN = {
    situation: { suspect: unknown, victim: unknown, canReach: 'unknown', changed: ['unknown'], protects: ['unknown'] },
  }
  const reassessed = async (reference: string, said: object = {}): Promise<void> => {
    await ground.server.post('control-room', event('incident.reported', reference))
    await ground.server.post('control-room', event('thrive.assessed', reference))
    await ground.server.post('control-room', event('incident.graded', reference, { priority: 'P2', approvedBy: undefined }))
    const nextReviewAt = new Date(Date.now() + 20 * 60_000).toISOString()
    const assessor = { id: 'sup-3', role: 'supervisor' }
    const data = { demand: null, causesSeen: undefined, nextReviewAt, assessor, ...said }
    expect(await ground.server.post('supervisor', event('risk.reassessed', reference, data))).toMatchObject({ code: 201 })
  }
  const at = (path: string) => new URL(path, ground.server.url).href
  /** At both widths in both schemes, and no wider than the screen. */
  const readable = async (page: Page, what: string) => {
    for (const width of [320, 1400]) {
      await page.setViewportSize({ width, height: 800 })
      expect([what, width, await faultsOn(page)]).toEqual([what, width, []])
      expect([what, width, await page.evaluate('document.documentElement.scrollWidth > innerWidth')]).toEqual([
        what,
        width,
        false,
      ])
      const folder = process.env.SHOTS
      if (folder)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await page.screenshot({ path: `${folder}/${what.replaceAll(' ', '-')}-${width}-${colorScheme}.png`, fullPage: true })
        }
    }
  }

  it('lets one ask and the other agree: the author reads that it waits, and then that it is decided', async () => {
    const approval = await lowered('WK-1')
    const [mine, theirs] = [ground.supervisor.page, commander.page]
    await mine.goto(at('/approvals'))
    const own = mine.locator(`[data-approval="${approval}"]`)
    await own.getByText(/^Waiting for a second person until \d\d:\d\d\.$/).waitFor()
    expect(await own.getByRole('button').count()).toBe(0)
    expect(await own.textContent()).not.toMatch(/\b(done|approved|recorded)\b/i)

    await theirs.goto(at('/'))
    await theirs.getByRole('link', { name: 'Approvals' }).click()
    const asked = theirs.locator(`[data-approval="${approval}"]`)
    await asked.getByRole('heading', { name: 'WK-1: lower the grade from P1 to P2' }).waitFor()
    await asked.getByLabel('Agree').check()
    await asked.getByRole('button', { name: 'Record your decision on WK-1' }).click()
    await theirs.getByText('You agreed. It applies from now on.').waitFor()
    expect(await ground.server.incident('WK-1')).toMatchObject({ priority: 'P2', approvals: [] })

    await mine.reload()
    await mine.getByText(/lower the grade from P1 to P2: agreed by fim-1/).waitFor()
  })

  it('takes a refusal with its reason alone, and leads to what is missing', async () => {
    const approval = await lowered('WK-2')
    const { page } = commander
    await page.goto(at('/approvals'))
    const asked = page.locator(`[data-approval="${approval}"]`)
    await asked.getByLabel('Refuse').check()
    await asked.getByRole('button').click()
    await page.getByRole('link', { name: 'Why: say why you refuse' }).click()
    await page.keyboard.type('Nobody has rung her.')
    await readable(page, 'a decision without its reason')
    await asked.getByRole('button').click()
    await page.getByText('You refused. Nothing has changed.').waitFor()
    await page.getByText('Nobody has rung her.').waitFor()
    expect(await ground.server.incident('WK-2')).toMatchObject({ priority: 'P1', approvals: [] })
    await lowered('WK-3')
    await page.goto(at('/approvals'))
    await readable(page, 'approvals')
    await ground.supervisor.page.goto(at('/approvals'))
    await readable(ground.supervisor.page, 'own approvals')
  })

  it('takes a verdict by keyboard, and tells then what was found', async () => {
    await reassessed('WK-4', ALL_UNKNOWN)
    await reassessed('WK-5')
    const { page } = ground.supervisor
    await page.goto(at('/reassessments'))
    await readable(page, 'reassessments')
    await page.getByRole('link', { name: 'Read the reassessment of WK-4' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^Reassessment of WK-4/ }).waitFor()
    await readable(page, 'a reassessment')
    await page.getByRole('radio').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Nothing is known, and nobody asked.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('sup-9 found: it only explains the delay.').waitFor()
    await page.getByText('The reader program had been in doubt whether it says how the risk is.').waitFor()
    await readable(page, 'a verdict')
    expect((await ground.server.incident('WK-4')).demands).toMatchObject([{ reason: 'reassessment-set-aside', status: 'open' }])
  })

  it('hands a shift over in one browser, and accepts it in another', async () => {
    const [mine, theirs] = [ground.supervisor.page, commander.page]
    await mine.goto(at('/handover'))
    await mine.getByLabel('Who hands over, or the shift that ends').fill('late')
    await mine.getByLabel('Who takes over, or the shift that begins').fill('night')
    await readable(mine, 'hand-overs')
    await mine.getByRole('button', { name: 'Go on' }).click()
    await mine.getByText('Before you hand over').waitFor()
    await readable(mine, 'what a hand-over would be')
    await mine.getByRole('button', { name: 'Hand over now' }).click()
    await mine.getByText('You handed this over, so you do not accept it.').waitFor()
    await readable(mine, 'an own hand-over')
    await theirs.goto(at('/handover'))
    await theirs.getByRole('link', { name: 'From late to night' }).click()
    await readable(theirs, 'a hand-over')
    await theirs.getByRole('checkbox').first().check()
    await theirs.getByRole('button', { name: 'Accept what is ticked' }).click()
    await theirs.getByText('What you accepted is yours from now on.').waitFor()
    await theirs.getByText(/^Accepted by fim-1/).waitFor()
  })
})
