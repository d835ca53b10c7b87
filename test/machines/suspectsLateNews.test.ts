/** Suspects and bail when the record hears of things in another order than they happened, and where there are several of them. */
import { afterwards, pointers, warned } from '../support/afterwards.ts'

const BAIL = { bail: 'B1', suspect: 'P-2', arrestedAt: '2026-11-20T20:40:00Z' }
const RUI = { how: 'released-under-investigation', suspect: 'P-2', codeG: undefined }
const OUT = { how: 'outstanding', suspect: 'P-2', codeG: undefined }
const REVIEW = { suspect: 'P-2', nextReviewAt: undefined }
const LATE = '2026-11-25T10:00:00Z'

describe('news from before what is known stays on the log', () => {
  it.each([
    ['outstanding', OUT, 'not-arrested', 'outstanding.notCirculated'],
    ['arrested', { how: 'arrested', suspect: 'P-2' }, 'outstanding', 'dealtWith.explained'],
    ['released under investigation', RUI, 'outstanding', 'underInvestigation.standing'],
    ['charged', { how: 'charged', suspect: 'P-2', codeG: undefined }, 'arrested', 'decided'],
  ] as const)('of a suspect who is %s', async (_, known, older, state) => {
    const { post, matter } = await afterwards()
    await post('suspect.dealt-with', '2026-11-20T22:30:00Z', { reason: 'As written up.', ...known })
    const news = { ...OUT, how: older, reason: 'He had left before we came.' }
    expect(warned(await post('suspect.dealt-with', '2026-11-20T20:30:00Z', news, LATE))).toContain('older-than-known')
    expect(await matter('P-2')).toMatchObject({ state, facts: { since: '2026-11-20T22:30:00.000Z' } })
  })

  it('of the same instant it is the record that is later: a mistake is put right', async () => {
    const { post, matter } = await afterwards()
    await post('suspect.dealt-with', '2026-11-20T22:30:00Z', OUT)
    const news = { ...OUT, how: 'not-arrested', reason: 'He had left before we came.' }
    expect(warned(await post('suspect.dealt-with', '2026-11-20T22:30:00Z', news, LATE))).toEqual([])
    expect((await matter('P-2'))?.state).toBe('dealtWith.explained')
  })

  it('of a suspect who was seen at large again since', async () => {
    const { post, matter } = await afterwards()
    await post('suspect.dealt-with', '2026-11-20T22:00:00Z', OUT)
    await post('suspect.dealt-with', '2026-11-20T23:00:00Z', OUT)
    await post('suspect.dealt-with', '2026-11-20T22:30:00Z', { how: 'arrested', suspect: 'P-2' }, LATE)
    expect(await matter('P-2')).toMatchObject({
      state: 'outstanding.notCirculated',
      facts: { since: '2026-11-20T22:00:00.000Z' },
    })
  })

  it('bail outlives a release of before it, and who was charged since stays charged', async () => {
    const { post, matter } = await afterwards()
    await post('bail.granted', '2026-11-21T04:00:00Z', BAIL)
    expect(warned(await post('suspect.dealt-with', '2026-11-20T23:00:00Z', RUI, LATE))).toEqual(['older-than-known'])
    expect((await matter('B1'))?.state).toBe('standing.running')
    expect((await matter('P-2'))?.facts.how).toBe('bailed')
    await post('suspect.dealt-with', '2026-11-26T10:00:00Z', { how: 'charged', suspect: 'P-2', codeG: undefined })
    const late = { ...BAIL, bail: 'B2' }
    expect(warned(await post('bail.granted', '2026-11-21T05:00:00Z', late, '2026-11-27T10:00:00Z'))).toEqual(['older-than-known'])
    expect([(await matter('B1'))?.state, (await matter('P-2'))?.state]).toEqual(['ended', 'decided'])
    // Nobody has said that this bail ended, so somebody must still decide.
    expect((await matter('B2'))?.state).toBe('standing.running')
  })

  it('of the conditions of bail, of its checks and of its extension', async () => {
    const { post, matter } = await afterwards()
    await post('bail.granted', '2026-11-21T04:00:00Z', { ...BAIL, conditions: ['no-contact'] })
    await post('bail.varied', '2026-11-22T12:00:00Z', { bail: 'B1', conditions: ['no-contact', 'exclusion-zone'] })
    await post('bail.checked', '2026-11-23T12:00:00Z', { bail: 'B1' })
    await post('bail.extended', '2026-11-24T12:00:00Z', { bail: 'B1', authorisedBy: { id: 's', role: 'superintendent' } })
    const known = await matter('B1')
    const older = [
      await post('bail.varied', '2026-11-21T12:00:00Z', { bail: 'B1', conditions: [] }, LATE),
      await post('bail.checked', '2026-11-22T12:00:00Z', { bail: 'B1', result: 'in-doubt' }, LATE),
      await post('bail.extended', '2026-11-23T12:00:00Z', { bail: 'B1' }, LATE),
    ]
    expect(older.map(warned)).toEqual([['older-than-known'], ['older-than-known'], ['older-than-known']])
    expect(await matter('B1')).toEqual(known)
  })

  it('a review of before he was outstanding, or of before the last review, does not count', async () => {
    const { post, matter, deadlines } = await afterwards()
    await post('suspect.dealt-with', '2026-11-22T20:30:00Z', OUT)
    expect(warned(await post('suspect.reviewed', '2026-11-22T20:00:00Z', REVIEW, LATE))).toEqual(['older-than-known'])
    expect(await deadlines('suspect-review')).toMatchObject([{ status: 'missed' }])
    await post('suspect.reviewed', '2026-11-25T11:00:00Z', REVIEW)
    await post('suspect.reviewed', '2026-11-24T11:00:00Z', REVIEW, '2026-11-25T12:00:00Z')
    expect((await matter('P-2'))?.facts.reviewedAt).toBe('2026-11-25T11:00:00.000Z')
  })
})

