/** Several crimes of one incident: each has its own limit and its own team, and is charged or allocated by its name. */
import { afterwards, pointers, warned } from '../support/afterwards.ts'

const CHARGED = { how: 'charged', suspect: 'P-2', codeG: undefined, reason: undefined }

async function twoCrimes(first = 'common-assault', second = 'harassment') {
  const night = await afterwards()
  await night.post('crime.recorded', '2026-11-20T21:00:00Z', { crimeRef: 'C1', offences: [first] })
  await night.post('crime.recorded', '2026-11-20T21:01:00Z', { crimeRef: 'C2', offences: [second] })
  const facts = async (crime: string) => (await night.matter(crime))?.facts ?? {}
  const limits = () => night.owed('charge-limit')
  return { ...night, facts, limits }
}

it('ends the warning of each limit when that limit has passed, and of no other; a charge in time that is told late settles both', async () => {
  const { post, limits, facts, passes, owed, alerts } = await twoCrimes()
  const own = async () => (await alerts()).filter((kind) => kind.startsWith('charge-limit')).sort()
  const passed = (await facts('C1')).chargeBy as string
  await post('incident.closed', '2026-11-22T09:00:00Z', {})
  await passes(new Date(Date.parse(passed) - 3_600_000).toISOString())
  expect(await own()).toEqual(['charge-limit-near', 'charge-limit-near'])
  await passes(new Date(Date.parse(passed) + 1).toISOString())
  expect([limits().C1, owed('charge-warning').C1]).toEqual(['missed', 'missed'])
  expect(await own()).toEqual(['charge-limit-passed', 'charge-limit-passed'])
  const late = new Date(Date.parse(passed) + 3_600_000).toISOString()
  await post('suspect.dealt-with', '2026-11-23T12:00:00Z', { ...CHARGED, crimeRef: 'C1' }, late)
  expect([limits().C1, owed('charge-warning').C1]).toEqual(['met', 'met'])
})

describe('a charge', () => {
  it('meets the limit of the crime that it names, and of no other', async () => {
    const { post, limits, facts } = await twoCrimes()
    expect(warned(await post('suspect.dealt-with', '2026-11-21T12:00:00Z', { ...CHARGED, crimeRef: 'C2' }))).toEqual([])
    expect(limits()).toEqual({ C1: 'pending', C2: 'met' })
    expect([await facts('C1'), await facts('C2')]).toMatchObject([
      { chargedAt: null, charged: [], chargeBy: expect.any(String) },
      { chargedAt: '2026-11-21T12:00:00.000Z', charged: ['harassment'], chargeBy: null },
    ])
  })

  it('that names none meets none where several are open, and says which they are', async () => {
    const { post, limits } = await twoCrimes()
    const outcome = await post('suspect.dealt-with', '2026-11-21T12:00:00Z', CHARGED)
    expect(outcome).toMatchObject({
      warnings: [{ code: 'crime-not-named', pointer: '/data/crimeRef', detail: expect.stringMatching(/C1, C2/) }],
    })
    expect(limits()).toEqual({ C1: 'pending', C2: 'pending' })
  })

  it('that names none is of the only crime that is open', async () => {
    const { post, limits } = await twoCrimes()
    await post('crime.outcome', '2026-11-21T11:00:00Z', { crimeRef: 'C1', code: 18 })
    expect(warned(await post('suspect.dealt-with', '2026-11-21T12:00:00Z', CHARGED))).toEqual([])
    expect(limits()).toEqual({ C1: 'cancelled', C2: 'met' })
  })

  it.each([
    ['with its crime', { crimeRef: 'C1' }, [], { C1: 'met', C2: 'pending' }],
    ['without', {}, ['crime-not-named'], { C1: 'pending', C2: 'pending' }],
  ])('that ends bail counts like any other, %s', async (_, named, warnings, left) => {
    const { post, limits } = await twoCrimes()
    await post('bail.granted', '2026-11-21T04:00:00Z', { arrestedAt: '2026-11-20T21:30:00Z' })
    const outcome = await post('bail.ended', '2026-12-21T04:00:00Z', { because: 'charged', ...named })
    expect([warned(outcome), limits()]).toEqual([warnings, left])
  })

  it('of a crime that is not on the incident is refused', async () => {
    const { post, limits } = await twoCrimes()
    const unknown = { crimeRef: 'C9' }
    expect(pointers(await post('suspect.dealt-with', '2026-11-21T12:00:00Z', { ...CHARGED, ...unknown }))).toEqual([
      '/data/crimeRef',
    ])
    await post('bail.granted', '2026-11-21T13:00:00Z', { arrestedAt: '2026-11-20T21:30:00Z' })
    expect(pointers(await post('bail.ended', '2026-11-22T12:00:00Z', { because: 'charged', ...unknown }))).toEqual([
      '/data/crimeRef',
    ])
    expect(pointers(await post('investigation.allocated', '2026-11-22T13:00:00Z', unknown))).toEqual(['/data/crimeRef'])
    expect(limits()).toEqual({ C1: 'pending', C2: 'pending' })
  })

  it('owes nothing anew when its crime is recorded again, until an offence is added that nobody was charged with', async () => {
    const { post, limits, facts } = await twoCrimes()
    await post('suspect.dealt-with', '2026-11-21T12:00:00Z', { ...CHARGED, crimeRef: 'C2' })
    await post('crime.recorded', '2026-11-22T12:00:00Z', { crimeRef: 'C2', offences: ['Harassment'] })
    expect([limits(), (await facts('C2')).chargeBy]).toEqual([{ C1: 'pending', C2: 'met' }, null])
    await post('crime.recorded', '2026-11-23T12:00:00Z', { crimeRef: 'C2', offences: ['common-assault'] })
    expect([limits().C2, (await facts('C2')).chargeBy]).toEqual(['pending', expect.any(String)])
  })
})

