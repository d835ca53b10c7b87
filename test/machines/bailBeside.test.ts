/** Bail beside what its investigation waits for: evidence that is away, and the decision on a charge. */
import { afterwards, pointers, warned } from '../support/afterwards.ts'
import { policyWith } from '../support/incident.ts'

const BAIL = { bail: 'B1', suspect: 'P-2', arrestedAt: '2026-11-20T20:40:00Z' }
const ENDS = '2027-02-20T23:59:59.999Z'
const AFTER = '2027-03-15T12:00:00Z'

async function onBail(pinned = policyWith()) {
  const night = await afterwards(pinned)
  await night.post('crime.recorded', '2026-11-20T21:00:00Z')
  const bail = () => night.post('bail.granted', '2026-11-21T04:00:00Z', BAIL)
  const evidenceAlerts = async () => (await night.alerts()).filter((kind) => kind === 'bail-before-evidence')
  return { ...night, bail, evidenceAlerts }
}

describe('evidence that is away', () => {
  it('longer than bail lasts is warned of when it is sent, and somebody has to look until it is back', async () => {
    const { bail, post, matter, evidenceAlerts } = await onBail()
    await bail()
    const last = await post('evidence.submitted', '2026-11-21T09:00:00Z', { expectedAt: ENDS })
    expect([warned(last), await evidenceAlerts()]).toEqual([[], []])
    const later = await post('evidence.submitted', '2026-11-21T09:01:00Z', { item: 'EX-2', expectedAt: '2027-02-21T00:00:00Z' })
    expect([warned(later), await evidenceAlerts()]).toEqual([['back-after-bail'], ['bail-before-evidence']])
    expect((await matter('B1'))?.facts).toMatchObject({ endsAt: ENDS, evidenceUntil: '2027-02-21T00:00:00.000Z' })
    await post('evidence.submitted', '2026-11-21T09:02:00Z', { item: 'EX-3', expectedAt: AFTER })
    await post('evidence.returned', '2026-11-22T09:00:00Z', { item: 'EX-3' })
    expect([(await matter('B1'))?.facts.evidenceUntil, await evidenceAlerts()]).toEqual([
      '2027-02-21T00:00:00.000Z',
      ['bail-before-evidence'],
    ])
    await post('evidence.returned', '2026-11-22T09:01:00Z', { item: 'EX-2' })
    expect([(await matter('B1'))?.facts.evidenceUntil, await evidenceAlerts()]).toEqual([null, []])
  })

  it('is expected within what the policy gives the examiners, until they say otherwise; its age goes on', async () => {
    const { bail, post, matter, evidenceAlerts, deadlines } = await onBail()
    await bail()
    expect(warned(await post('evidence.submitted', '2026-11-21T09:00:00Z', { expectedAt: undefined }))).toEqual([])
    expect((await matter('23/1234/26'))?.facts).toMatchObject({
      waitingFor: [{ item: 'EX-1', since: '2026-11-21T09:00:00.000Z', expectedBy: '2026-12-19T09:00:00.000Z' }],
    })
    expect(warned(await post('evidence.expected', '2026-12-01T09:00:00Z', { expectedAt: AFTER }))).toEqual(['back-after-bail'])
    expect(await evidenceAlerts()).toEqual(['bail-before-evidence'])
    expect(await deadlines('digital-evidence')).toMatchObject([{ dueAt: '2026-12-19T09:00:00.000Z' }])
    expect(warned(await post('evidence.expected', '2026-12-10T09:00:00Z', { expectedAt: '2027-01-10T12:00:00Z' }))).toEqual([])
    expect(await evidenceAlerts()).toEqual([])
  })

  it('before the bail is known to it, and an extension that lasts long enough needs nobody', async () => {
    const { bail, post, evidenceAlerts } = await onBail()
    await post('evidence.submitted', '2026-11-21T03:00:00Z', { expectedAt: AFTER })
    expect([warned(await bail()), await evidenceAlerts()]).toEqual([['ends-before-evidence'], ['bail-before-evidence']])
    const short = await post('bail.extended', '2027-02-01T09:00:00Z', { bail: 'B1', endsAt: '2027-03-01T12:00:00Z' })
    expect([warned(short), await evidenceAlerts()]).toEqual([['ends-before-evidence'], ['bail-before-evidence']])
    const long = await post('bail.extended', '2027-02-02T09:00:00Z', { bail: 'B1', endsAt: '2027-04-01T12:00:00Z' })
    expect([warned(long), await evidenceAlerts()]).toEqual([[], []])
  })

  it.each([
    ['bail.ended', { bail: 'B1', because: 'charged' }],
    ['suspect.dealt-with', { how: 'released-under-investigation', suspect: 'P-2' }],
    ['crime.outcome', { code: 18 }],
  ] as const)('needs no review of bail once %s ended one of them', async (type, data) => {
    const { bail, post, evidenceAlerts } = await onBail()
    await bail()
    await post('evidence.submitted', '2026-11-21T09:00:00Z', { expectedAt: AFTER })
    expect(await evidenceAlerts()).toEqual(['bail-before-evidence'])
    await post(type, '2026-11-22T09:00:00Z', data)
    expect(await evidenceAlerts()).toEqual([])
  })

  it('nor once it has lapsed: then that is what somebody has to look at', async () => {
    const { bail, post, passes, evidenceAlerts, alerts } = await onBail()
    await bail()
    await post('evidence.submitted', '2026-11-21T09:00:00Z', { expectedAt: AFTER })
    await passes(ENDS)
    expect([await evidenceAlerts(), (await alerts()).includes('bail-lapsed')]).toEqual([[], true])
  })

  it('comes back after it is sent, and not unless it was', async () => {
    const { post } = await onBail()
    const at = '2026-11-21T09:00:00Z'
    expect(pointers(await post('evidence.submitted', at, { expectedAt: at }))).toEqual(['/data/expectedAt'])
    expect(pointers(await post('evidence.expected', at, { item: 'EX-7', expectedAt: at }))).toEqual([
      '/data/item',
      '/data/expectedAt',
    ])
  })
})