describe('of an investigation', () => {
  it('an outcome and a supervision of before the last stay on the log', async () => {
    const { post, matter } = await afterwards()
    await post('crime.recorded', '2026-11-20T21:00:00Z')
    const supervision = { nextReviewAt: undefined }
    await post('investigation.supervised', '2026-11-23T09:00:00Z', supervision)
    expect(warned(await post('investigation.supervised', '2026-11-22T09:00:00Z', supervision, LATE))).toEqual([
      'older-than-known',
    ])
    expect((await matter('23/1234/26'))?.facts.supervisedAt).toBe('2026-11-23T09:00:00.000Z')
    expect(await post('crime.outcome', '2026-11-26T09:00:00Z', { code: 1 })).toMatchObject({ status: 'accepted' })
    expect(warned(await post('crime.outcome', '2026-11-25T09:00:00Z', { code: 18 }, '2026-11-27T09:00:00Z'))).toContain(
      'older-than-known',
    )
    expect((await matter('23/1234/26'))?.facts.outcome).toBe(1)
  })
})

describe('suspects of one incident', () => {
  const outstanding = (alerts: readonly string[]) => alerts.filter((kind) => kind === 'suspect-outstanding')

  it('have an alert each, until each is dealt with', async () => {
    const { post, alerts } = await afterwards()
    await post('suspect.dealt-with', '2026-11-20T22:00:00Z', { ...OUT, suspect: 'P-3' })
    await post('suspect.dealt-with', '2026-11-20T22:01:00Z', OUT)
    expect(outstanding(await alerts())).toHaveLength(2)
    await post('suspect.dealt-with', '2026-11-20T23:00:00Z', { how: 'arrested', suspect: 'P-2' })
    expect(outstanding(await alerts())).toHaveLength(1)
    await post('bail.granted', '2026-11-21T04:00:00Z', { ...BAIL, suspect: 'P-3' })
    expect(outstanding(await alerts())).toEqual([])
  })

  it('are on bail until the last bail of theirs has ended', async () => {
    const { post, matter } = await afterwards()
    await post('bail.granted', '2026-11-21T04:00:00Z', BAIL)
    await post('bail.granted', '2026-11-21T04:01:00Z', { ...BAIL, bail: 'B2', arrestedAt: '2026-11-20T20:41:00Z' })
    await post('bail.ended', '2026-11-24T05:00:00Z', { bail: 'B1', because: 'no-further-action' })
    expect(await matter('P-2')).toMatchObject({ state: 'dealtWith.explained', facts: { how: 'bailed' } })
    await post('bail.ended', '2026-11-25T05:00:00Z', { bail: 'B2', because: 'no-further-action' })
    expect(await matter('P-2')).toMatchObject({ state: 'decided', facts: { how: 'no-further-action' } })
  })

  it('whose bail is cancelled are under investigation without it, with a date; not who is in custody again', async () => {
    const { post, matter, deadlines } = await afterwards()
    await post('bail.granted', '2026-11-21T04:00:00Z', BAIL)
    await post('bail.granted', '2026-11-21T04:00:00Z', { ...BAIL, bail: 'B3', suspect: 'P-3' })
    await post('suspect.dealt-with', '2026-11-23T05:00:00Z', { how: 'arrested', suspect: 'P-3' })
    await post('bail.ended', '2026-11-24T05:00:00Z', { bail: 'B1', because: 'cancelled' })
    await post('bail.ended', '2026-11-24T05:00:00Z', { bail: 'B3', because: 'cancelled' })
    expect(await matter('P-2')).toMatchObject({ facts: { how: 'released-under-investigation' } })
    expect(await deadlines('rui-review')).toMatchObject([{ status: 'pending' }])
    expect(await matter('P-3')).toMatchObject({ state: 'dealtWith.explained', facts: { how: 'arrested' } })
  })

  it('a second bail of one arrest is warned of while the first has not ended', async () => {
    const { post } = await afterwards()
    await post('bail.granted', '2026-11-21T04:00:00Z', BAIL)
    expect(warned(await post('bail.granted', '2026-11-21T04:01:00Z', { ...BAIL, bail: 'B2' }))).toEqual([
      'bail-of-the-same-arrest',
    ])
  })
})

