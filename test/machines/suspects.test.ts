/** Suspects, bail and crimes beside the incident that they began in. */
import type { ArrivedEvent, Outcome } from '../../src/engine/engine.ts'
import type { IncidentView, MatterItem } from '../../src/engine/views/views.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

function play(changes: object = {}) {
  const night = startNight(policyWith(changes))
  const go = async (...happenings: happens.Happening[]): Promise<Outcome> => {
    let last: Outcome | null = null
    for (const happening of happenings) last = await night.go(happening)
    return last as Outcome
  }
  const view = async () => (await night.engine.view(KEY)) as IncidentView
  return {
    go,
    view,
    record: (event: ArrivedEvent) => night.engine.record([event]),
    matter: async (id: string) => (await view()).matters.find(({ kind, name }) => `${kind}/${name}` === id) as MatterItem,
    due: async (name: string) =>
      (await view()).deadlines.filter((one) => one.name === name && one.status === 'pending').map(({ dueAt }) => dueAt),
  }
}
const dealt = (
  time: string,
  how: 'arrested' | 'outstanding' | 'not-arrested' | 'released-under-investigation' | 'charged',
  more: object = {},
) => happens.but(happens.suspectDealtWith(time, how), { suspect: 'P-2', reason: 'As written up.', ...more })
const warnings = (outcome: Outcome) => (outcome.status === 'accepted' ? outcome.warnings.map(({ code }) => code) : outcome)
const attended = [...happens.gradedP2('20:00'), happens.arrived('20:20')]
const bailed = (time: string, suspect = 'P-2'): happens.Posted =>
  happens.but(
    { ...happens.bailBreached(time), type: 'bail.granted' },
    {
      suspect,
      arrestedAt: happens.instant('20:30'),
      authorisedBy: { id: 'cust-1', role: 'custody-officer' },
      rationale: 'He has come back before.',
      victimViews: { sought: true },
      text: undefined,
      action: undefined,
    },
  )

it('come to life only under a policy that asks for them', async () => {
  const { go, view } = play({ suspects: undefined, investigation: undefined, victimsCode: undefined })
  await go(...attended, dealt('20:30', 'arrested', { suspect: undefined }), happens.crimeRecorded('20:40'))
  expect(warnings(await go(happens.allocated('20:50')))).toEqual([])
  const { matters, deadlines } = await view()
  expect(matters).toEqual([])
  expect(deadlines.filter(({ name }) => /suspect|charge|allocation|investigation/.test(name))).toEqual([])
})

describe('positive action', () => {
  it.each([
    ['arrested', { codeG: ['protect-vulnerable-person'] }, []],
    ['arrested', {}, ['arrest-necessity-missing']],
    ['not-arrested', { reason: 'n/a' }, ['positive-action-unexplained']],
    ['not-arrested', { reason: 'He had left the country.' }, []],
    ['outstanding', { suspect: undefined }, ['suspect-not-named']],
  ] as const)('%s with %j is warned of as %j', async (how, more, codes) => {
    const { go } = play()
    await go(...attended)
    expect(warnings(await go(dealt('20:30', how, more)))).toEqual(codes)
  })

  it('is counted with its reasons, and without them', async () => {
    const { go, matter } = play()
    await go(...attended, dealt('20:30', 'not-arrested', { reason: '' }))
    expect(await matter('suspect/P-2')).toMatchObject({
      state: 'dealtWith.unexplained',
      facts: { how: 'not-arrested', reasonGiven: false },
    })
    await go(dealt('21:30', 'arrested', { codeG: ['protect-vulnerable-person'] }))
    expect(await matter('suspect/P-2')).toMatchObject({
      state: 'dealtWith.explained',
      facts: { how: 'arrested', codeG: ['protect-vulnerable-person'] },
    })
  })
})