it.each(['common-assault', 'Common Assault', 'COMMON ASSAULT.'])(
  '%s has a time limit, however it is written',
  async (offence) => {
    const { facts } = await twoCrimes(offence, 'criminal-damage')
    expect([(await facts('C1')).chargeBy, (await facts('C2')).chargeBy]).toEqual(['2027-05-20T22:59:59.999Z', null])
  },
)

describe('the team of a crime', () => {
  const standard = async (second: string) => {
    const night = await afterwards()
    await night.post('dash.submitted', '2026-11-20T20:30:00Z', { grade: 'standard' })
    await night.post('dash.reviewed', '2026-11-20T20:31:00Z')
    await night.post('crime.recorded', '2026-11-20T21:00:00Z', { crimeRef: 'C1', offences: ['criminal-damage'] })
    await night.post('investigation.allocated', '2026-11-20T21:02:00Z', { team: 'response' })
    const recorded = await night.post('crime.recorded', '2026-11-21T21:00:00Z', { crimeRef: 'C2', offences: [second] })
    const teams = async () => [(await night.matter('C1'))?.facts.team, (await night.matter('C2'))?.facts.team]
    return { ...night, recorded, teams }
  }

  it('is that of the others where its rule allows it', async () => {
    const { recorded, teams, owed } = await standard('common-assault')
    expect([warned(recorded), await teams(), owed('allocation')]).toEqual([[], ['response', 'response'], { C1: 'met' }])
  })

  it('is still to be found where the rule sends it to another: a rape does not stay with response', async () => {
    const { recorded, teams, owed, passes, alerts, post } = await standard('rape')
    expect([warned(recorded), await teams(), owed('allocation')]).toEqual([
      ['allocated-against-rule'],
      ['response', null],
      { C1: 'met', C2: 'pending' },
    ])
    await passes('2026-11-22T21:00:00Z')
    expect(await alerts()).toContain('allocation-overdue')
    const cid = { crimeRef: 'C2', team: 'cid', accreditation: 'PIP2' }
    expect(warned(await post('investigation.allocated', '2026-11-22T22:00:00Z', cid))).toEqual([])
    expect([await teams(), await alerts()]).toEqual([['response', 'cid'], expect.not.arrayContaining(['allocation-overdue'])])
  })

  it('is not taken by an allocation that names no crime where its rule says otherwise; by name somebody may decide so', async () => {
    const { post, teams } = await standard('rape')
    const all = { team: 'response', accreditation: undefined }
    expect(await post('investigation.allocated', '2026-11-22T09:00:00Z', all)).toMatchObject({
      warnings: [{ code: 'crime-not-allocated', pointer: '/data/crimeRef', detail: expect.stringMatching(/\bC2\b.*cid/) }],
    })
    expect(await teams()).toEqual(['response', null])
    const cid = { team: 'cid', accreditation: 'PIP2' }
    expect(warned(await post('investigation.allocated', '2026-11-22T10:00:00Z', cid))).toEqual(['crime-not-allocated'])
    expect(await teams()).toEqual(['response', 'cid'])
    const named = await post('investigation.allocated', '2026-11-23T09:00:00Z', { ...all, crimeRef: 'C2' })
    expect(warned(named)).toEqual(['allocated-against-rule', 'accreditation-missing'])
    expect(await teams()).toEqual(['response', 'response'])
  })

  it('is looked for again when the crime turns out to be another one', async () => {
    const { post, teams, owed } = await standard('common-assault')
    const worse = { crimeRef: 'C2', offences: ['gbh-s18'] }
    expect(warned(await post('crime.recorded', '2026-11-22T09:00:00Z', worse))).toEqual(['allocated-against-rule'])
    expect([await teams(), owed('allocation')]).toEqual([['response', null], { C1: 'met', C2: 'pending' }])
    await post('investigation.allocated', '2026-11-22T10:00:00Z', { crimeRef: 'C2', team: 'response' })
    await post('crime.recorded', '2026-11-22T11:00:00Z', worse)
    expect([await teams(), owed('allocation')]).toEqual([['response', 'response'], { C1: 'met', C2: 'met' }])
  })
})

