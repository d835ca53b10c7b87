/**
 * The law's time to charge: Magistrates' Courts Act 1980 s.127(1) from the offence, and Criminal Justice Act 1988 s.39A(2)-(4) from
 * the complainant's first statement or recorded interview.
 */
import { afterwards, pointers, warned } from '../support/afterwards.ts'
import { policyWith } from '../support/incident.ts'

const ASSAULT = { crimeRef: 'C1', offences: ['common-assault'], offenceAt: '2026-03-10T19:00:00Z' }
const HERS = { crimeRef: 'C1', kind: 'written', of: 'complainant' } as const
const statementOf = (takenAt: string, more: object = {}) => ({ ...HERS, takenAt, ...more })

async function assaulted(...others: object[]) {
  const night = await afterwards()
  for (const crime of [ASSAULT, ...others]) await night.post('crime.recorded', '2026-11-20T21:00:00Z', crime)
  const limit = async (crime = 'C1') => (await night.matter(crime))?.facts.chargeBy
  const states = () => night.owed('charge-limit')
  return { ...night, limit, states }
}
/** An assault on the night of the report. */
const TONIGHT = { ...ASSAULT, offenceAt: '2026-11-20T19:00:00Z' }

it.each([
  ['written', 'complainant', '2027-06-01T22:59:59.999Z'],
  ['video', 'complainant', '2027-06-01T22:59:59.999Z'],
  ['written', 'witness', '2027-05-20T22:59:59.999Z'],
  ['video', 'witness', '2027-05-20T22:59:59.999Z'],
])('%s, of a %s: the last day is %s', async (kind, of, last) => {
  const { post, limit, deadlines } = await assaulted(TONIGHT)
  await post('crime.recorded', '2026-11-20T21:01:00Z', { ...TONIGHT, crimeRef: 'C2' })
  await post('statement.taken', '2026-12-01T10:00:00Z', statementOf('2026-12-01T10:00:00Z', { kind, of, crimeRef: 'C2' }))
  expect(await limit('C2')).toBe(last)
  expect((await deadlines('charge-limit')).map(({ dueAt }) => dueAt)).toContain(last)
})

describe('the first statement counts', () => {
  it('whichever was recorded first; a second moves nothing', async () => {
    const { post, limit } = await assaulted()
    await post('crime.recorded', '2026-11-20T21:01:00Z', { ...TONIGHT, crimeRef: 'C2' })
    await post('statement.taken', '2027-01-05T10:00:00Z', statementOf('2027-01-05T09:00:00Z', { crimeRef: 'C2' }))
    expect(await limit('C2')).toBe('2027-07-05T22:59:59.999Z')
    await post('statement.taken', '2027-01-10T10:00:00Z', statementOf('2027-01-09T09:00:00Z', { crimeRef: 'C2' }))
    expect(await limit('C2')).toBe('2027-07-05T22:59:59.999Z')
    await post('statement.taken', '2027-01-11T10:00:00Z', statementOf('2026-12-01T09:00:00Z', { crimeRef: 'C2' }))
    expect(await limit('C2')).toBe('2027-06-01T22:59:59.999Z')
  })

  it.each([
    ['the last minute of a London day in winter', '2026-12-31T23:59:00Z', '2027-06-30T22:59:59.999Z'],
    ['a minute later', '2027-01-01T00:00:00Z', '2027-07-01T22:59:59.999Z'],
    ['the last minute of a London day in summer', '2027-04-30T22:59:00Z', '2027-10-30T22:59:59.999Z'],
    ['a minute later in summer', '2027-04-30T23:00:00Z', '2027-11-01T23:59:59.999Z'],
    ['the end of August, into February', '2027-08-31T09:00:00Z', '2028-02-29T23:59:59.999Z'],
    ['the night when the clocks go forward', '2027-03-28T01:30:00Z', '2027-09-28T22:59:59.999Z'],
    ['the night when the clocks go back', '2027-10-31T01:30:00Z', '2028-04-30T22:59:59.999Z'],
  ])('from %s, by the calendar of the force', async (_, takenAt, last) => {
    const { post, limit } = await assaulted()
    await post('crime.recorded', '2026-11-20T21:01:00Z', { ...TONIGHT, crimeRef: 'C2' })
    await post('statement.taken', takenAt, statementOf(takenAt, { crimeRef: 'C2' }))
    expect(await limit('C2')).toBe(last)
  })
})

