/** The time limit of a crime runs for each suspect: a charge ends it for the suspect whom it names and for nobody else. Source: decision 0048. */
import { afterwards, warned } from '../support/afterwards.ts'
import { policyWith } from '../support/incident.ts'

/** On the night of the report: to be charged by 20 May 2027. */
const TONIGHT = { crimeRef: 'C1', offences: ['common-assault'], offenceAt: '2026-11-20T19:00:00Z' }
const CHARGED = { how: 'charged', codeG: undefined, reason: undefined, crimeRef: 'C1' }
const suspect = (personRef: string) => ({ role: 'suspect', personRef })

async function suspected(names: readonly string[], crimes: readonly object[] = [TONIGHT], pinned = policyWith()) {
  const night = await afterwards(pinned, [{ role: 'victim', personRef: 'P-1' }, ...names.map(suspect)])
  for (const crime of crimes) await night.post('crime.recorded', '2026-11-20T21:00:00Z', crime)
  const deal = (at: string, data: object) => night.post('suspect.dealt-with', at, { ...CHARGED, suspect: undefined, ...data })
  const facts = async (crime = 'C1') => (await night.matter(crime))?.facts
  const limit = () => night.owed('charge-limit').C1
  return { ...night, deal, facts, limit }
}

describe('of two suspects', () => {
  it('the first who is charged leaves the limit to the other, and that is said', async () => {
    const { deal, limit, facts, passes, alerts } = await suspected(['P-2', 'P-5'])
    expect(await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })).toMatchObject({
      warnings: [{ code: 'other-suspect-not-charged', detail: expect.stringMatching(/C1 \(2027-05-20.*runs on for P-5/) }],
    })
    expect([limit(), await facts()]).toMatchObject([
      'pending',
      { chargeBy: '2027-05-20T22:59:59.999Z', leftToCharge: ['P-5'], charged: [], chargedAt: '2026-11-21T12:00:00.000Z' },
    ])
    await passes('2027-05-20T22:59:59.999Z')
    expect([limit(), await alerts()]).toEqual(['missed', expect.arrayContaining(['charge-limit-passed'])])
  })

  it.each([' p-2', 'P‑2', 'Ｐ-2'])('the first is the same under another spelling of the reference: %s', async (spelled) => {
    const { deal, limit, facts } = await suspected(['P-2', 'P-5'])
    expect(await deal('2026-11-21T12:00:00Z', { suspect: spelled })).toMatchObject({
      warnings: [{ code: 'other-suspect-not-charged', detail: expect.stringMatching(/runs on for P-5,/) }],
    })
    expect((await facts())?.leftToCharge).toEqual(['P-5'])
    await deal('2026-11-21T12:30:00Z', {
      how: 'arrested',
      suspect: 'P-5',
      crimeRef: undefined,
      codeG: ['protect-vulnerable-person'],
    })
    await deal('2026-11-21T13:00:00Z', { how: 'released-without-charge', suspect: 'p-5', crimeRef: undefined })
    expect(limit()).toBe('met')
    await deal('2026-11-21T14:00:00Z', {
      how: 'arrested',
      suspect: 'P-5',
      crimeRef: undefined,
      codeG: ['protect-vulnerable-person'],
    })
    expect([limit(), (await facts())?.leftToCharge]).toEqual(['pending', ['P-5']])
  })

  it('the last who is charged meets it', async () => {
    const { deal, limit, facts } = await suspected(['P-2', 'P-5'])
    await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
    expect(warned(await deal('2026-11-21T13:00:00Z', { suspect: 'P-5' }))).toEqual([])
    expect([limit(), await facts()]).toMatchObject([
      'met',
      { chargeBy: null, leftToCharge: [], charged: ['common-assault'], charges: [{ suspect: 'P-2' }, { suspect: 'P-5' }] },
    ])
  })

  it('the other, who is let go, leaves nobody: whichever comes first', async () => {
    const letGo = { how: 'released-without-charge', suspect: 'P-5', crimeRef: undefined }
    const after = await suspected(['P-2', 'P-5'])
    await after.deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
    await after.deal('2026-11-22T12:00:00Z', letGo)
    expect(after.limit()).toBe('met')
    const before = await suspected(['P-2', 'P-5'])
    await before.deal('2026-11-21T12:00:00Z', letGo)
    expect([before.limit(), (await before.facts())?.leftToCharge]).toEqual(['pending', ['P-2']])
    expect(warned(await before.deal('2026-11-22T12:00:00Z', { suspect: 'P-2' }))).toEqual([])
    expect(before.limit()).toBe('met')
  })

  it('the other, who is let go of one of two crimes by its name, keeps the limit of the second', async () => {
    const { deal, facts } = await suspected(['P-2', 'P-5'], [TONIGHT, { ...TONIGHT, crimeRef: 'C2' }])
    const left = async () => [(await facts('C1'))?.leftToCharge, (await facts('C2'))?.leftToCharge]
    await deal('2026-11-21T12:00:00Z', { how: 'released-without-charge', suspect: 'P-5' })
    expect(await left()).toEqual([['P-2'], ['P-2', 'P-5']])
    await deal('2026-11-22T12:00:00Z', { how: 'released-without-charge', suspect: 'P-5', crimeRef: 'C2' })
    expect(await left()).toEqual([['P-2'], ['P-2']])
    await deal('2026-11-23T12:00:00Z', { how: 'released-without-charge', suspect: 'P-2', crimeRef: undefined })
    await deal('2026-11-24T12:00:00Z', { how: 'released-without-charge', suspect: 'P-2' })
    expect(await left()).toEqual([[], []])
  })

  it('the other, whose bail ends without further action in one of two crimes, keeps the limit of the second', async () => {
    const { post, facts } = await suspected(['P-2', 'P-5'], [TONIGHT, { ...TONIGHT, crimeRef: 'C2' }])
    await post('bail.granted', '2026-11-21T04:00:00Z', { suspect: 'P-5', arrestedAt: '2026-11-20T21:30:00Z' })
    await post('bail.ended', '2026-12-01T12:00:00Z', { because: 'no-further-action', crimeRef: 'C1' })
    expect([(await facts('C1'))?.leftToCharge, (await facts('C2'))?.leftToCharge]).toEqual([['P-2'], ['P-2', 'P-5']])
  })

  it('the only one at the time of a charge that names nobody is charged, though another is suspected later', async () => {
    const { deal, post, limit, facts } = await suspected(['P-2'])
    await deal('2026-11-21T12:00:00Z', {})
    await post('person.identified', '2026-11-22T12:00:00Z', { person: suspect('P-5') })
    expect([limit(), (await facts())?.leftToCharge]).toEqual(['pending', ['P-5']])
  })

  it('the other, whose bail ends without further action, leaves nobody', async () => {
    const { post, deal, limit } = await suspected(['P-2', 'P-5'])
    await post('bail.granted', '2026-11-21T04:00:00Z', { suspect: 'P-5', arrestedAt: '2026-11-20T21:30:00Z' })
    await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
    await post('bail.ended', '2026-12-01T12:00:00Z', { because: 'no-further-action', crimeRef: undefined })
    expect(limit()).toBe('met')
  })

  it.each(['arrested', 'outstanding', 'released-under-investigation'])(
    'the other, who is %s, is still to be charged',
    async (how) => {
      const { deal, limit } = await suspected(['P-2', 'P-5'])
      await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
      await deal('2026-11-21T13:00:00Z', { how, suspect: 'P-5', crimeRef: undefined, codeG: ['protect-vulnerable-person'] })
      expect(limit()).toBe('pending')
    },
  )

  it('nobody is charged when nobody is named, and that is said', async () => {
    const { deal, limit } = await suspected(['P-2', 'P-5'])
    expect(await deal('2026-11-21T12:00:00Z', {})).toMatchObject({
      warnings: expect.arrayContaining([
        expect.objectContaining({ code: 'charged-suspect-not-named', detail: expect.stringMatching(/P-2, P-5/) }),
      ]),
    })
    expect(limit()).toBe('pending')
  })

  it('a charge that ends bail is a charge of the suspect on that bail', async () => {
    const { post, limit, facts } = await suspected(['P-2', 'P-5'])
    await post('bail.granted', '2026-11-21T04:00:00Z', { arrestedAt: '2026-11-20T21:30:00Z' })
    const ended = await post('bail.ended', '2026-12-01T12:00:00Z', { because: 'charged', crimeRef: 'C1' })
    expect([warned(ended), limit(), (await facts())?.leftToCharge]).toEqual([['other-suspect-not-charged'], 'pending', ['P-5']])
  })

  it('a charge in time and a charge too late meet the one limit late', async () => {
    const { deal, limit, passes } = await suspected(['P-2', 'P-5'])
    await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
    await passes('2027-05-21T00:00:00Z')
    await deal('2027-05-21T09:00:00Z', { suspect: 'P-5' })
    expect(limit()).toBe('late')
  })
})

