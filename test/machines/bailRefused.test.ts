/**
 * A court that was asked to extend bail refuses. Bail was extended until then and no longer (Police and Criminal Evidence Act 1984
 * s.47ZJ(3)): it ends when it would have ended, or with the refusal where that time has passed.
 */
import { afterwards, pointers } from '../support/afterwards.ts'

const BAIL = { bail: 'B1', suspect: 'P-2', arrestedAt: '2026-11-30T12:00:00Z' }
/** Three months that begin with 1 December. */
const THREE = '2027-02-28T23:59:59.999Z'

async function withCourt(appliedAt = '2027-02-20T10:00:00Z') {
  const night = await afterwards()
  await night.post('crime.recorded', '2026-11-30T13:00:00Z', { crimeRef: 'C1', offences: ['abh-s47'], offenceAt: undefined })
  await night.post('bail.granted', '2026-11-30T20:00:00Z', BAIL)
  await night.post('victim.updated', '2026-11-30T21:00:00Z', { about: 'bail' })
  const apply = (at: string) => night.post('bail.extension-applied', at, { suspect: 'P-2', appliedAt: at })
  expect(await apply(appliedAt)).toMatchObject({ status: 'accepted' })
  const refuse = (at: string, recordedAt = at) => night.post('bail.extension-refused', at, { bail: 'B1' }, recordedAt)
  const bail = async () => (await night.matter('B1')) as NonNullable<Awaited<ReturnType<typeof night.matter>>>
  const told = () => night.owed('victim-update')['P-1/bail-ended/P-2']
  return { ...night, apply, refuse, bail, told }
}

describe('a refusal before the end of bail', () => {
  it('leaves the end where it was, and asks nobody any more what the court did', async () => {
    const { refuse, bail, owed, told, alerts } = await withCourt()
    expect(await refuse('2027-02-22T10:00:00Z')).toMatchObject({ status: 'accepted', warnings: [] })
    expect(await bail()).toMatchObject({
      state: 'standing.ending',
      facts: { endsAt: THREE, courtAppliedAt: null, courtRefusedAt: '2027-02-22T10:00:00.000Z' },
    })
    expect([owed('bail-court-decision').B1, owed('bail-decision').B1, told()]).toEqual(['met', 'pending', undefined])
    expect(await alerts()).toContain('bail-ending')
  })

  it('lets it lapse on its last day, and not before', async () => {
    const { refuse, passes, bail, told } = await withCourt()
    await refuse('2027-02-22T10:00:00Z')
    await passes('2027-02-28T23:59:59.998Z')
    expect([(await bail()).state, told()]).toEqual(['standing.ending', undefined])
    await passes(THREE)
    expect([(await bail()).state, told()]).toEqual(['lapsed', 'pending'])
  })

  it('forbids neither another application nor an extension by rank', async () => {
    const { refuse, apply, bail, post } = await withCourt()
    await refuse('2027-02-22T10:00:00Z')
    await apply('2027-02-23T10:00:00Z')
    expect((await bail()).state).toBe('standing.withCourt')
    await refuse('2027-02-24T10:00:00Z')
    await post('bail.extended', '2027-02-25T10:00:00Z', { bail: 'B1', authorisedBy: { id: 'x-1', role: 'inspector' } })
    expect((await bail()).facts.endsAt).toBe('2027-05-31T22:59:59.999Z')
  })
})

