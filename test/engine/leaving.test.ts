/** What has ended leaves the snapshot, and no rule is lost with it. */

import type { Outcome } from '../../src/engine/engine.ts'
import { MOST_OPEN } from '../../src/engine/judge/tooMany.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { MOST_ENDED } from '../../src/engine/step/leaving.ts'
import { hydrateCase } from '../../src/engine/step/live.ts'
import { mattersOf } from '../../src/engine/views/matters.ts'
import { itemOf } from '../../src/engine/views/view.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, type Night, policyWith, startNight } from '../support/incident.ts'
import { example } from '../support/listing.ts'

const MANY = MOST_ENDED + 10
const clock = (minute: number): string => new Date(Date.parse(happens.instant('21:00')) + minute * 60_000).toISOString()

/** So many calls, each answered before the next. */
async function calledAndAnswered(night: Night, from: number, to: number): Promise<void> {
  for (let call = from; call <= to; call++) {
    expect(await night.go(happens.callReceived(clock(2 * call)))).toMatchObject({ status: 'accepted' })
    expect(await night.go(happens.reassessed(clock(2 * call + 1), `d${call}`))).toMatchObject({ status: 'accepted' })
  }
}
const attendedNight = async (): Promise<Night> => {
  const night = startNight()
  for (const happening of [...happens.gradedP2('20:00'), happens.arrived('20:20')]) await night.go(happening)
  return night
}
const kept = (night: Night): Case => night.store.caseOf(KEY) as Case
/** Of all that the machines of the case say; what the incident itself remembers is its regions' to bound. */
const sizeOf = (night: Night): number => JSON.stringify({ ...kept(night), incident: null }).length
const task = (at: string, name: string) => example('task.set', at, { task: name, dueAt: '2026-12-25T12:00:00Z' })

async function replaysToTheByte({ store }: Night): Promise<void> {
  const now = store.caseOf(KEY) as Case
  const { replayed, differences } = await replay(
    now,
    store.readEntries(KEY, now.version),
    policyWith(),
    await store.readEnded(KEY, null),
  )
  expect({ replayed, differences }).toEqual({ replayed: true, differences: [] })
}

it('keeps the newest that ended, counts the rest, and gives the same in a replay', async () => {
  const night = await attendedNight()
  await calledAndAnswered(night, 1, MANY)
  const size = sizeOf(night)
  await calledAndAnswered(night, MANY + 1, 2 * MANY)
  expect(sizeOf(night)).toBeLessThan(size * 1.05)
  const view = await night.engine.view(KEY)
  const ended = view?.demands.filter(({ status }) => status !== 'open').map(({ id }) => id)
  expect(ended).toEqual(
    Array.from({ length: MOST_ENDED }, (_, place) => happens.demandId(`d${2 * MANY - MOST_ENDED + 1 + place}`)),
  )
  expect(view).toMatchObject({ endedDemands: 2 * MANY, endedMatters: 0 })
  const left = (await night.store.readEnded(KEY, null)).filter(({ home }) => home === 'demands')
  expect(left.map(({ id }) => id)).toEqual(
    Array.from({ length: 2 * MANY - MOST_ENDED }, (_, place) => happens.demandId(`d${place + 1}`)),
  )
  const alerts = night.store.alerts(KEY)
  expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length)
  expect(kept(night).alertsRaised).toBe(alerts.length)
  await replaysToTheByte(night)
})

it('raises the same alert again for a cause whose alert has left', async () => {
  const night = await attendedNight()
  const sought = (minute: number) => night.go(happens.suspectDealtWith(clock(minute), 'outstanding'))
  const alertsOf = () => night.store.alerts(KEY).filter(({ kind }) => kind === 'suspect-outstanding')
  await sought(0)
  await night.go(happens.suspectDealtWith(clock(1), 'arrested'))
  expect(alertsOf()).toMatchObject([{ status: 'resolved', count: 1 }])
  await calledAndAnswered(night, 1, MANY)
  const [first] = alertsOf()
  expect(Object.keys(kept(night).alerts)).not.toContain(first?.id)
  await sought(2 * MANY + 2)
  expect(alertsOf()).toMatchObject([{ id: first?.id, status: 'open', count: 2 }])
  expect(Object.keys(kept(night).alerts)).toContain(first?.id)
  expect((await night.store.readEnded(KEY, null)).map(({ id }) => id)).not.toContain(first?.id)
  await replaysToTheByte(night)
})