describe('a suspect who is known later', () => {
  it('has the limit, though it was met for the others', async () => {
    const { post, deal, limit, facts } = await suspected(['P-2'])
    await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
    expect(limit()).toBe('met')
    await post('person.identified', '2026-11-25T12:00:00Z', { person: suspect('P-5') })
    expect([limit(), await facts()]).toMatchObject(['pending', { chargeBy: '2027-05-20T22:59:59.999Z', leftToCharge: ['P-5'] }])
    await deal('2026-11-26T12:00:00Z', { suspect: 'P-5' })
    expect(limit()).toBe('met')
  })

  it('and is the first, may be whoever was charged without a name', async () => {
    const { post, deal, limit } = await suspected([])
    expect(warned(await deal('2026-11-21T12:00:00Z', {}))).not.toContain('charged-suspect-not-named')
    expect(limit()).toBe('met')
    await post('person.identified', '2026-11-25T12:00:00Z', { person: suspect('P-2') })
    expect(limit()).toBe('met')
    await post('person.identified', '2026-11-25T13:00:00Z', { person: suspect('P-5') })
    expect(limit()).toBe('pending')
  })
})

describe('the outcome of a crime', () => {
  it('that somebody was charged leaves the limit to a suspect about whom nobody has decided', async () => {
    const { post, deal, limit, facts } = await suspected(['P-2', 'P-5'])
    await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
    const outcome = await post('crime.outcome', '2026-11-22T10:00:00Z', { crimeRef: 'C1', code: 1 })
    expect([warned(outcome), limit(), (await facts())?.leftToCharge]).toEqual([['other-suspect-not-charged'], 'pending', ['P-5']])
    await deal('2026-11-23T12:00:00Z', { suspect: 'P-5' })
    expect([limit(), await facts()]).toMatchObject(['met', { chargeBy: null, leftToCharge: [] }])
  })

  it('that somebody was charged is enough where the other was charged with another crime, or let go', async () => {
    const { post, deal, limit } = await suspected(['P-2', 'P-5'], [TONIGHT, { ...TONIGHT, crimeRef: 'C2' }])
    await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
    await deal('2026-11-21T13:00:00Z', { suspect: 'P-5', crimeRef: 'C2' })
    expect(limit()).toBe('pending')
    expect(warned(await post('crime.outcome', '2026-11-22T10:00:00Z', { crimeRef: 'C1', code: 1 }))).toEqual([])
    expect(limit()).toBe('met')
  })

  it.each([[[]], [['P-2']]])('that somebody was charged meets it, of %j', async (names) => {
    const { post, limit } = await suspected(names)
    expect(warned(await post('crime.outcome', '2026-11-22T10:00:00Z', { crimeRef: 'C1', code: '1A' }))).toEqual([])
    expect(limit()).toBe('met')
  })

  it('without a charge ends it for everybody', async () => {
    const { post, deal, limit } = await suspected(['P-2', 'P-5'])
    await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
    await post('crime.outcome', '2026-11-22T10:00:00Z', { crimeRef: 'C1', code: 18 })
    expect(limit()).toBe('cancelled')
    await post('person.identified', '2026-11-25T12:00:00Z', { person: suspect('P-7') })
    expect(limit()).toBe('cancelled')
  })

  it('that somebody was charged lets her statement move the limit of the other', async () => {
    const { post, deal, limit, facts } = await suspected(['P-2', 'P-5'])
    await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' })
    await post('crime.outcome', '2026-11-22T10:00:00Z', { crimeRef: 'C1', code: 1 })
    const takenAt = '2026-12-01T10:00:00Z'
    await post('statement.taken', takenAt, { crimeRef: 'C1', kind: 'written', of: 'complainant', takenAt })
    expect([limit(), (await facts())?.chargeBy]).toEqual(['pending', '2027-06-01T22:59:59.999Z'])
  })
})

