/** Outcomes of a crime: the codes that the Home Office publishes, and whether anybody spoke to the suspect. */
import { afterwards, warned } from '../support/afterwards.ts'
import { policyWith } from '../support/incident.ts'

const PERSONS = [
  { role: 'victim', personRef: 'P-1' },
  { role: 'suspect', personRef: 'P-2' },
]
const UNASKED = 'suspect-not-spoken-to'

async function crime(persons: object[] = PERSONS, pinned = policyWith()) {
  const night = await afterwards(pinned, persons)
  await night.post('crime.recorded', '2026-11-20T21:00:00Z', { crimeRef: 'C1', offences: ['common-assault'] })
  const outcome = (code: unknown, at = '2026-11-24T10:00:00Z') => night.post('crime.outcome', at, { crimeRef: 'C1', code })
  const dealt = (how: string, more: object = {}) =>
    night.post('suspect.dealt-with', '2026-11-21T10:00:00Z', { how, suspect: 'P-2', reason: 'As written up.', ...more })
  return { ...night, outcome, dealt }
}

describe('the codes', () => {
  it.each([1, 14, 22, '1A', '2A', '3A'])('%s is one', async (code) => {
    const { outcome, matter } = await crime([PERSONS[0] as object])
    expect(await outcome(code)).toMatchObject({ status: 'accepted' })
    expect((await matter('C1'))?.facts.outcome).toBe(code)
  })

  it.each([
    [1, 'met', 'charge'],
    ['1A', 'met', 'charge'],
    ['2A', 'cancelled', 'no-charge'],
    ['3A', 'cancelled', 'no-charge'],
  ])('%s: the limit is %s, and she is told of %s', async (code, limit, about) => {
    const { outcome, owed } = await crime([PERSONS[0] as object])
    await outcome(code)
    expect([owed('charge-limit').C1, owed('victim-update')[`P-1/${about}/unnamed`]]).toEqual([limit, 'pending'])
  })
})

describe('an outcome on the evidence (14 to 16) asks whether the suspect was spoken to', () => {
  it.each([14, 15, 16])('%i', async (code) => {
    const { outcome } = await crime()
    expect(await outcome(code)).toMatchObject({
      warnings: expect.arrayContaining([expect.objectContaining({ code: UNASKED, detail: expect.stringContaining('P-2') })]),
    })
  })
  it.each([1, 9, 18, 21, '2A'])('and %s does not', async (code) => {
    const { outcome } = await crime()
    expect(warned(await outcome(code))).not.toContain(UNASKED)
  })

  it.each(['arrested', 'voluntary-attendance', 'released-under-investigation', 'released-without-charge'])(
    'who was %s was',
    async (how) => {
      const { outcome, dealt } = await crime()
      await dealt(how)
      expect(warned(await outcome(16))).not.toContain(UNASKED)
    },
  )
  it.each(['not-arrested', 'outstanding'])('who was %s was not', async (how) => {
    const { outcome, dealt } = await crime()
    await dealt(how)
    expect(warned(await outcome(16))).toContain(UNASKED)
  })

  it('who was arrested, and is outstanding again, was', async () => {
    const { outcome, dealt, post } = await crime()
    await dealt('arrested')
    await post('suspect.dealt-with', '2026-11-22T10:00:00Z', { how: 'outstanding', suspect: 'P-2' })
    expect(warned(await outcome(16))).not.toContain(UNASKED)
  })

  it('each of several, by name, and who was identified later', async () => {
    const { outcome, dealt, post } = await crime([...PERSONS, { role: 'suspect', personRef: 'P-7' }])
    await post('person.identified', '2026-11-21T09:00:00Z', { person: { role: 'suspect', personRef: 'P-8' } })
    await dealt('arrested')
    expect(await outcome(15)).toMatchObject({
      warnings: expect.arrayContaining([expect.objectContaining({ code: UNASKED, detail: expect.stringMatching(/P-7, P-8/) })]),
    })
  })

  it('not where nobody is named, nor of the only one where nobody said who was arrested, nor under a policy without suspects', async () => {
    const nobody = await crime([PERSONS[0] as object])
    expect(warned(await nobody.outcome(16))).not.toContain(UNASKED)
    const unsaid = await crime()
    await unsaid.dealt('arrested', { suspect: undefined })
    expect(warned(await unsaid.outcome(16))).not.toContain(UNASKED)
    const older = await crime(PERSONS, policyWith({ suspects: undefined }))
    expect(warned(await older.outcome(16))).not.toContain(UNASKED)
  })
})

it('a suspect who is released without charge is told to the victim, is on bail no more, and in no register', async () => {
  const { dealt, owed, matter, post } = await crime()
  await post('bail.granted', '2026-11-20T23:00:00Z', { bail: 'B1', suspect: 'P-2', arrestedAt: '2026-11-20T20:40:00Z' })
  await dealt('released-without-charge')
  expect(owed('victim-update')['P-1/release/P-2']).toBe('pending')
  expect([(await matter('B1'))?.state, (await matter('P-2'))?.state]).toEqual(['ended', 'decided'])
})