it('begins nothing anew under the name of what ended and left', async () => {
  const night = await attendedNight()
  for (let place = 0; place < MANY; place++) {
    await night.go(task(clock(2 * place), `T-${place}`))
    expect(await night.go(example('task.done', clock(2 * place + 1), { task: `T-${place}` }))).toMatchObject({
      status: 'accepted',
    })
  }
  expect(Object.keys(kept(night).matters)).not.toContain('task/T-0')
  const version = kept(night).version
  for (const again of [task(clock(2 * MANY), 'T-0'), example('task.moved', clock(2 * MANY), { task: 'T-0' })])
    expect(await night.go(again)).toMatchObject({
      status: 'refused',
      problem: { code: 'not-accepted-now', detail: expect.stringContaining('task T-0 is done') },
    })
  expect(kept(night).version).toBe(version)
  await replaysToTheByte(night)
})

describe('above 300 open things', () => {
  it('says so of 300, as the contract does', () => expect(MOST_OPEN).toBe(300))

  it('is too-many for what would open one more, each for itself, and for nothing else', async () => {
    const night = await attendedNight()
    night.store.setNow(clock(1))
    const record = async (...posted: ReturnType<typeof task>[]): Promise<Outcome[]> =>
      night.engine.record(posted.map((event) => arrivedEvent(event, `x${++posts}`)))
    let posts = 0
    const open = (await night.engine.view(KEY))?.matters.filter(({ ended }) => !ended).length ?? 0
    const names = Array.from({ length: MOST_OPEN - open + 2 }, (_, place) => `T-${place}`)
    const outcomes = await record(...names.map((name) => task(clock(1), name)))
    const codes = outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.problem.code : outcome.status))
    expect(codes).toEqual(names.map((_, place) => (place < MOST_OPEN - open ? 'accepted' : 'too-many')))
    const live = hydrateCase(kept(night), policyWith())
    const item = itemOf(live, 1)
    expect(item.matters?.length).toBe(50)
    expect(item.moreMatters).toBe(mattersOf(live).filter(({ ended }) => !ended).length - 50)
    expect(item.deadlines).toHaveLength(20)
    expect(item.moreDeadlines).toBeGreaterThan(0)
    const crime = happens.but(happens.crimeRecorded(clock(1)), { crimeRef: 'C/new' })
    expect(await record(crime)).toMatchObject([{ status: 'refused', problem: { code: 'too-many' } }])
    const taken = [
      happens.callReceived(clock(1)),
      happens.graded(clock(1), 'P1'),
      happens.victimContacted(clock(1), false),
      example('task.moved', clock(1), { task: 'T-1', dueAt: '2026-12-26T12:00:00Z' }),
      example('task.done', clock(1), { task: 'T-2' }),
    ]
    expect((await record(...taken)).map(({ status }) => status)).toEqual(taken.map(() => 'accepted'))
    // The call and the contact opened demands: two more have to end.
    expect(await record(task(clock(1), 'T-new'))).toMatchObject([{ problem: { code: 'too-many' } }])
    await record(...['T-3', 'T-4', 'T-5'].map((name) => example('task.done', clock(1), { task: name })))
    expect(await record(task(clock(1), 'T-new'))).toMatchObject([{ status: 'accepted' }])
    await replaysToTheByte(night)
  })
})

it('keeps what its incident asks of matters that ended: a school that was told stays told, however much ended since', async () => {
  const night = startNight()
  const report = happens.reported('20:00')
  const persons = [{ role: 'child', personRef: 'P-3', schoolRef: 'SCH-1' }]
  const withChild = { ...report, data: { ...report.data, persons } } as happens.Posted
  const told = [happens.schoolTold('20:30', 'P-3'), example('school.acknowledged', '20:40', { child: 'P-3' }, 'hau')]
  for (const happening of [withChild, ...happens.gradedP2('20:00').slice(1), happens.arrived('20:20'), ...told])
    expect(await night.go(happening)).toMatchObject({ status: 'accepted' })
  for (let nth = 1; nth <= MANY; nth++) {
    await night.go(task(clock(2 * nth), `T${nth}`))
    await night.go(example('task.done', clock(2 * nth + 1), { task: `T${nth}`, seen: true }))
  }
  expect(kept(night).left.matters).toBeGreaterThan(0)
  const view = await night.engine.view(KEY)
  expect(view?.matters.map(({ kind }) => kind)).toContain('school')
  expect(view?.closureBlockers.map(({ code }) => code)).not.toContain('school-not-notified')
  await replaysToTheByte(night)
})