it('an offence that is added has a limit for everybody, also for who was charged with the first', async () => {
  const { post, deal, limit, facts } = await suspected(['P-2', 'P-5'])
  for (const name of ['P-2', 'P-5']) await deal('2026-11-21T12:00:00Z', { suspect: name })
  await post('crime.recorded', '2026-11-22T12:00:00Z', { ...TONIGHT, offences: ['harassment'] })
  expect([limit(), (await facts())?.leftToCharge]).toEqual(['pending', ['P-2', 'P-5']])
})

it('is the limit of the crime where the policy keeps no account of suspects', async () => {
  const { deal, limit } = await suspected(['P-2', 'P-5'], [TONIGHT], policyWith({ suspects: undefined }))
  expect(warned(await deal('2026-11-21T12:00:00Z', { suspect: 'P-2' }))).toEqual([])
  expect(limit()).toBe('met')
})

describe('a crime of which nobody says when it was committed', () => {
  const UNTIMED = { ...TONIGHT, offenceAt: undefined }
  const recorded = async (...crimes: object[]) => {
    const night = await suspected(['P-2'], [])
    const outcomes = []
    for (const [place, crime] of crimes.entries())
      outcomes.push(await night.post('crime.recorded', `2026-11-20T21:0${place}:00Z`, crime))
    return { ...night, outcomes }
  }

  it('is counted from the report, and the answer and the crime say so', async () => {
    const { outcomes, facts } = await recorded(UNTIMED)
    expect(outcomes).toMatchObject([
      {
        warnings: [
          { code: 'limit-assumed', pointer: '/data/offenceAt', detail: expect.stringMatching(/2027-05-20.*2026-11-20T20:00/) },
        ],
      },
    ])
    expect(await facts()).toMatchObject({ offenceAt: '2026-11-20T20:00:00.000Z', offenceAtAssumed: true })
  })

  it('is counted from its own time once that is known', async () => {
    const { outcomes, facts, limit } = await recorded(UNTIMED, { ...TONIGHT, offenceAt: '2026-11-01T10:00:00Z' })
    expect([warned(outcomes[1] as never), limit()]).toEqual([[], 'pending'])
    expect(await facts()).toMatchObject({ chargeBy: '2027-05-01T22:59:59.999Z', offenceAtAssumed: false })
  })

  it('keeps the time that is known when it is recorded again without one', async () => {
    const { outcomes, facts } = await recorded({ ...TONIGHT, offenceAt: '2026-11-20T20:30:00Z' }, UNTIMED)
    expect([outcomes.map((one) => warned(one)), await facts()]).toMatchObject([
      [[], []],
      { offenceAt: '2026-11-20T20:30:00.000Z', offenceAtAssumed: false },
    ])
  })

  it('is not warned of where nothing of it has a limit', async () => {
    const { outcomes, facts } = await recorded({ ...UNTIMED, offences: ['criminal-damage'] })
    expect([warned(outcomes[0] as never), (await facts())?.chargeBy]).toEqual([[], null])
  })

  it('takes a statement from before the report: it may have been committed before', async () => {
    const { post } = await recorded(UNTIMED)
    const statement = { crimeRef: 'C1', kind: 'written', of: 'complainant', takenAt: '2026-11-20T19:30:00Z' }
    expect(await post('statement.taken', '2026-11-20T21:30:00Z', statement)).toMatchObject({ status: 'accepted' })
  })
})
