/**
 * When bail before charge ends: Police and Criminal Evidence Act 1984 ss.47ZB to 47ZM. While the prosecutors have the file, and while
 * a court that was asked in time has not decided, nothing says that it is over, to nobody.
 */
import fc from 'fast-check'
import type { BailContext } from '../../machines/matters/bail/memory.ts'
import { resumed } from '../../machines/matters/bail/running.ts'
import { bailEnds, daysBetween } from '../../machines/rules/calendar/index.ts'
import { anyInstant } from '../rules/calendar/force.ts'
import { afterwards, pointers, warned } from '../support/afterwards.ts'
import { policyWith } from '../support/incident.ts'

const by = (role: string) => ({ id: 'x-1', role })
const ARRESTED = '2026-11-30T12:00:00Z'
const BAIL = { bail: 'B1', suspect: 'P-2', arrestedAt: ARRESTED }
/** Three months that begin with 1 December. */
const THREE = '2027-02-28T23:59:59.999Z'
const OVER = ['bail-lapsed', 'bail-ending']

async function onBail(grant: object = {}) {
  const night = await afterwards()
  await night.post('crime.recorded', '2026-11-30T13:00:00Z', { crimeRef: 'C1', offences: ['abh-s47'], offenceAt: undefined })
  expect(await night.post('bail.granted', '2026-11-30T20:00:00Z', { ...BAIL, ...grant })).toMatchObject({ status: 'accepted' })
  await night.post('victim.updated', '2026-11-30T21:00:00Z', { about: 'bail' })
  const state = async () => (await night.matter('B1'))?.state
  const ends = async () => (await night.matter('B1'))?.facts.endsAt
  const extend = (at: string, role: string, more: object = {}, recordedAt = at) =>
    night.post('bail.extended', at, { bail: 'B1', authorisedBy: by(role), ...more }, recordedAt)
  const ask = (at: string, recordedAt = at) => night.post('charging.requested', at, { crimeRef: 'C1' }, recordedAt)
  const answer = (at: string, decision = 'more-evidence', recordedAt = at) =>
    night.post('charging.decided', at, { crimeRef: 'C1', decision }, recordedAt)
  const court = (appliedAt: string, at = appliedAt) => night.post('bail.extension-applied', at, { suspect: 'P-2', appliedAt })
  /** What anybody is told of an end: alerts, and what the victim is owed. */
  const saidOver = async () => [
    ...(await night.alerts()).filter((kind) => OVER.includes(kind)),
    ...Object.entries(night.owed('victim-update')).flatMap(([what, value]) =>
      what.includes('bail-ended') && value !== 'cancelled' && value !== 'late' ? [what] : [],
    ),
  ]
  return { ...night, state, ends, extend, ask, answer, court, saidOver }
}