describe('the decision on a charge', () => {
  it('is shown with its own time beside the time that bail has left', async () => {
    const { bail, post, matter, deadlines } = await onBail()
    await bail()
    expect(warned(await post('charging.requested', '2026-12-01T09:00:00Z'))).toEqual([])
    expect(await matter('B1')).toMatchObject({
      state: 'standing.suspended',
      facts: {
        endsAt: null,
        charging: 'requested',
        chargingRequestedAt: '2026-12-01T09:00:00.000Z',
        chargingBy: '2026-12-29T09:00:00.000Z',
      },
    })
    expect(await deadlines('charging-decision')).toMatchObject([{ dueAt: '2026-12-29T09:00:00.000Z', status: 'pending' }])
    expect(await post('charging.requested', '2026-12-02T09:00:00Z')).toMatchObject({ problem: { code: 'not-accepted-now' } })
    await post('charging.decided', '2026-12-03T09:00:00Z')
    expect((await matter('B1'))?.facts).toMatchObject({ charging: 'more-evidence', chargingBy: null })
    expect(await post('charging.decided', '2026-12-03T10:00:00Z')).toMatchObject({ problem: { code: 'not-accepted-now' } })
    await post('charging.requested', '2026-12-10T09:00:00Z')
    expect(await deadlines('charging-decision')).toMatchObject([{ dueAt: '2027-01-07T09:00:00.000Z', status: 'pending' }])
  })

  it('that is late escalates until it is made, or he is charged', async () => {
    const { post, passes, alerts, matter } = await onBail()
    await post('charging.requested', '2026-12-01T09:00:00Z')
    await passes('2026-12-29T09:00:00Z')
    expect(await alerts()).toContain('charging-decision-overdue')
    await post('suspect.dealt-with', '2026-12-30T09:00:00Z', { how: 'charged', suspect: 'P-2', codeG: undefined })
    expect(await alerts()).not.toContain('charging-decision-overdue')
    expect((await matter('23/1234/26'))?.facts).toMatchObject({ charging: 'charge', chargingBy: null })
  })

  it('about another suspect is not beside this one’s bail', async () => {
    const { bail, post, matter } = await onBail()
    await bail()
    expect(warned(await post('charging.requested', '2027-02-01T09:00:00Z', { suspect: 'P-8' }))).toEqual([])
    expect((await matter('B1'))?.facts).toMatchObject({ charging: null, chargingBy: null })
  })

  describe('about two suspects of one crime', () => {
    const twoOnBail = async () => {
      const { bail, post, ...night } = await onBail()
      await bail()
      await post('bail.granted', '2026-11-21T04:01:00Z', { ...BAIL, bail: 'B2', suspect: 'P-5' })
      const states = async () => [(await night.matter('B1'))?.state, (await night.matter('B2'))?.state]
      return { ...night, post, states }
    }
    const RUNS = 'standing.running'
    const WAITS = 'standing.suspended'

    it.each([
      ['each by name', ['P-2', 'P-5']],
      ['nobody by name', [undefined]],
    ])('asked of %s, each waits for its own decision', async (_, suspects) => {
      const { post, states, deadlines } = await twoOnBail()
      for (const suspect of suspects)
        expect(warned(await post('charging.requested', '2026-12-01T09:00:00Z', { suspect }))).toEqual([])
      expect(await states()).toEqual([WAITS, WAITS])
      await post('charging.decided', '2026-12-02T09:00:00Z', { suspect: 'P-2' })
      expect(await states()).toEqual([RUNS, WAITS])
      expect(await deadlines('charging-decision')).toMatchObject([{ status: 'pending' }])
      await post('charging.decided', '2026-12-03T09:00:00Z')
      expect(await states()).toEqual([RUNS, RUNS])
      expect(await deadlines('charging-decision')).toMatchObject([{ status: 'met' }])
    })

    it('nobody decides about a third', async () => {
      const { post } = await twoOnBail()
      await post('charging.requested', '2026-12-01T09:00:00Z', { suspect: 'P-2' })
      expect(pointers(await post('charging.decided', '2026-12-02T09:00:00Z', { suspect: 'P-5' }))).toEqual(['/data/suspect'])
    })

    it('waits on for the second when the first is charged', async () => {
      const { post, states, deadlines, passes } = await twoOnBail()
      await post('charging.requested', '2026-12-01T09:00:00Z', { suspect: 'P-2' })
      await post('charging.requested', '2026-12-01T09:01:00Z', { suspect: 'P-5' })
      await post('suspect.dealt-with', '2026-12-02T09:00:00Z', { how: 'charged', suspect: 'P-2', codeG: undefined })
      await passes('2027-03-01T00:00:00Z')
      expect(await states()).toEqual(['ended', WAITS])
      expect(await deadlines('charging-decision')).toMatchObject([{ status: 'missed' }])
    })
  })

  it('not to charge is told to her, once, and ends no bail by itself', async () => {
    const { bail, post, owed, matter } = await onBail(
      policyWith({ victimsCode: { ...policyWith().policy.victimsCode, support: undefined } }),
    )
    await bail()
    await post('victim.updated', '2026-11-21T05:00:00Z', { about: 'bail' })
    await post('charging.requested', '2026-12-01T09:00:00Z')
    await post('charging.decided', '2026-12-02T09:00:00Z', { decision: 'no-charge' })
    await post('bail.ended', '2026-12-02T10:00:00Z', { bail: 'B1', because: 'no-further-action' })
    expect(owed('victim-update')).toEqual({ 'P-1/bail/P-2': 'met', 'P-1/no-charge/P-2': 'pending' })
    await post('victim.updated', '2026-12-02T11:00:00Z', { about: 'no-charge' })
    expect((await matter('P-1'))?.facts).toMatchObject({ updatesDue: 2, updatesInTime: 2, waitingFor: [] })
  })

  it('has no time under a policy that gives it none', async () => {
    const { investigation } = policyWith().policy
    const { bail, post, matter, deadlines } = await onBail(
      policyWith({ investigation: { ...investigation, chargingWithin: undefined } }),
    )
    await bail()
    await post('charging.requested', '2026-12-01T09:00:00Z')
    expect(await deadlines('charging-decision')).toEqual([])
    expect((await matter('B1'))?.facts).toMatchObject({ charging: 'requested', chargingBy: null })
  })
})

