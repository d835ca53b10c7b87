/** Referrals and tellings go on with news: what may be said of them, and that no order of events breaks one. */
import fc from 'fast-check'
import { schoolEvents } from '../../machines/rules/catalogue/matters/school.ts'
import { EVENT_NAMES, type EventName, parseData } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { visit } from '../support/child.ts'
import { KEY } from '../support/incident.ts'

describe('a child who is found after the first was referred', () => {
  const SERVICES = 'childrens-services'
  const found = { person: { role: 'child', personRef: 'K-2', schoolRef: 'SCH-1' } }
  /** The first child is referred at 22:00, acknowledged at 23:00 unless it says otherwise; another is named the next morning. */
  async function secondChild(acknowledgedAt = '2026-11-20T23:00:00.000Z') {
    const night = await visit('2026-11-20T20:00:00.000Z')
    await night.post('hau.received', '2026-11-20T21:00:00.000Z')
    expect(await night.post('referral.made', '2026-11-20T22:00:00.000Z')).toMatchObject({ status: 'accepted' })
    if (acknowledgedAt !== '') await night.post('referral.acknowledged', acknowledgedAt)
    expect(await night.post('person.identified', '2026-11-21T10:00:00.000Z', found)).toMatchObject({ status: 'accepted' })
    const referral = () => night.matter(`referral/${SERVICES}`)
    const blocking = async () => {
      const outcome = await night.post('incident.closed', '2026-11-22T12:00:00.000Z')
      if (outcome.status !== 'refused' || !('blockers' in outcome.problem)) throw new Error('it closed')
      return outcome.problem.blockers.filter(({ detail }) => detail.includes(SERVICES)).map(({ code }) => code)
    }
    return { ...night, referral, blocking }
  }

  it.each([
    ['acknowledged', '2026-11-20T23:00:00.000Z'],
    ['not acknowledged yet', ''],
  ])('is asked for, made anew and acknowledged, with the first one %s', async (_, acknowledgedAt) => {
    const { engine, go, post, referral, blocking } = await secondChild(acknowledgedAt)
    expect(await referral()).toMatchObject({
      state: 'owed',
      facts: { askedBy: ['child/P-3', 'child/K-2'], dueBy: '2026-11-22T10:00:00.000Z', madeAt: null },
    })
    await go({ kind: 'clock', at: '2026-11-22T10:00:00.000Z' })
    expect((await engine.view(KEY))?.alerts.some(({ kind }) => kind === 'referral-not-made')).toBe(true)
    expect(await blocking()).toContain('referral-not-made')
    await post('referral.made', '2026-11-22T13:00:00.000Z')
    // Made anew it gives the partner no more time: who was late with the first child is late.
    expect(await referral()).toMatchObject({ state: acknowledgedAt === '' ? 'overdue' : 'waiting.made' })
    expect((await engine.view(KEY))?.deadlines.filter(({ name }) => name === 'referral')).toMatchObject(
      acknowledgedAt === '' ? [{ status: 'missed' }] : [{ status: 'pending', dueAt: '2026-11-23T13:00:00.000Z' }],
    )
    await post('referral.acknowledged', '2026-11-22T14:00:00.000Z')
    expect(await referral()).toMatchObject({ state: 'acknowledged' })
    expect(await blocking()).toEqual([])
  })

  it('is not asked for twice: made again for nobody new, it stays as it was', async () => {
    const { post, referral } = await secondChild()
    await post('referral.made', '2026-11-21T11:00:00.000Z')
    await post('referral.acknowledged', '2026-11-21T12:00:00.000Z')
    await post('person.identified', '2026-11-21T13:00:00.000Z', found)
    await post('referral.made', '2026-11-21T14:00:00.000Z')
    expect(await referral()).toMatchObject({ state: 'acknowledged', facts: { madeAt: '2026-11-21T11:00:00.000Z' } })
  })
})

describe('news of a referral is taken, whatever paper is missing', () => {
  async function made() {
    const night = await visit('2026-11-20T20:00:00.000Z')
    await night.post('hau.received', '2026-11-20T21:00:00.000Z')
    await night.post('referral.made', '2026-11-20T22:00:00.000Z')
    return night
  }
  it('it came back, though nobody said that it was sent', async () => {
    const { post, matter } = await made()
    expect(await post('referral.bounced', '2026-11-20T22:10:00.000Z')).toMatchObject({ status: 'accepted' })
    expect(await matter('referral/childrens-services')).toMatchObject({ state: 'waiting.bounced' })
  })

  it.each([
    ['in time', '2026-11-20T23:00:00.000Z'],
    ['late', '2026-11-22T23:00:00.000Z'],
    ['later still', '2026-11-24T23:00:00.000Z'],
  ])('it was answered, %s, though nobody said that it was there', async (_, at) => {
    const { engine, post, matter } = await made()
    expect(await post('referral.answered', at, { outcome: 'accepted' })).toMatchObject({ status: 'accepted' })
    expect(await matter('referral/childrens-services')).toMatchObject({ state: 'acknowledged', facts: { outcome: 'accepted' } })
    const view = await engine.view(KEY)
    expect(view?.alerts.filter(({ kind, status }) => kind.startsWith('referral-overdue') && status !== 'resolved')).toEqual([])
    expect(view?.deadlines.filter(({ name, status }) => name === 'referral' && status === 'pending')).toEqual([])
  })
})