describe('who may', () => {
  it.each(['custody-officer', 'custody-sergeant', 'sergeant', 'inspector', 'chief-superintendent'])(
    'grant it: a %s, for three months and no longer (s.47ZB(1)(b))',
    async (role) => {
      const { ends } = await onBail({ authorisedBy: by(role) })
      expect(await ends()).toBe(THREE)
      const { post } = await afterwards()
      const long = { ...BAIL, authorisedBy: by(role), endsAt: '2027-03-01T00:00:00Z' }
      expect(pointers(await post('bail.granted', '2026-11-30T20:00:00Z', long))).toEqual(['/data/endsAt'])
    },
  )
  it.each(['constable', 'magistrates-court', 'supervisor'])('not grant it: a %s', async (role) => {
    const { post } = await afterwards()
    expect(pointers(await post('bail.granted', '2026-11-30T20:00:00Z', { ...BAIL, authorisedBy: by(role) }))).toEqual([
      '/data/authorisedBy/role',
    ])
  })

  it.each([
    ['inspector', '2027-05-31T22:59:59.999Z', 'inspector'],
    ['detective-inspector', '2027-05-31T22:59:59.999Z', 'inspector'],
    ['temporary-chief-inspector', '2027-05-31T22:59:59.999Z', 'chief-inspector'],
    ['acting-detective-chief-inspector', '2027-05-31T22:59:59.999Z', 'chief-inspector'],
    ['superintendent', '2027-08-31T22:59:59.999Z', 'superintendent'],
    ['detective-chief-superintendent', '2027-08-31T22:59:59.999Z', 'chief-superintendent'],
    ['assistant-chief-constable', '2027-08-31T22:59:59.999Z', 'assistant-chief-constable'],
  ])('extend it: a %s, to %s (ss.47ZD, 47ZDA)', async (role, last, rank) => {
    const { extend, ends, matter } = await onBail()
    expect(await extend('2027-02-01T10:00:00Z', role)).toMatchObject({ status: 'accepted' })
    expect([await ends(), (await matter('B1'))?.facts.authorisedBy]).toEqual([last, rank])
  })
  it.each(['custody-officer', 'sergeant', 'constable', 'hau-worker'])('not extend it: a %s', async (role) => {
    const { extend } = await onBail()
    expect(pointers(await extend('2027-02-01T10:00:00Z', role))).toEqual(['/data/authorisedBy/role'])
  })

  it('extend it to twelve months: an assistant chief constable in a designated case, and in no other (s.47ZE)', async () => {
    const { extend, ends } = await onBail()
    await extend('2027-02-01T10:00:00Z', 'inspector')
    await extend('2027-05-01T10:00:00Z', 'superintendent')
    expect(await extend('2027-08-01T10:00:00Z', 'commander')).toMatchObject({
      problem: { errors: [{ pointer: '/data/authorisedBy/role', detail: expect.stringContaining('designated case') }] },
    })
    expect(pointers(await extend('2027-08-01T10:00:00Z', 'superintendent', { exceptionallyComplex: true }))).toEqual([
      '/data/authorisedBy/role',
    ])
    expect(warned(await extend('2027-08-01T10:00:00Z', 'commander', { exceptionallyComplex: true }))).toEqual([])
    expect(await ends()).toBe('2027-11-30T23:59:59.999Z')
  })

  it('skip a step of the law: it is taken, and said', async () => {
    const skipped = await onBail()
    expect(warned(await skipped.extend('2027-02-01T10:00:00Z', 'superintendent'))).toEqual(['extension-step-missing'])
    // A court extends what a superintendent has extended (s.47ZF(1)), also where it gives no longer than a superintendent may.
    const atOnce = await onBail()
    const soon = { endsAt: '2027-05-31T12:00:00Z' }
    expect(warned(await atOnce.extend('2027-02-01T10:00:00Z', 'magistrates-court', soon))).toEqual(['extension-step-missing'])
    const { extend } = await onBail()
    expect(warned(await extend('2027-02-01T10:00:00Z', 'inspector'))).toEqual([])
    expect(warned(await extend('2027-05-01T10:00:00Z', 'superintendent'))).toEqual([])
    expect(warned(await extend('2027-08-01T10:00:00Z', 'magistrates-court', { endsAt: '2027-11-30T12:00:00Z' }))).toEqual([])
  })
})