it('with an outcome is allocated to nobody', async () => {
  const { post } = await twoCrimes()
  await post('crime.outcome', '2026-11-21T11:00:00Z', { crimeRef: 'C1', code: 18 })
  const outcome = await post('investigation.allocated', '2026-11-21T12:00:00Z', { crimeRef: 'C1' })
  expect(pointers(outcome)).toEqual(['/data/crimeRef'])
})

describe('a crime that is taken up again', () => {
  it('has no outcome any more, and evidence deadlines continue unchanged', async () => {
    const { post, facts, owed, matter, passes, alerts } = await twoCrimes()
    await post('evidence.submitted', '2026-11-21T09:00:00Z', { crimeRef: 'C1', expectedAt: undefined })
    await post('crime.outcome', '2026-11-30T21:00:00Z', { crimeRef: 'C1' })
    expect(owed('digital-evidence')).toEqual({ 'C1/EX-1': 'cancelled' })
    await post('crime.recorded', '2026-12-10T21:00:00Z', { crimeRef: 'C1', offences: ['common-assault'] })
    expect([(await matter('C1'))?.state, await facts('C1')]).toMatchObject([
      'open.active',
      { outcome: null, outcomeAt: null, evidenceLedReview: null, victimReason: null, waitingFor: [{ item: 'EX-1' }] },
    ])
    await passes('2026-12-19T08:59:59.999Z')
    expect(owed('digital-evidence')).toEqual({ 'C1/EX-1': 'pending' })
    await passes('2026-12-19T09:00:00Z')
    expect(await alerts()).toContain('digital-evidence-overdue')
    await post('evidence.returned', '2026-12-20T09:00:00Z', { crimeRef: 'C1' })
    expect(await alerts()).not.toContain('digital-evidence-overdue')
    const again = await post('evidence.submitted', '2026-12-21T09:00:00Z', { crimeRef: 'C1', expectedAt: undefined })
    expect([again.status, owed('digital-evidence')]).toEqual(['accepted', { 'C1/EX-1': 'pending' }])
  })

  it('and whose evidence came back in between waits for none', async () => {
    const { post, owed } = await twoCrimes()
    await post('evidence.submitted', '2026-11-21T09:00:00Z', { crimeRef: 'C1', expectedAt: undefined })
    await post('crime.outcome', '2026-11-30T21:00:00Z', { crimeRef: 'C1' })
    await post('evidence.returned', '2026-12-01T21:00:00Z', { crimeRef: 'C1' })
    await post('crime.recorded', '2026-12-10T21:00:00Z', { crimeRef: 'C1', offences: ['common-assault'] })
    expect(owed('digital-evidence')).toEqual({ 'C1/EX-1': 'cancelled' })
  })
})
