/** Who has an alert: taking, taking over, releasing and taking all of an incident stop no clock and answer no demand (the second law). */
import fc from 'fast-check'
import type { Person, Role } from '../../machines/rules/vocabulary.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Entry } from '../../src/engine/step/case.ts'
import { callReceived, diverted, gradedP2, instant, logNoted, reassessed } from '../support/happenings.ts'
import { histories } from '../support/histories.ts'
import { KEY, type Night, startNight } from '../support/incident.ts'
import { caseOf, contentOf, everywhere, pinned, play, RUNS } from '../support/played.ts'

const SUP_1 = { id: 'sup-1', role: 'supervisor' }
const SUP_2 = { id: 'sup-2', role: 'supervisor' }
const HANDLER = { id: 'ch-1', role: 'call-handler' }
const actor = (role: Role = 'supervisor') => ({ key: `key-${role}`, role })

/** Graded, and diverted at 20:30: a demand with its alert, WK-1-a1, to be answered by 20:45. */
async function demanded(): Promise<Night> {
  const night = startNight()
  for (const posted of [...gradedP2('20:00'), diverted('20:30')]) await night.go(posted)
  return night
}

const alertsOf = ({ store }: Night) => store.alerts(KEY)
const openOnes = (night: Night) =>
  alertsOf(night).flatMap(({ kind, status, acknowledgedBy: by }) =>
    status === 'resolved' ? [] : [[kind, status, by?.id ?? null]],
  )
const take = (night: Night, alert: string, by: Person, note?: string) => night.engine.acknowledge(alert, KEY, by, actor(), note)
const takenLines = (night: Night) =>
  night.store.entries(KEY).flatMap((line) => (line.type.startsWith('alert.') ? [[line.type, contentOf(line)]] : []))
const replayed = async (night: Night) => {
  async function* lines(): AsyncGenerator<Entry> {
    yield* night.store.entries(KEY)
  }
  return (await replay(caseOf(night), lines(), pinned)).differences
}

describe('taking an alert', () => {
  it('says who has it, and the record keeps the note', async () => {
    const night = await demanded()
    expect(await take(night, 'WK-1-a1', SUP_1, 'I am ringing her now.')).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: SUP_1,
    })
    expect(takenLines(night)).toEqual([['alert.acknowledged', { alert: 'WK-1-a1', by: SUP_1, note: 'I am ringing her now.' }]])
    expect(JSON.stringify([alertsOf(night), caseOf(night)])).not.toContain('ringing')
    expect(await replayed(night)).toEqual([])
  })

  it('takes it over from whoever has it, and both are in the record', async () => {
    const night = await demanded()
    await Promise.all([take(night, 'WK-1-a1', SUP_1), take(night, 'WK-1-a1', SUP_2)])
    expect(openOnes(night)).toEqual([['reassessment-demanded', 'acknowledged', 'sup-2']])
    expect(takenLines(night).map(([, { by }]) => by.id)).toEqual(['sup-1', 'sup-2'])
  })

  it('again by whoever has it adds a line only for a further note', async () => {
    const night = await demanded()
    await take(night, 'WK-1-a1', SUP_1)
    await take(night, 'WK-1-a1', { ...SUP_1, id: 'SUP 1'.replace(' ', '-') })
    expect(takenLines(night)).toHaveLength(1)
    await take(night, 'WK-1-a1', SUP_1, 'Still ringing.')
    expect(takenLines(night)).toHaveLength(2)
    expect(openOnes(night)).toEqual([['reassessment-demanded', 'acknowledged', 'sup-1']])
  })

  it('stops no clock: a taken demand returns at its clock, and escalates', async () => {
    const night = await demanded()
    for (const at of ['20:45', '21:00', '21:15']) {
      await night.engine.acknowledgeAll(KEY, SUP_1, actor())
      await night.go({ kind: 'clock', at: instant(at) })
    }
    const top = alertsOf(night).findLast(({ kind, demand }) => kind === 'reassessment-overdue' && demand === 'WK-1-d1')
    expect(top).toMatchObject({ level: 3, count: 2, status: 'open' })
    expect(top).not.toHaveProperty('acknowledgedBy')
    // Who had it stays in the record.
    expect(takenLines(night)).toHaveLength(3)
  })
})

describe('releasing an alert', () => {
  it('gives it back to everybody, at the same level, count and clock', async () => {
    const night = await demanded()
    const [before] = alertsOf(night)
    await take(night, 'WK-1-a1', SUP_1)
    expect(await night.engine.release('WK-1-a1', KEY, SUP_1, actor(), 'My shift ends.')).toEqual(before)
    expect(takenLines(night).at(-1)).toEqual(['alert.released', { alert: 'WK-1-a1', by: SUP_1, note: 'My shift ends.' }])
    expect(await replayed(night)).toEqual([])
  })

  it.each<[string, Person, Role, unknown]>([
    ['whoever has it', HANDLER, 'control-room', { status: 'open' }],
    ['whoever has it, however they spell their id', { ...HANDLER, id: ' CH\u200b-1' }, 'control-room', { status: 'open' }],
    ['a colleague', { id: 'ch-2', role: 'call-handler' }, 'control-room', 'not-theirs'],
    ['the harm assessment unit', { id: 'hau-1', role: 'hau' }, 'hau', 'not-theirs'],
    ['a supervisor', SUP_2, 'supervisor', { status: 'open' }],
    ['a duty superintendent', { id: 'supt-1', role: 'duty-superintendent' }, 'duty-superintendent', { status: 'open' }],
  ])('is for whoever has it and those who supervise: %s', async (_, by, role, answer) => {
    const night = await demanded()
    await night.engine.acknowledge('WK-1-a1', KEY, HANDLER, actor('control-room'))
    const released = await night.engine.release('WK-1-a1', KEY, by, actor(role))
    if (typeof answer === 'string') expect(released).toBe(answer)
    else expect(released).toMatchObject(answer as object)
  })

  it('needs somebody who has it', async () => {
    const night = await demanded()
    const release = (alert: string, key = KEY) => night.engine.release(alert, key, SUP_1, actor())
    expect(await release('WK-1-a1')).toBe('not-taken')
    expect(await release('WK-1-a9')).toBe('unknown')
    expect(await release('WK-1-a1', { ...KEY, reference: 'WK-404' })).toBe('unknown')
    await take(night, 'WK-1-a1', SUP_1)
    await night.go(reassessed('20:40', 'd1'))
    expect(await release('WK-1-a1')).toBe('not-taken')
    expect(takenLines(night)).toHaveLength(1)
  })
})