describe('six months that are over', () => {
  it('are missed at the end of their last day, and a statement of hers opens the limit again', async () => {
    const { post, passes, states, alerts, limit } = await assaulted()
    await passes('2026-11-20T21:00:01Z')
    expect([states().C1, await alerts()]).toEqual(['missed', expect.arrayContaining(['charge-limit-passed'])])
    await post('statement.taken', '2026-12-01T10:00:00Z', statementOf('2026-12-01T10:00:00Z'))
    expect([states().C1, await limit()]).toEqual(['pending', '2027-06-01T22:59:59.999Z'])
    expect(await alerts()).not.toContain('charge-limit-passed')
  })

  it('stay over where two years are', async () => {
    const old = { ...ASSAULT, crimeRef: 'C2', offenceAt: '2024-11-25T19:00:00Z' }
    const { post, passes, owed, limit } = await assaulted(old)
    await post('statement.taken', '2026-11-24T10:00:00Z', statementOf('2026-11-24T10:00:00Z', { crimeRef: 'C2' }))
    expect([owed('charge-limit').C2, await limit('C2')]).toEqual(['pending', '2026-11-25T23:59:59.999Z'])
    await passes('2026-11-26T00:00:00Z')
    expect(owed('charge-limit').C2).toBe('missed')
  })

  it('stay as they were where she gives her first statement after the two years: nobody could charge within both', async () => {
    const old = { ...ASSAULT, crimeRef: 'C2', offenceAt: '2024-11-25T19:00:00Z' }
    const { post, passes, owed, limit } = await assaulted(old)
    await passes('2026-11-26T00:00:00Z')
    await post('statement.taken', '2026-11-26T10:00:00Z', statementOf('2026-11-26T10:00:00Z', { crimeRef: 'C2' }))
    expect([owed('charge-limit').C2, await limit('C2')]).toEqual(['missed', '2025-05-25T22:59:59.999Z'])
  })
})

describe('a statement that names no crime', () => {
  it('is of each whose limit it can open: not of stalking, nor of what was committed after it', async () => {
    const { post, limit } = await assaulted(
      { ...ASSAULT, crimeRef: 'C2', offences: ['battery'] },
      { ...ASSAULT, crimeRef: 'C3', offences: ['stalking'] },
    )
    await post('crime.recorded', '2026-12-20T21:00:00Z', { ...ASSAULT, crimeRef: 'C4', offenceAt: '2026-12-19T19:00:00Z' })
    const outcome = await post(
      'statement.taken',
      '2026-12-21T10:00:00Z',
      statementOf('2026-12-01T10:00:00Z', { crimeRef: undefined }),
    )
    expect(warned(outcome)).toEqual([])
    expect([await limit('C1'), await limit('C2'), await limit('C3'), await limit('C4')]).toEqual([
      '2027-06-01T22:59:59.999Z',
      '2027-06-01T22:59:59.999Z',
      '2026-09-10T22:59:59.999Z',
      '2027-06-19T22:59:59.999Z',
    ])
  })
})

describe('a crime that is recorded after her statement', () => {
  it('is counted from it, where the statement names no crime and was given after the offence', async () => {
    const { post, limit } = await assaulted()
    await post('statement.taken', '2026-11-25T10:00:00Z', statementOf('2026-11-25T10:00:00Z', { crimeRef: undefined }))
    await post(
      'statement.taken',
      '2026-11-26T10:00:00Z',
      statementOf('2026-11-26T10:00:00Z', { crimeRef: undefined, of: 'witness' }),
    )
    await post('statement.taken', '2026-12-01T10:00:00Z', statementOf('2026-12-01T10:00:00Z', { crimeRef: undefined }))
    await post('crime.recorded', '2026-12-05T10:00:00Z', { ...TONIGHT, crimeRef: 'C2' })
    await post('crime.recorded', '2026-12-05T10:01:00Z', { ...TONIGHT, crimeRef: 'C3', offenceAt: '2026-11-30T10:00:00Z' })
    await post('crime.recorded', '2026-12-05T10:02:00Z', { ...TONIGHT, crimeRef: 'C4', offenceAt: '2026-12-04T10:00:00Z' })
    await post('crime.recorded', '2026-12-05T10:03:00Z', { ...TONIGHT, crimeRef: 'C5', offences: ['stalking'] })
    expect([await limit('C2'), await limit('C3'), await limit('C4'), await limit('C5')]).toEqual([
      '2027-05-25T22:59:59.999Z',
      '2027-06-01T22:59:59.999Z',
      '2027-06-04T22:59:59.999Z',
      '2027-05-20T22:59:59.999Z',
    ])
  })

  it('also one that turns out to be an assault', async () => {
    const { post, limit } = await assaulted()
    await post('crime.recorded', '2026-11-20T21:01:00Z', { ...TONIGHT, crimeRef: 'C2', offences: ['criminal-damage'] })
    await post('statement.taken', '2026-12-01T10:00:00Z', statementOf('2026-12-01T10:00:00Z', { crimeRef: undefined }))
    expect(await limit('C2')).toBeNull()
    await post('crime.recorded', '2026-12-05T10:00:00Z', { ...TONIGHT, crimeRef: 'C2', offences: ['battery'] })
    expect(await limit('C2')).toBe('2027-06-01T22:59:59.999Z')
  })
})