describe('a refusal after that time', () => {
  it('ends bail at that instant; until then nothing says that it is over, to nobody', async () => {
    const { refuse, passes, bail, told, alerts } = await withCourt()
    await passes('2027-03-04T09:59:59.999Z')
    expect([(await bail()).state, told(), await alerts()]).toEqual([
      'standing.withCourt',
      undefined,
      expect.not.arrayContaining(['bail-lapsed']),
    ])
    await refuse('2027-03-04T10:00:00Z')
    expect([(await bail()).state, (await bail()).facts.endsAt, told()]).toEqual(['lapsed', '2027-03-04T10:00:00.000Z', 'pending'])
    expect(await alerts()).toEqual(expect.arrayContaining(['bail-lapsed']))
    expect(await alerts()).not.toContain('bail-court-undecided')
  })

  it('on the last instant ends it then', async () => {
    const { refuse, bail } = await withCourt()
    await refuse(THREE)
    expect([(await bail()).state, (await bail()).facts.endsAt]).toEqual(['lapsed', THREE])
  })

  it('that is entered late counts from when the court refused', async () => {
    const { refuse, passes, bail } = await withCourt()
    await passes('2027-03-05T12:00:00Z')
    await refuse('2027-03-04T10:00:00Z', '2027-03-05T12:00:00Z')
    expect([(await bail()).state, (await bail()).facts.endsAt]).toEqual(['lapsed', '2027-03-04T10:00:00.000Z'])
  })
})

it('ends no bail whose time does not run, because the prosecutors have the file', async () => {
  const { post, refuse, passes, bail, told } = await withCourt()
  await post('charging.requested', '2027-02-22T10:00:00Z', { crimeRef: 'C1' })
  await passes('2027-03-04T09:00:00Z')
  await refuse('2027-03-04T10:00:00Z')
  expect([(await bail()).state, (await bail()).facts.endsAt, told()]).toEqual(['standing.suspended', null, undefined])
  // They had it for fourteen days.
  await post('charging.decided', '2027-03-08T10:00:00Z', { crimeRef: 'C1', decision: 'more-evidence' })
  expect((await bail()).facts.endsAt).toBe('2027-03-14T23:59:59.999Z')
})

it('is refused from before the court was asked, and where no court was asked', async () => {
  const { refuse, post } = await withCourt()
  expect(pointers(await refuse('2027-02-20T09:59:59.999Z', '2027-02-21T10:00:00Z'))).toEqual(['/time'])
  await refuse('2027-02-22T10:00:00Z')
  expect(pointers(await refuse('2027-02-22T11:00:00Z'))).toEqual(['/data/bail'])
  await post('bail.ended', '2027-02-23T10:00:00Z', { bail: 'B1', because: 'cancelled', crimeRef: undefined })
  expect(await refuse('2027-02-24T10:00:00Z')).toMatchObject({ problem: { code: 'not-accepted-now' } })
})

describe('a court that is asked again before it has decided', () => {
  it('has bail go on by the second application where the first is refused, also late', async () => {
    const { apply, refuse, bail, passes } = await withCourt()
    await apply('2027-02-24T10:00:00Z')
    expect(await refuse('2027-02-22T10:00:00Z', '2027-02-25T10:00:00Z')).toMatchObject({ status: 'accepted' })
    await passes('2027-03-02T10:00:00Z')
    expect(await bail()).toMatchObject({
      state: 'standing.withCourt',
      facts: { endsAt: null, courtAppliedAt: '2027-02-24T10:00:00.000Z', courtRefusedAt: '2027-02-22T10:00:00.000Z' },
    })
    await refuse('2027-03-02T11:00:00Z')
    expect(await bail()).toMatchObject({ state: 'lapsed', facts: { endsAt: '2027-03-02T11:00:00.000Z' } })
  })

  it('cannot be asked any more once bail has ended by the refusal of the first', async () => {
    const { apply, refuse, bail } = await withCourt()
    await apply('2027-03-03T10:00:00Z')
    await refuse('2027-03-02T10:00:00Z', '2027-03-03T11:00:00Z')
    expect(await bail()).toMatchObject({ state: 'lapsed', facts: { endsAt: '2027-03-02T10:00:00.000Z', courtAppliedAt: null } })
  })

  it('has refused both with what it says after the second', async () => {
    const { apply, refuse, bail } = await withCourt()
    await apply('2027-02-24T10:00:00Z')
    await refuse('2027-02-25T10:00:00Z')
    expect(await bail()).toMatchObject({ state: 'standing.ending', facts: { endsAt: THREE, courtAppliedAt: null } })
  })
})