describe('a court', () => {
  const byCourt = (endsAt?: string) => [endsAt === undefined ? {} : { endsAt }] as const
  it('extends it to eighteen months at most, and from there six months at a time (ss.47ZF, 47ZG)', async () => {
    const { extend, ends } = await onBail()
    await extend('2027-02-01T10:00:00Z', 'inspector')
    await extend('2027-05-01T10:00:00Z', 'superintendent')
    const court = (at: string, endsAt?: string) => extend(at, 'magistrates-court', ...byCourt(endsAt))
    expect(pointers(await court('2027-08-01T10:00:00Z'))).toEqual(['/data/endsAt'])
    expect(pointers(await court('2027-08-01T10:00:00Z', '2028-06-01T00:00:00Z'))).toEqual(['/data/endsAt'])
    expect(await court('2027-08-01T10:00:00Z', '2028-05-31T22:59:59.999Z')).toMatchObject({ status: 'accepted' })
    expect(pointers(await court('2028-05-01T10:00:00Z', '2028-12-01T00:00:00Z'))).toEqual(['/data/endsAt'])
    expect(await court('2028-05-01T10:00:00Z', '2028-11-30T23:59:59.999Z')).toMatchObject({ status: 'accepted' })
    expect(await ends()).toBe('2028-11-30T23:59:59.999Z')
  })

  it('that was asked in time keeps it until it has decided (s.47ZJ(3)); then somebody asks what it did', async () => {
    const { court, passes, state, saidOver, alerts, extend, deadlines } = await onBail()
    expect(await court('2027-02-28T23:59:00Z')).toMatchObject({ status: 'accepted' })
    await passes('2027-03-10T00:00:00Z')
    expect([await state(), await saidOver(), (await deadlines('bail-decision'))[0]?.status]).toEqual([
      'standing.withCourt',
      [],
      'cancelled',
    ])
    await passes('2027-03-15T00:00:00Z')
    expect([await alerts(), await saidOver()]).toEqual([expect.arrayContaining(['bail-court-undecided']), []])
    expect(await extend('2027-03-16T10:00:00Z', 'magistrates-court', { endsAt: '2027-05-31T12:00:00Z' })).toMatchObject({
      status: 'accepted',
    })
    expect([await state(), await alerts()]).toEqual(['standing.running', expect.not.arrayContaining(['bail-court-undecided'])])
    expect(await deadlines('bail-decision')).toMatchObject([{ dueAt: '2027-05-31T12:00:00.000Z', status: 'pending' }])
  })

  it('has not decided: nothing says that bail ends, or ends before evidence is back', async () => {
    const { court, post, matter, passes, alerts } = await onBail()
    const sent = { crimeRef: 'C1', expectedAt: '2027-06-01T12:00:00Z' }
    await post('evidence.submitted', '2027-02-01T10:00:00Z', sent)
    expect(await alerts()).toContain('bail-before-evidence')
    await court('2027-02-28T12:00:00Z')
    await passes('2027-03-10T00:00:00Z')
    expect(warned(await post('evidence.submitted', '2027-03-10T10:00:00Z', { ...sent, item: 'EX-2' }))).toEqual([])
    expect(await matter('B1')).toMatchObject({ state: 'standing.withCourt', facts: { endsAt: null, evidenceUntil: null } })
    expect(await alerts()).not.toContain('bail-before-evidence')
  })

  it('that refuses ends it, and she is told then', async () => {
    const { court, passes, post, state, owed } = await onBail()
    await court('2027-02-20T10:00:00Z')
    await passes('2027-03-03T00:00:00Z')
    expect(owed('victim-update')['P-1/bail-ended/P-2']).toBeUndefined()
    await post('bail.ended', '2027-03-04T10:00:00Z', { bail: 'B1', because: 'cancelled' })
    expect([await state(), owed('victim-update')['P-1/bail-ended/P-2']]).toEqual(['ended', 'pending'])
  })

  it('that is asked after its end does not keep it; of a suspect without bail it cannot be asked', async () => {
    const { court, passes, post, state } = await onBail()
    await passes('2027-03-01T00:00:00Z')
    expect(pointers(await court('2027-03-01T00:00:00Z', '2027-03-01T10:00:00Z'))).toEqual(['/data/appliedAt'])
    expect(pointers(await court('2027-03-01T10:01:00Z', '2027-03-01T10:00:00Z'))).toEqual(['/data/appliedAt', '/data/appliedAt'])
    expect(pointers(await post('bail.extension-applied', '2027-03-01T10:00:00Z', { suspect: 'P-8', appliedAt: THREE }))).toEqual([
      '/data/suspect',
    ])
    expect(await state()).toBe('lapsed')
  })

  it('that was asked in time, and is entered after the end, keeps it: nobody tells her any more that it is over', async () => {
    const { court, passes, state, saidOver, owed } = await onBail()
    await passes('2027-03-01T08:00:00Z')
    expect([await state(), await saidOver()]).toEqual(['lapsed', ['bail-lapsed', 'P-1/bail-ended/P-2']])
    await court(THREE, '2027-03-01T09:00:00Z')
    expect([await state(), await saidOver()]).toEqual(['standing.withCourt', []])
    expect(owed('victim-update')['P-1/bail/P-2']).toBe('pending')
  })
})

