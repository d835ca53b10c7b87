/**
 * One incident by five people in five browsers, from the report to the closed incident, without the API: each of them does what the
 * pages offer, by the links that the pages have. The API is asked at the end, for what the record holds.
 */
import { readFileSync } from 'node:fs'
import type { EventName } from '../../machines/rules/events.ts'
import { fillReassessment } from '../board/supervisor.ts'
import { verifies } from './holds.ts'
import { type AtBrowser, comesIn, inBrowsers } from './people.ts'
import { useServer } from './served.ts'

/** The shipped policy: somebody has to be there within seconds, a second person signs in, and no reassessment is drawn for reading. */
const POLICY = readFileSync(new URL('../../src/policies/default-england-wales.yaml', import.meta.url), 'utf8')
  .replace('id: default-england-wales', 'id: five-people')
  .replaceAll('urban: PT60M', 'urban: PT8S')
  .replace('secondPerson: named', 'secondPerson: signed-in')
  .replace('sample: 0.05', 'sample: 0')

const WK = 'WK-20261130-0412'

inBrowsers('one incident by five people', (browser) => {
  const $ = useServer(POLICY)
  const people = new Map<string, AtBrowser>()
  beforeAll(async () => {
    for (const id of ['ch-1', 'sup-1', 'fim-1', 'hau-1']) people.set(id, await comesIn(browser(), $.server, id))
    people.set('pc-1', await comesIn(browser(), $.server, 'pc-1', { width: 390, height: 844 }))
  })
  afterAll(() => {
    for (const { id, complaints } of people.values()) expect([id, complaints]).toEqual([id, []])
  })
  const who = (id: string) => people.get(id) as AtBrowser

  /** What each form of this incident is given. */
  const DATA: Partial<Record<EventName, (page: AtBrowser['page']) => Promise<object>>> = {
    'incident.reported': async () => ({
      ...{ channel: '999', narrative: 'Her former partner is outside and shouting.', flags: ['children'] },
      location: { address: '1 Fictional Row', area: 'urban' },
      persons: [
        { role: 'victim', personRef: 'P-1', name: 'Ann Example', phone: '07700900001' },
        { role: 'suspect', personRef: 'P-2' },
        { role: 'child', personRef: 'P-3', dateOfBirth: '2018-09-03', schoolRef: 'SCH-1' },
      ],
    }),
    'thrive.assessed': async () => ({
      threat: { level: 'high', rationale: 'Former partner outside, says he will come in.' },
      harm: { level: 'medium', rationale: 'Earlier injury to the arm in March.' },
      risk: { level: 'high', rationale: 'He has come in before when told not to.' },
      investigation: { level: 'low', rationale: 'Neighbour has video of him at the door.' },
      vulnerability: { level: 'high', rationale: 'Two children upstairs, she is alone.' },
      engagement: { level: 'medium', rationale: 'Wants officers to stay until he has gone.' },
      ...{ interimRisk: 'He may force the door before officers arrive.', childrenAsked: true },
      historyChecks: { done: ['repeat', 'markers', 'orders', 'marac'] },
      safetyAdvice: 'Lock the doors, stay upstairs, keep the line open.',
      safeContact: { phone: '07700900001', safeTimes: 'any', codeword: 'parcel' },
    }),
    'incident.graded': async () => ({ priority: 'P2', rationale: 'He is outside, not yet inside; children are there.' }),
    'unit.assigned': async () => ({ unit: 'B12' }),
    'unit.arrived': async () => ({ unit: 'B12', victimSeen: true, bodyWornVideo: { on: true } }),
    'dash.submitted': async () => ({
      ...{ mode: 'face-to-face', grade: 'medium', judgement: 'Separation and messages; medium.' },
      answers: { injury: { answer: 'yes', comment: 'A bruise.' }, separation: { answer: 'yes' } },
      children: [{ personRef: 'P-3', present: true, voice: 'Heard shouting, hid under the bed.' }],
    }),
    'dash.reviewed': async () => ({ decision: 'accepted', rationale: 'Separation and messages support medium.' }),
    'hau.received': async () => ({}),
    'hau.checked': async () => ({ system: 'housing-register', result: 'No tenancy in his name.', outcome: 'no-trace' }),
    'hau.not-checked': async () => ({ reason: 'Checked in full two days ago, at the incident before.' }),
    'hau.risk-confirmed': async () => ({ grade: 'medium', rationale: 'Nothing on other systems speaks against it.' }),
    'hau.completed': async () => ({ note: 'Everybody who has to know does.' }),
    'referral.made': async () => ({
      ...{ partner: 'childrens-services', reason: 'A child in the household.', legalBasis: 'safeguarding' },
      shared: ['child-name', 'police-reference', 'circumstances'],
    }),
    'referral.acknowledged': async () => ({ partner: 'childrens-services' }),
    'school.resolved': async () => ({ child: 'P-3', school: 'SCH-1', adultWorksThere: 'no' }),
    'school.notified': async () => ({
      child: 'P-3',
      school: 'SCH-1',
      shared: ['child-name', 'police-reference', 'circumstances'],
    }),
    'crime.recorded': async () => ({ crimeRef: '23/1234/26', offences: ['common-assault'] }),
    'investigation.allocated': async () => ({ team: 'response', reason: 'Medium risk, the children are safe.' }),
    'incident.closed': async () => ({ rationale: 'Seen, assessed, referred; he is in custody.' }),
  }

  const eventOf = (page: AtBrowser['page']) => decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')

  const usesTheDash = async (page: AtBrowser['page']): Promise<void> => {
    await page.locator('form.record').waitFor()
    const other = page.getByRole('button', { name: 'Use DASH instead' })
    if ((await other.count()) === 0) return
    await other.click()
    await page.locator('[name="/data/answers/injury/answer"]').first().waitFor({ state: 'attached' })
  }
  /** The form to which a link has led, filled in and recorded. */
  const recordsForm = async ({ page, fillIn, record }: AtBrowser): Promise<string> => {
    const event = eventOf(page) as EventName
    if (event === 'dash.submitted') await usesTheDash(page)
    const data = DATA[event]
    if (data === undefined) throw new Error(`the page leads to ${event}, which is no part of this story`)
    await fillIn(event, { ...(await data(page)) })
    return record()
  }
  /** Does what the page of the incident asks of whoever reads it, up to an event, or as long as it asks for something. */
  const doesWhatIsAsked = async (id: string, upTo?: EventName): Promise<readonly string[]> => {
    const one = who(id)
    const did: string[] = ['']
    const asks = one.page.locator('.now a')
    for (let steps = 0; steps < 12 && did.at(-1) !== upTo && (await asks.count()) > 0; steps++) {
      await asks.click()
      did.push(eventOf(one.page))
      expect(await recordsForm(one)).toContain('Recorded')
    }
    return did.slice(1)
  }
  const opensFromTheWall = async (id: string): Promise<void> => {
    await who(id).goTo('/')
    await who(id).page.getByRole('link', { name: WK, exact: true }).click()
    await who(id).page.locator('#incident').waitFor()
  }

  it('is reported, assessed and graded by the control room, who sends a unit', async () => {
    const sup = who('sup-1')
    await sup.page.evaluate('window.opened = "once"')
    const ch = who('ch-1')
    await ch.page.getByRole('link', { name: 'Report an incident' }).click()
    await ch.page.getByLabel('Incident number').fill(WK)
    expect(await recordsForm(ch)).toContain('Recorded')
    expect(await ch.page.locator('.now').textContent()).toContain('No THRIVE assessment is recorded')
    const upTo = 'unit.assigned'
    expect(await doesWhatIsAsked('ch-1', upTo)).toEqual(['thrive.assessed', 'incident.graded', upTo])
  })

  it('comes to the open wall of a supervisor by itself, who takes it, reassesses, and asks to lower the grade', async () => {
    const { page } = who('sup-1')
    const row = page.locator(`[data-incident="${WK}"]`)
    await row.filter({ hasText: 'attendance' }).locator('a.act').waitFor()
    expect(await row.getAttribute('data-demand')).toBe(`${WK}-d1`)
    expect(await page.evaluate('window.opened')).toBe('once')
    await row.getByRole('button', { name: /^Take/ }).click()
    await page.getByRole('status').getByText(`You have ${WK} now`).waitFor()
    await row.getByRole('link', { name: `Reassess ${WK}` }).click()
    await fillReassessment(page)
    await page.getByRole('button', { name: 'Record this reassessment' }).click()
    await page.getByText('No demand is open now.').waitFor()

    await page.getByRole('link', { name: `Go to ${WK}` }).click()
    await page.getByText('Record something else').click()
    await page.getByRole('link', { name: 'Graded', exact: true }).click()
    await who('sup-1').fillIn('incident.graded', {
      priority: 'P3',
      rationale: 'A neighbour is with her and he has been arrested.',
    })
    const said = await who('sup-1').record()
    expect(said).toMatch(/Waiting, not done.*waiting for a second person until \d\d:\d\d/s)
    expect(said).toContain('P2 stands until then.')
  })

  it('is decided on by a force incident manager, who finds it on the page of what waits', async () => {
    const { page } = who('fim-1')
    await page.getByRole('link', { name: /^Approvals/ }).click()
    const asked = page.locator(`[data-incident="${WK}"]`)
    await asked.getByLabel('Agree').check()
    await asked.getByRole('button', { name: /^Record your decision/ }).click()
    await page.getByText('You agreed. It applies from now on.').waitFor()
  })

  it('is attended by an officer with a telephone, who reads the briefing and records the arrival and the DASH', async () => {
    const { page } = who('pc-1')
    await opensFromTheWall('pc-1')
    await page.getByRole('link', { name: /^Briefing/ }).click()
    await page.getByRole('heading', { name: 'Warnings' }).waitFor()
    expect(await page.locator('.briefing').textContent()).toMatch(
      /1 Fictional Row.*Grade P3.*He could arrive before officers do/s,
    )
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    await page.goBack()
    expect(await doesWhatIsAsked('pc-1')).toEqual(['unit.arrived', 'dash.submitted', 'crime.recorded'])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  })

  it('has its DASH reviewed by the supervisor, and is checked and referred by the harm assessment unit', async () => {
    await opensFromTheWall('sup-1')
    expect(await doesWhatIsAsked('sup-1', 'dash.reviewed')).toEqual(['dash.reviewed'])
    await opensFromTheWall('hau-1')
    expect(await doesWhatIsAsked('hau-1')).toEqual([
      ...['hau.received', 'hau.checked', 'referral.made', 'referral.acknowledged', 'school.notified'],
    ])
  })

  it('is closed once everything that the page names is mended, by the links that it has beside each', async () => {
    const sup = who('sup-1')
    await opensFromTheWall('sup-1')
    const mend = sup.page.locator('#closing a')
    const mended: string[] = []
    while (mended.length < 8 && (await mend.count()) > 0) {
      await mend.first().click()
      mended.push(eventOf(sup.page))
      expect(await recordsForm(sup)).toContain('Recorded')
    }
    expect(mended).toEqual(['investigation.allocated'])
    expect(await sup.page.locator('#closing').textContent()).toContain('Nothing keeps it from closing.')
    expect(await doesWhatIsAsked('sup-1')).toEqual(['incident.closed'])
    expect(await sup.page.getByRole('heading', { level: 1 }).textContent()).toContain('closed')
  })

  it('is recorded as each of the five did it, and verifies', async () => {
    const view = await $.server.incident(WK)
    expect(view).toMatchObject({ priority: 'P3', closureBlockers: [], state: { closure: 'closed', risk: 'settled' } })
    expect(view.demands.map(({ reason, status }) => [reason, status])).toEqual([['attendance-overdue', 'answered']])
    const acted = (await $.server.timeline(WK)).flatMap(({ type, data }) => {
      const { by, author, assessor, reviewer } = (data ?? {}) as Record<string, { id: string } | undefined>
      const id = (by ?? author ?? assessor ?? reviewer)?.id
      return id === undefined ? [] : [[id, type]]
    })
    const did = (id: string) => acted.filter(([one]) => one === id).map(([, type]) => type)
    expect(did('ch-1')).toEqual(['thrive.assessed', 'incident.graded', 'unit.assigned'])
    expect(did('fim-1')).toEqual(['approval.given'])
    expect(did('pc-1')).toEqual(['unit.arrived', 'dash.submitted', 'crime.recorded'])
    expect(did('hau-1')).toEqual([
      ...['hau.received', 'hau.checked', 'referral.made', 'referral.acknowledged', 'school.notified'],
    ])
    expect(did('sup-1')).toEqual(
      expect.arrayContaining(['risk.reassessed', 'dash.reviewed', 'investigation.allocated', 'incident.closed']),
    )
    await $.server.stop()
    await verifies($.place)
  })
})