describe('bail that was extended before its end, and entered after it', () => {
  const ENDED = '2027-03-01T08:00:00Z'
  const inspector = { bail: 'B1', authorisedBy: { id: 'i', role: 'inspector' } }
  async function lapsed() {
    const night = await afterwards()
    await night.post('bail.granted', '2026-12-01T04:00:00Z', { ...BAIL, arrestedAt: '2026-11-30T20:25:00Z' })
    await night.passes(ENDED)
    expect((await night.matter('B1'))?.state).toBe('lapsed')
    expect((await night.alerts()).filter((kind) => kind === 'bail-ending' || kind === 'bail-lapsed')).toEqual(['bail-lapsed'])
    return night
  }

  it('stands, is checked again, and its alert is over', async () => {
    const { post, matter, alerts, deadlines, owed } = await lapsed()
    await post('bail.extended', '2027-02-28T15:00:00Z', inspector, '2027-03-01T08:05:00Z')
    expect(await matter('B1')).toMatchObject({ state: 'standing.running', facts: { endsAt: '2027-05-31T22:59:59.999Z' } })
    expect(await alerts()).not.toContain('bail-lapsed')
    expect(await deadlines('bail-check')).toContainEqual(expect.objectContaining({ status: 'pending' }))
    // She was owed to be told of its end, which did not come; now of the bail that goes on.
    expect(owed('victim-update')).toMatchObject({ 'P-1/bail-ended/P-2': expect.stringMatching(/cancelled|late/) })
    expect(owed('victim-update')).toHaveProperty(['P-1/bail/P-2'])
  })

  it('is refused where it was decided after the end, to the millisecond', async () => {
    const { post } = await lapsed()
    expect(await post('bail.extended', '2027-03-01T00:00:00Z', inspector, '2027-03-01T08:05:00Z')).toMatchObject({
      problem: { code: 'not-accepted-now' },
    })
    expect((await post('bail.extended', '2027-02-28T23:59:59.999Z', inspector, '2027-03-01T08:05:00Z'))?.status).toBe('accepted')
  })

  it('keeps what was varied and checked before the end', async () => {
    const { post, matter } = await lapsed()
    await post('bail.varied', '2027-02-27T15:00:00Z', { bail: 'B1', conditions: ['exclusion-zone'] }, '2027-03-01T08:06:00Z')
    await post('bail.checked', '2027-02-27T16:00:00Z', { bail: 'B1' }, '2027-03-01T08:06:00Z')
    expect(await matter('B1')).toMatchObject({
      state: 'lapsed',
      facts: { conditions: ['exclusion-zone'], checkedAt: '2027-02-27T16:00:00.000Z', checkBy: null },
    })
    const after = { bail: 'B1', conditions: [] }
    expect(await post('bail.varied', '2027-03-01T02:00:00Z', after, '2027-03-01T08:06:00Z')).toMatchObject({
      problem: { code: 'not-accepted-now' },
    })
  })
})