describe('while the prosecutors have the file', () => {
  it('its time does not run: what was left when it went is left when it is back (s.47ZL)', async () => {
    const { ask, answer, passes, state, ends, saidOver, deadlines } = await onBail()
    await ask('2027-02-14T10:00:00Z')
    expect([await state(), await ends()]).toEqual(['standing.suspended', null])
    expect(await deadlines('bail-decision')).toMatchObject([{ status: 'cancelled' }])
    await passes('2027-03-20T00:00:00Z')
    expect([await state(), await saidOver()]).toEqual(['standing.suspended', []])
    await answer('2027-03-27T23:30:00Z')
    // Fourteen days were left on 14 February; the clocks go forward on the day after the answer.
    expect([await state(), await ends()]).toEqual(['standing.running', '2027-04-10T22:59:59.999Z'])
    await passes('2027-04-10T22:59:59.998Z')
    expect(await state()).toBe('standing.ending')
    await passes('2027-04-10T22:59:59.999Z')
    expect([await state(), await saidOver()]).toEqual(['lapsed', ['bail-lapsed', 'P-1/bail-ended/P-2']])
  })

  it.each(['charge', 'no-charge', 'more-evidence'])('whatever they answer, it has seven days at least: %s', async (decision) => {
    const { ask, answer, ends } = await onBail()
    await ask('2027-02-27T10:00:00Z')
    await answer('2027-03-10T10:00:00Z', decision)
    expect(await ends()).toBe('2027-03-16T23:59:59.999Z')
  })

  it('each time that it is with them counts, and an extension adds to what is left', async () => {
    const { ask, answer, ends, extend, state } = await onBail()
    await ask('2026-12-10T10:00:00Z')
    await answer('2026-12-20T10:00:00Z')
    expect(await ends()).toBe('2027-03-10T23:59:59.999Z')
    await ask('2027-01-10T10:00:00Z')
    await answer('2027-01-15T10:00:00Z')
    expect(await ends()).toBe('2027-03-15T23:59:59.999Z')
    await ask('2027-03-01T10:00:00Z')
    expect(await extend('2027-05-05T10:00:00Z', 'inspector')).toMatchObject({ status: 'accepted' })
    expect([await state(), await ends()]).toEqual(['standing.suspended', null])
    await answer('2027-05-10T10:00:00Z')
    // 31 May, and 10, 5 and 70 days.
    expect(await ends()).toBe('2027-08-24T22:59:59.999Z')
    expect(pointers(await extend('2027-05-11T10:00:00Z', 'inspector'))).toEqual(['/data/authorisedBy/role'])
    expect(await extend('2027-05-11T10:00:00Z', 'superintendent')).toMatchObject({ status: 'accepted' })
    expect(await ends()).toBe('2027-11-24T23:59:59.999Z')
  })

  it('from before the bail, no period has begun', async () => {
    const night = await afterwards()
    await night.post('crime.recorded', '2026-11-30T13:00:00Z', { crimeRef: 'C1', offences: ['abh-s47'], offenceAt: undefined })
    await night.post('charging.requested', '2026-11-30T19:00:00Z', { crimeRef: 'C1' })
    await night.post('bail.granted', '2026-11-30T20:00:00Z', BAIL)
    expect((await night.matter('B1'))?.state).toBe('standing.suspended')
    await night.post('charging.decided', '2026-12-10T10:00:00Z', { crimeRef: 'C1' })
    expect(await night.matter('B1')).toMatchObject({ state: 'standing.running', facts: { endsAt: '2027-03-10T23:59:59.999Z' } })
  })

  it.each([
    ['before its end, the days that were left', '2026-12-10T10:00:00Z', 'standing.suspended', '2027-03-10T23:59:59.999Z'],
    ['after its end, nothing', '2027-03-02T10:00:00Z', 'lapsed', THREE],
  ])('that went %s are left of bail that is entered late', async (_, askedAt, state, ends) => {
    const { post, matter } = await afterwards()
    await post('crime.recorded', '2026-11-30T13:00:00Z', { crimeRef: 'C1', offences: ['abh-s47'], offenceAt: undefined })
    await post('charging.requested', askedAt, { crimeRef: 'C1' })
    await post('bail.granted', '2026-11-30T20:00:00Z', BAIL, '2027-03-03T09:00:00Z')
    expect((await matter('B1'))?.state).toBe(state)
    await post('charging.decided', '2026-12-20T10:00:00Z', { crimeRef: 'C1' }, '2027-03-03T10:00:00Z')
    expect((await matter('B1'))?.facts.endsAt).toBe(ends)
  })

  it('that went before its end, and is entered after it, bail goes on', async () => {
    const { ask, passes, state, saidOver, answer, ends } = await onBail()
    await passes('2027-03-02T00:00:00Z')
    expect(await state()).toBe('lapsed')
    await ask('2027-02-14T10:00:00Z', '2027-03-02T08:00:00Z')
    expect([await state(), await saidOver()]).toEqual(['standing.suspended', []])
    await answer('2027-03-01T10:00:00Z', 'more-evidence', '2027-03-02T09:00:00Z')
    expect(await ends()).toBe('2027-03-15T23:59:59.999Z')
  })

  it('that went after its end it has ended, and another suspect’s is not its', async () => {
    const { ask, passes, state, post } = await onBail()
    await post('charging.requested', '2027-02-14T10:00:00Z', { crimeRef: 'C1', suspect: 'P-8' })
    expect(await state()).toBe('standing.running')
    await post('charging.decided', '2027-02-15T10:00:00Z', { crimeRef: 'C1' })
    await passes('2027-03-01T00:00:00Z')
    await ask('2027-03-01T08:00:00Z')
    expect(await state()).toBe('lapsed')
  })

  it('is asked of a court as well, and stands until both have decided', async () => {
    const { ask, answer, court, passes, state, saidOver } = await onBail()
    await ask('2027-02-14T10:00:00Z')
    await court('2027-02-20T10:00:00Z')
    await answer('2027-02-21T10:00:00Z')
    await passes('2027-03-10T00:00:00Z')
    expect([await state(), await saidOver()]).toEqual(['standing.withCourt', []])
  })
})