it('has no field by which an address could reach a school', () => {
  for (const type of Object.keys(schoolEvents) as (keyof typeof schoolEvents)[])
    for (const field of ['address', 'newAddress', 'victimAddress', 'location', 'uprn', 'postcode', 'text']) {
      const read = parseData(type, { ...(exampleEvent(type).data as object), [field]: '7 Fictional Close' })
      expect(read.ok ? type : read.issues.map(({ pointer }) => pointer)).toEqual([`/data/${field}`])
    }
  const read = parseData('school.notified', { ...(exampleEvent('school.notified').data as object), shared: ['victim-address'] })
  expect(read.ok ? [] : read.issues.map(({ pointer }) => pointer)).toEqual(['/data/shared/0'])
})

it.each<[EventName, object, string[]]>([
  ['referral.made', { legalBasis: 'Because of her' }, ['/data/legalBasis']],
  ['referral.made', { shared: ['her name is'] }, ['/data/shared/0']],
  ['referral.sent', { channel: 'By post to J. Smith' }, ['/data/channel']],
  ['referral.answered', { outcome: 'maybe' }, ['/data/outcome']],
  ['referral.joint-visit', { answer: 'perhaps' }, ['/data/answer']],
  ['referral.redirected', { fallback: '' }, ['/data/fallback']],
  ['referral.withdrawn', { reason: ' ' }, ['/data/reason']],
  ['referral.bounced', { reason: '' }, ['/data/reason']],
  ['school.resolved', { none: 'not-found' }, ['/data/school']],
  ['school.resolved', { adultWorksThere: true }, ['/data/adultWorksThere']],
  ['school.conflict-reviewed', { decision: 'later' }, ['/data/decision']],
  ['school.bounced', { reason: '' }, ['/data/reason']],
  ['school.acknowledged', { school: 'SCH-1' }, ['/data/school']],
])('refuses %s with %j', (type, wrong, pointers) => {
  const read = parseData(type, { ...(exampleEvent(type).data as object), ...wrong })
  expect(read.ok ? [] : read.issues.map(({ pointer }) => pointer)).toEqual(pointers)
})

it('keeps no word of what was written, and no name', async () => {
  const { store, post } = await visit('2026-11-20T20:00:00.000Z')
  await post('hau.received', '2026-11-20T21:00:00.000Z')
  await post('referral.made', '2026-11-20T21:10:00.000Z', { reason: 'A SECRET WORD' })
  await post('school.resolved', '2026-11-20T21:20:00.000Z', { adultWorksThere: 'yes' })
  await post('school.conflict-reviewed', '2026-11-20T21:30:00.000Z', { rationale: 'A SECRET WORD' })
  expect(JSON.stringify(store.caseOf(KEY))).not.toContain('SECRET')
})

it('never throws, replays to the byte and leaves nothing late in silence, whatever comes in whatever order', () => {
  const names = EVENT_NAMES.filter((name) => /^(referral|school|hau\.received)/.test(name))
  const step = fc.record({
    type: fc.constantFrom(...names),
    hours: fc.constantFrom(0, 1, 5, 26),
    who: fc.constantFrom('childrens-services', 'idva', 'mental-health'),
    conflict: fc.constantFrom('yes', 'no', 'not-known'),
  })
  return fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { engine, store, go, post, pinned } = await visit('2026-10-23T20:00:00.000Z')
      let now = Date.parse('2026-10-23T20:00:00.000Z')
      for (const { type, hours, who, conflict } of steps) {
        now += hours * 3_600_000
        const about = type.startsWith('referral')
          ? { partner: who }
          : type === 'school.resolved'
            ? { adultWorksThere: conflict }
            : {}
        await post(type, new Date(now).toISOString(), about)
      }
      await go({ kind: 'clock', at: new Date(now + 6 * 86_400_000).toISOString() })
      const view = await engine.view(KEY)
      for (const { kind, name, ended, deadlines } of view?.matters ?? []) {
        const alerted = view?.alerts.some(({ kind: alert, status }) => alert.startsWith(kind) && status !== 'resolved')
        expect([`${kind}/${name}`, ended || alerted === true || deadlines.length > 0]).toEqual([`${kind}/${name}`, true])
      }
      const entries = async function* () {
        yield* store.entries(KEY)
      }
      expect(await replay(store.caseOf(KEY) as Case, entries(), pinned)).toMatchObject({ replayed: true, differences: [] })
    }),
    { numRuns: Number(process.env.REASSESS_RUNS ?? 15) },
  )
})
