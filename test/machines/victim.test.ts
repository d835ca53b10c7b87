/** What is done for the victim afterwards: welfare checks and visits, with who does them and by when. */
import { type EventName, parseData } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/examples.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

/** An attended incident, and what is posted afterwards. */
async function afterwards(pinned = policyWith()) {
  const { engine, go } = startNight(pinned)
  for (const happened of [
    happens.reported('20:00'),
    happens.thriveAssessed('20:01'),
    happens.graded('20:02', 'P2'),
    happens.arrived('20:10'),
  ])
    expect(await go(happened)).toMatchObject({ status: 'accepted' })
  let posted = 0
  const post = async (type: EventName, at: string, data: object = {}, recordedAt = at): Promise<Outcome> => {
    await go({ kind: 'clock', at: new Date(recordedAt).toISOString() })
    const read = parseData(type, { ...(exampleEvent(type).data as object), ...data })
    if (!read.ok) throw new Error(JSON.stringify(read.gaps))
    const instants = { at: new Date(at).toISOString(), recordedAt: new Date(recordedAt).toISOString() }
    posted += 1
    const event = { kind: 'event', type, ...instants, role: 'supervisor', data: read.data }
    const [outcome] = await engine.record([arrivedEvent(event as unknown as happens.Posted, `${type}-${posted}`)])
    return outcome as Outcome
  }
  const passes = (at: string) => go({ kind: 'clock', at: new Date(at).toISOString() })
  const matter = async (name: string) => (await engine.view(KEY))?.matters.find((one) => one.name === name)
  const deadlines = async (deadline: string) =>
    ((await engine.view(KEY))?.deadlines ?? []).filter(({ name }) => name === deadline)
  const alerts = async () =>
    ((await engine.view(KEY))?.alerts ?? []).filter(({ status }) => status !== 'resolved').map(({ kind }) => kind)
  return { post, passes, matter, deadlines, alerts }
}

const wrong = (type: EventName, change: object): string[] => {
  const read = parseData(type, { ...(exampleEvent(type).data as object), ...change })
  return read.ok ? [] : read.gaps.map(({ pointer }) => pointer)
}

describe('a welfare check', () => {
  it('that was done in time settles the miss, however late the news of it comes', async () => {
    const { post, passes, matter, deadlines, alerts } = await afterwards()
    await post('task.set', '2026-11-20T21:00:00Z', { dueAt: '2026-11-21T12:00:00Z' })
    await passes('2026-11-21T18:00:00Z')
    expect(await alerts()).toContain('task-overdue')
    await post('task.done', '2026-11-21T11:30:00Z', {}, '2026-11-21T18:05:00Z')
    expect(await alerts()).not.toContain('task-overdue')
    expect(await deadlines('task-due')).toMatchObject([{ status: 'met' }])
    expect(await matter('T-1')).toMatchObject({
      state: 'done',
      ended: true,
      facts: { seen: true, doneAt: '2026-11-21T11:30:00.000Z', triedTimes: 0 },
    })
  })

  it('is counted for every time that it did not see her, and climbs until it does', async () => {
    const { post, passes, matter, alerts } = await afterwards()
    await post('task.set', '2026-11-20T21:00:00Z', { dueAt: '2026-11-21T12:00:00Z' })
    const unseen = { seen: false, outcome: 'no-reply' }
    await post('task.done', '2026-11-21T09:00:00Z', unseen)
    await post('task.done', '2026-11-21T11:00:00Z', unseen)
    expect(await matter('T-1')).toMatchObject({
      state: 'standing.notSeen',
      ended: false,
      deadlines: [{ name: 'task-due', dueAt: '2026-11-21T12:00:00.000Z' }],
      facts: { triedTimes: 2, triedAt: '2026-11-21T11:00:00.000Z', seen: null, outcome: 'no-reply' },
    })
    await passes('2026-11-22T12:00:00Z')
    expect(await alerts()).toContain('task-overdue')
  })

  it.each([
    ['task.set', { kind: 'call-round' }, ['/data/kind']],
    ['task.set', { dueAt: 'tomorrow', owner: '' }, ['/data/owner', '/data/dueAt']],
    ['task.done', { outcome: 'She said that she is well' }, ['/data/outcome']],
    ['task.done', { seen: 'yes', text: ' ' }, ['/data/seen', '/data/text']],
    ['task.cancelled', { reason: 'She moved', note: '' }, ['/data/reason', '/data/note']],
  ] as const)('is refused where %s says %j', (type, change, pointers) => {
    expect(wrong(type, change).sort()).toEqual([...pointers].sort())
  })
})