it('has the days left that it had, and seven at least, whatever the dates (s.47ZL)', () => {
  const { policy } = policyWith()
  const zone = policy.timezone
  const days = fc.integer({ min: 0, max: 400 })
  fc.assert(
    fc.property(anyInstant, days, days, fc.integer({ min: 0, max: 60 }), (arrestedAt, wait, away, suspendedDays) => {
      const later = (at: string, count: number) => new Date(Date.parse(at) + count * 86_400_000).toISOString()
      const periodEndsAt = bailEnds(arrestedAt, 'inspector', zone)
      const suspendedAt = later(arrestedAt, Math.min(wait, daysBetween(arrestedAt, periodEndsAt, zone)))
      const at = later(suspendedAt, away)
      const context = { periodEndsAt, suspendedAt, suspendedDays } as BailContext
      const end = resumed({ context, event: { at, incident: { policy } } as Parameters<typeof resumed>[0]['event'] }).endsAt
      const left = daysBetween(suspendedAt, periodEndsAt, zone) + suspendedDays
      expect(daysBetween(at, end, zone)).toBe(Math.max(left, 6))
    }),
  )
})

it('another force’s bail that is breached is a fact with its force: a demand, and no refusal', async () => {
  const { post, matter, alerts } = await afterwards()
  const breach = { bail: 'WM-9', conditions: ['no-contact'], action: 'arrested' }
  expect(pointers(await post('bail.breached', '2026-12-01T10:00:00Z', breach))).toEqual(['/data/bail'])
  const elsewhere = { ...breach, ofForce: 'west-midlands' }
  expect(await post('bail.breached', '2026-12-01T10:00:00Z', elsewhere)).toMatchObject({ status: 'accepted' })
  expect(await alerts()).toContain('reassessment-demanded')
  expect(await matter('WM-9')).toMatchObject({ state: 'elsewhere', facts: { ofForce: 'west-midlands', breaches: 1 } })
  await post('bail.breached', '2026-12-02T10:00:00Z', breach)
  expect((await matter('WM-9'))?.facts.breaches).toBe(2)
})