describe('a suspect', () => {
  it('without a reference is in the register all the same, and one with a reference is another', async () => {
    const { go, matter } = play()
    await go(...attended, dealt('20:30', 'outstanding', { suspect: undefined }), dealt('21:00', 'arrested'))
    expect((await matter('suspect/unnamed')).state).toBe('outstanding.notCirculated')
    expect((await matter('suspect/P-2')).state).toBe('dealtWith.unexplained')
  })

  it('is ordered by the risk to the victim, and looked at sooner when it grows; a lower one puts nothing off', async () => {
    const { go, matter, due } = play()
    await go(
      ...attended,
      happens.dashSubmitted('20:30', 'standard'),
      happens.dashReviewed('20:31'),
      dealt('20:40', 'outstanding'),
    )
    expect(await due('suspect-review')).toEqual(['2026-11-27T20:40:00.000Z'])
    await go(happens.dashSubmitted('21:00', 'high'))
    expect(await due('suspect-review')).toEqual(['2026-11-21T21:00:00.000Z'])
    expect((await matter('suspect/P-2')).facts).toMatchObject({ risk: 'high', reviewBy: '2026-11-21T21:00:00.000Z' })
    const second = { id: 'sup-2', role: 'supervisor' }
    await go(happens.dashReviewed('21:10', 'regraded-down', { grade: 'standard', approvedBy: second }))
    expect(await due('suspect-review')).toEqual(['2026-11-21T21:00:00.000Z'])
    expect((await matter('suspect/P-2')).facts).toMatchObject({ risk: 'standard' })
  })

  it('released under investigation at no high risk needs no reason, until the risk is high', async () => {
    const { go, matter } = play()
    await go(...attended, happens.dashSubmitted('20:30', 'medium'), dealt('20:40', 'released-under-investigation'))
    expect((await matter('suspect/P-2')).state).toBe('underInvestigation.standing')
    await go(happens.dashReviewed('20:50', 'regraded-up', { grade: 'high' }))
    expect((await matter('suspect/P-2')).state).toBe('underInvestigation.unjustified')
  })

  describe('is looked at again as soon as the risk is high, whoever says so', () => {
    const earlier = happens.but(happens.reported('19:00', { flags: ['strangulation'] }), {
      persons: [{ role: 'victim', personRef: 'P-70' }],
      location: { address: '9 Fictional Row', area: 'urban' },
    })
    it.each([
      ['a THRIVE with a flag', happens.thriveAssessed('21:00', { flags: ['strangulation'] })],
      ['an earlier incident of hers', happens.identified('21:00', { personRef: 'P-70' })],
    ])('%s', async (_, news) => {
      const { go, matter, due, record } = play()
      await go(happens.until('19:00'))
      expect(await record({ ...arrivedEvent(earlier, 'earlier'), reference: 'WK-0' })).toMatchObject([{ status: 'accepted' }])
      await go(...attended, happens.dashSubmitted('20:30', 'standard'), happens.dashReviewed('20:31'))
      await go(dealt('20:40', 'released-under-investigation'), bailed('20:41', 'P-3'))
      expect(await due('bail-check')).toEqual(['2026-12-18T20:41:00.000Z'])
      await go(news)
      expect(await matter('suspect/P-2')).toMatchObject({ state: 'underInvestigation.unjustified', facts: { risk: 'high' } })
      expect(await due('rui-justification')).toEqual(['2026-11-21T21:00:00.000Z'])
      expect(await due('bail-check')).toEqual(['2026-11-27T21:00:00.000Z'])
      expect((await matter('bail/B1')).facts.risk).toBe('high')
    })
  })

  it('who is charged is on bail no more', async () => {
    const { go, matter } = play()
    await go(...attended, dealt('20:30', 'arrested'), bailed('21:00'))
    expect([(await matter('bail/B1')).state, (await matter('suspect/P-2')).facts.how]).toEqual(['standing.running', 'bailed'])
    await go(dealt('21 09:00', 'charged', { suspect: 'P-9' }))
    expect((await matter('bail/B1')).state).toBe('standing.running')
    await go(dealt('21 09:10', 'charged'))
    expect(await matter('bail/B1')).toMatchObject({
      state: 'ended',
      ended: true,
      deadlines: [],
      facts: { endedBecause: 'charged' },
    })
  })
})