describe('a check of bail', () => {
  it('that did not see him leaves it owed, and is counted', async () => {
    const { post, matter, deadlines } = await afterwards()
    await post('bail.granted', '2026-11-21T04:00:00Z', BAIL)
    const [before] = await deadlines('bail-check')
    await post('bail.checked', '2026-11-22T04:00:00Z', { bail: 'B1', result: 'not-seen' })
    expect(await deadlines('bail-check')).toEqual([before])
    expect((await matter('B1'))?.facts).toMatchObject({ notSeen: 1, checkedAt: null })
    await post('bail.checked', '2026-11-23T04:00:00Z', { bail: 'B1', result: 'in-doubt' })
    expect((await matter('B1'))?.facts).toMatchObject({ notSeen: 0, checkedAt: '2026-11-23T04:00:00.000Z' })
  })
})

it('bail is extended where it then ends later than it does, and not to the end that it has', async () => {
  const { post, matter } = await afterwards()
  await post('bail.granted', '2026-11-21T04:00:00Z', BAIL)
  const endsAt = String((await matter('B1'))?.facts.endsAt)
  const court = { bail: 'B1', authorisedBy: { id: 'c', role: 'magistrates-court' } }
  const later = (ms: number) => new Date(Date.parse(endsAt) + ms).toISOString()
  const extended = (to: string) => post('bail.extended', '2026-11-23T05:00:00Z', { ...court, endsAt: to })
  expect([pointers(await extended(later(-1))), pointers(await extended(endsAt))]).toEqual([['/data/endsAt'], ['/data/endsAt']])
  expect((await matter('B1'))?.facts.endsAt).toBe(endsAt)
  expect(await extended(later(1))).toMatchObject({ status: 'accepted' })
  expect((await matter('B1'))?.facts.endsAt).toBe(later(1))
})

it('a court extends bail no further than the policy takes for no mistake', async () => {
  const { post, matter } = await afterwards()
  await post('bail.granted', '2026-11-21T04:00:00Z', BAIL)
  const court = { bail: 'B1', authorisedBy: { id: 'c', role: 'magistrates-court' } }
  const slip = await post('bail.extended', '2026-11-23T05:00:00Z', { ...court, endsAt: '2126-02-20T23:00:00Z' })
  expect(pointers(slip)).toEqual(['/data/endsAt'])
  await post('bail.extended', '2026-11-23T05:00:00Z', { ...court, endsAt: '2027-08-20T23:00:00Z' })
  expect((await matter('B1'))?.facts.endsAt).toBe('2027-08-20T23:00:00.000Z')
})