describe('taking all alerts of an incident', () => {
  it('is one line, of those that are not resolved and that the person does not have', async () => {
    const night = await demanded()
    await night.go(callReceived('20:40'))
    await night.go(logNoted('20:41', true))
    await night.go(reassessed('20:42', 'd1'))
    await take(night, 'WK-1-a2', SUP_1)
    const all = await night.engine.acknowledgeAll(KEY, SUP_1, actor())
    expect(all?.map(({ id, status, acknowledgedBy: by }) => [id, status, by?.id])).toEqual([
      ['WK-1-a2', 'acknowledged', 'sup-1'],
      ['WK-1-a3', 'acknowledged', 'sup-1'],
    ])
    expect(takenLines(night).at(-1)).toEqual(['alert.acknowledged', { alerts: ['WK-1-a3'], by: SUP_1 }])
    expect(
      night.store
        .entries(KEY)
        .at(-1)
        ?.consequences.alerts.map(({ id }) => id),
    ).toEqual(['WK-1-a3'])

    const lines = night.store.entries(KEY).length
    await night.engine.acknowledgeAll(KEY, SUP_1, actor())
    expect(night.store.entries(KEY)).toHaveLength(lines)
    await night.engine.acknowledgeAll(KEY, SUP_1, actor(), 'Both rang.')
    expect(takenLines(night).at(-1)).toEqual([
      'alert.acknowledged',
      { alerts: ['WK-1-a2', 'WK-1-a3'], by: SUP_1, note: 'Both rang.' },
    ])
    expect(await replayed(night)).toEqual([])
  })

  it('of an incident with none is no line, and of an unknown incident nothing', async () => {
    const night = startNight()
    for (const posted of gradedP2('20:00')) await night.go(posted)
    expect(await night.engine.acknowledgeAll(KEY, SUP_1, actor(), 'Nothing here?')).toEqual([])
    expect(await night.engine.acknowledgeAll({ ...KEY, reference: 'WK-404' }, SUP_1, actor())).toBeNull()
    expect(takenLines(night)).toEqual([])
  })
})

/** What somebody does about alerts between two steps of a history. */
const acts = fc.array(fc.constantFrom('take', 'take over', 'take all', 'release', 'nothing'), { minLength: 1, maxLength: 25 })

it('no taking and no releasing moves a deadline, a demand, a level or a count, in any history', () =>
  everywhere(
    async (history) => {
      const [does = []] = fc.sample(acts, { numRuns: 1, seed: history.steps.length })
      const without = { ...history, steps: history.steps.map((step) => ({ ...step, acknowledges: null })) }
      const plain = await play(without, 'on time')
      const posted = plain.moments.map((moment) => moment.posted)
      const taken = await play(without, 'on time', posted, pinned, (night, place) => act(night, does[place % does.length] ?? ''))
      expect(await withoutTakers(taken.night)).toEqual(await withoutTakers(plain.night))
      expect(await replayed(taken.night)).toEqual([])
    },
    { runs: Math.ceil(RUNS / 2), of: histories },
  ))

async function act(night: Night, what: string): Promise<void> {
  const [first] = alertsOf(night).filter(({ status }) => status !== 'resolved')
  if (what === 'take all') await night.engine.acknowledgeAll(KEY, SUP_1, actor(), 'All of it.')
  if (first === undefined) return
  if (what === 'take') await take(night, first.id, SUP_1)
  if (what === 'take over') await take(night, first.id, SUP_2, 'From here it is mine.')
  if (what === 'release') await night.engine.release(first.id, KEY, SUP_2, actor())
}

/** What the case is owed and shows, but who has its alerts; lines are numbered otherwise where somebody took an alert. */
async function withoutTakers({ store, engine }: Night) {
  const view = await engine.view(KEY)
  return {
    ...{ state: view?.state, attention: view?.attention, priority: view?.priority, risk: view?.risk.grade },
    deadlines: view?.deadlines,
    demands: view?.demands.map(({ causes, ...demand }) => ({ ...demand, causes: causes.map(({ at }) => at) })),
    matters: view?.matters.map(({ kind, state, deadlines }) => ({ kind, state, deadlines })),
    clocks: caseOf({ store } as Night)
      .timers.map(({ deadline, dueAt }) => `${dueAt} ${deadline}`)
      .sort(),
    alerts: store.alerts(KEY).map(({ status, acknowledgedBy: _, ...alert }) => ({ ...alert, isOver: status === 'resolved' })),
  }
}