it('a breach of bail on a closed incident opens it again and demands a reassessment', async () => {
  const { go, view } = play()
  expect((await go(...happens.everythingDone, bailed('20:45'), happens.closed('20:50'))).status).toBe('accepted')
  expect((await view()).deadlines).toContainEqual(expect.objectContaining({ name: 'bail-decision', status: 'pending' }))
  await go(happens.bailBreached('21 03:00'))
  expect(await view()).toMatchObject({
    state: { closure: 'open', risk: 'demanded' },
    demands: [{ reason: 'bail-breached', status: 'open' }],
  })
})

describe('on a closed incident', () => {
  const closedWith = [...happens.everythingDone, dealt('20:45', 'outstanding'), happens.closed('20:50')]
  const child = happens.identified('22 09:00', { role: 'child', personRef: 'P-9' })

  it('a suspect who is found leaves the register and his alert is over; nothing is opened again', async () => {
    const { go, view, matter } = play()
    await go(...closedWith)
    expect((await go(dealt('22 06:00', 'arrested', { codeG: ['prevent-disappearance'] }))).status).toBe('accepted')
    expect((await matter('suspect/P-2')).state).toBe('dealtWith.explained')
    const { state, alerts, demands } = await view()
    expect([state.closure, demands]).toEqual(['closed', []])
    expect(alerts.find(({ kind }) => kind === 'suspect-outstanding')).toMatchObject({ status: 'resolved' })
  })

  it('another crime has an investigation, which is allocated', async () => {
    const { go, matter, due } = play()
    await go(...closedWith)
    expect((await go(happens.but(happens.crimeRecorded('22 06:00'), { crimeRef: 'CR-9' }))).status).toBe('accepted')
    expect((await matter('investigation/CR-9')).state).toBe('open.active')
    expect(await due('investigation-review')).not.toEqual([])
    expect((await go(happens.allocated('22 07:00'))).status).toBe('accepted')
  })

  it('a child who is found is safeguarded', async () => {
    const { go, view, due } = play()
    await go(...closedWith)
    expect((await go(child)).status).toBe('accepted')
    expect(await due('school')).toHaveLength(1)
    expect((await view()).matters).toContainEqual(expect.objectContaining({ kind: 'school', name: 'P-9' }))
    expect((await view()).state.closure).toBe('closed')
  })

  it('takes none of it under a policy that follows nothing of it', async () => {
    const { referrals, school } = policyWith().policy
    const older = { suspects: undefined, investigation: undefined, referrals: { ...referrals, rules: undefined } }
    const { go } = play({ ...older, school: { ...school, encompass: undefined }, victimsCode: undefined })
    await go(...closedWith)
    const late = [dealt('22 06:00', 'arrested'), happens.crimeRecorded('22 06:00'), happens.allocated('22 07:00'), child]
    for (const posted of late) expect(await go(posted)).toMatchObject({ problem: { code: 'not-accepted-now' } })
  })
})

it('video is kept from the attendance, whichever unit had it on', async () => {
  const { go, matter } = play()
  const unit = (time: string, used: boolean) =>
    happens.but(happens.arrived(time), { bodyWornVideo: { on: used, reason: 'Flat battery.' } })
  await go(
    ...happens.gradedP2('20:00'),
    unit('20:20', false),
    unit('20:25', true),
    unit('20:30', false),
    happens.crimeRecorded('20:40'),
  )
  expect((await matter('investigation/CR-1')).facts).toMatchObject({
    bodyWornVideo: true,
    firstContactAt: happens.instant('20:20'),
  })
})