it('two limits in one crime are watched each to its end', async () => {
  const { post, passes, states } = await assaulted()
  const both = { ...TONIGHT, crimeRef: 'C2', offences: ['common-assault', 'harassment'] }
  await post('crime.recorded', '2026-11-20T21:01:00Z', both)
  await post('statement.taken', '2026-12-01T10:00:00Z', statementOf('2026-12-01T10:00:00Z', { crimeRef: 'C2' }))
  expect(states()).toMatchObject({ C2: 'pending', 'C2/domestic-common-assault': 'pending' })
  await passes('2027-05-21T00:00:00Z')
  expect(states()).toMatchObject({ C2: 'missed', 'C2/domestic-common-assault': 'pending' })
  await post('suspect.dealt-with', '2027-05-30T10:00:00Z', { how: 'charged', suspect: 'P-2', codeG: undefined, crimeRef: 'C2' })
  expect(states()).toMatchObject({ C2: 'late', 'C2/domestic-common-assault': 'met' })
})

it('a time of the offence that was mistyped is put right, and with a further offence the earliest counts', async () => {
  const { post, states, limit } = await assaulted()
  expect([states().C1, await limit()]).toEqual(['missed', '2026-09-10T22:59:59.999Z'])
  await post('crime.recorded', '2026-11-20T22:00:00Z', TONIGHT)
  expect([states().C1, await limit()]).toEqual(['pending', '2027-05-20T22:59:59.999Z'])
  await post('crime.recorded', '2026-11-20T22:01:00Z', {
    ...TONIGHT,
    offences: ['harassment'],
    offenceAt: '2026-11-20T22:00:00Z',
  })
  expect(await limit()).toBe('2027-05-20T22:59:59.999Z')
  await post('crime.recorded', '2026-11-20T22:02:00Z', { ...TONIGHT, offences: ['battery'], offenceAt: '2026-11-01T22:00:00Z' })
  expect(await limit()).toBe('2027-05-01T22:59:59.999Z')
})

describe('a crime that has an outcome', () => {
  it('can be charged again by a statement: that is said, and counted once it is taken up', async () => {
    const { post, limit, states } = await assaulted()
    await post('crime.outcome', '2026-11-22T10:00:00Z', { crimeRef: 'C1', code: 17 })
    const outcome = await post('statement.taken', '2026-12-01T10:00:00Z', statementOf('2026-12-01T10:00:00Z'))
    expect(outcome).toMatchObject({
      warnings: [{ code: 'can-be-charged-again', detail: expect.stringMatching(/C1 .*2027-06-01/) }],
    })
    await post('crime.recorded', '2026-12-02T10:00:00Z', ASSAULT)
    expect([states().C1, await limit()]).toEqual(['pending', '2027-06-01T22:59:59.999Z'])
  })

  it('can be charged again by a statement that names no crime, each that it may be about', async () => {
    const { post } = await assaulted({ ...TONIGHT, crimeRef: 'C2', offences: ['stalking'] })
    for (const crimeRef of ['C1', 'C2']) await post('crime.outcome', '2026-11-22T10:00:00Z', { crimeRef, code: 17 })
    const statement = statementOf('2026-12-01T10:00:00Z', { crimeRef: undefined })
    expect(await post('statement.taken', '2026-12-01T10:00:00Z', statement)).toMatchObject({
      warnings: [{ code: 'can-be-charged-again', detail: expect.stringMatching(/C1 .*2027-06-01/) }],
    })
  })

  it('cannot be charged again by a statement two years after it (s.39A(4)(a))', async () => {
    const { post } = await assaulted()
    await post('crime.outcome', '2026-11-22T10:00:00Z', { crimeRef: 'C1', code: 17 })
    expect(warned(await post('statement.taken', '2028-03-11T00:00:00Z', statementOf('2028-03-11T00:00:00Z')))).toEqual([])
  })

  it('and was charged is charged: her statement owes nothing anew', async () => {
    const { post, states, limit } = await assaulted()
    await post('suspect.dealt-with', '2026-11-21T12:00:00Z', { how: 'charged', suspect: 'P-2', codeG: undefined, crimeRef: 'C1' })
    expect(warned(await post('statement.taken', '2026-12-01T10:00:00Z', statementOf('2026-12-01T10:00:00Z')))).toEqual([])
    expect([states().C1, await limit()]).toEqual(['late', null])
  })
})

it('is refused of a crime that is not there, from the future, and from before the offence', async () => {
  const { post } = await assaulted()
  const at = '2026-12-01T10:00:00Z'
  expect(pointers(await post('statement.taken', at, statementOf(at, { crimeRef: 'C9' })))).toEqual(['/data/crimeRef'])
  expect(pointers(await post('statement.taken', at, statementOf('2026-12-01T10:00:01Z')))).toEqual(['/data/takenAt'])
  expect(pointers(await post('statement.taken', at, statementOf('2026-03-10T18:59:59Z')))).toEqual(['/data/takenAt'])
})

it('is kept and starts nothing under a policy that follows no investigations', async () => {
  const { post, deadlines } = await afterwards(policyWith({ investigation: undefined, victimsCode: undefined }))
  expect(await post('statement.taken', '2026-12-01T10:00:00Z', statementOf('2026-12-01T10:00:00Z'))).toMatchObject({
    status: 'accepted',
  })
  expect(await deadlines('charge-limit')).toEqual([])
})