it('bail says why, where the policy asks for it', async () => {
  const asked = await onBail()
  const grant = { ...BAIL, rationale: undefined }
  expect(pointers(await asked.post('bail.granted', '2026-11-21T04:00:00Z', grant))).toEqual(['/data/rationale'])
  expect(pointers(await asked.post('bail.granted', '2026-11-21T04:00:00Z', { ...BAIL, rationale: 'n/a' }))).toEqual([
    '/data/rationale',
  ])
  const { bail } = policyWith().policy
  const older = await onBail(policyWith({ bail: { ...bail, grantRationale: false } }))
  expect(warned(await older.post('bail.granted', '2026-11-21T04:00:00Z', grant))).toEqual([])
})

describe('bail after each of two arrests', () => {
  it.each(['charged', 'released-under-investigation'])('stands though he is %s, until it is said of which', async (how) => {
    const { bail, post, matter } = await onBail()
    await bail()
    const second = { ...BAIL, bail: 'B2', arrestedAt: '2026-11-25T09:00:00Z' }
    await post('bail.granted', '2026-11-25T20:00:00Z', second)
    const dealt = await post('suspect.dealt-with', '2026-11-26T09:00:00Z', { how, suspect: 'P-2', codeG: undefined })
    expect(warned(dealt)).toContain('bail-not-named')
    expect([(await matter('B1'))?.state, (await matter('B2'))?.state]).toEqual(['standing.running', 'standing.running'])
    await post('bail.ended', '2026-11-26T09:05:00Z', { bail: 'B1', because: how })
    expect([(await matter('B1'))?.state, (await matter('B2'))?.state]).toEqual(['ended', 'standing.running'])
  })

  it('of which both are after one arrest end with it', async () => {
    const { bail, post, matter } = await onBail()
    await bail()
    await post('bail.granted', '2026-11-21T05:00:00Z', { ...BAIL, bail: 'B2' })
    await post('suspect.dealt-with', '2026-11-26T09:00:00Z', { how: 'charged', suspect: 'P-2', codeG: undefined })
    expect([(await matter('B1'))?.state, (await matter('B2'))?.state]).toEqual(['ended', 'ended'])
  })
})
