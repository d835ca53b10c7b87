/** Law 3 over random histories: what was accepted survives, what was refused changes nothing, what fell due fires, what is owed has a clock. */
import type { AlertContext } from '../../machines/alert/setup.ts'
import type { Timer } from '../../src/engine/step/case.ts'
import { KEY } from '../support/incident.ts'
import { contentOf, contextOf, demandsOf, everywhere, type Moment, playOnce } from '../support/played.ts'

/** What the engine writes of itself; every other line is somebody's event. */
const OURS = ['deadline.passed', 'alert.acknowledged']

it('law 3: each accepted event is one line of the record, word for word, and a refused one leaves none and changes nothing', () =>
  everywhere(async (history) => {
    const { night, moments } = await playOnce(history, 'on time')
    const lines = night.store.entries(KEY)
    const written = lines.filter(({ type }) => !OURS.includes(type)).map(({ sequence }) => sequence)
    const taken = moments.flatMap(({ outcome }) => (outcome.status === 'accepted' ? [outcome.sequence] : []))
    // What the history opened with comes before.
    expect(written.slice(written.length - taken.length)).toEqual(taken)
    expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, place) => place + 1))
    for (const { posted, outcome, before, after } of moments) {
      if (outcome.status !== 'accepted') {
        expect(after).toEqual(before)
        continue
      }
      const { type, at, recordedAt } = posted
      const line = lines[outcome.sequence - 1]
      expect(line).toMatchObject({ type, at, recordedAt, actor: { role: posted.role } })
      expect(line && contentOf(line)).toEqual(JSON.parse(JSON.stringify(posted.data)))
    }
  }))

it('law 3: a clock that was set fires at its instant and once, or was ended before it by something that happened', () =>
  everywhere(async (history) => {
    const { night, moments } = await playOnce(history, 'now and then')
    const running = new Map<string, Timer>()
    for (const line of night.store.entries(KEY)) {
      const { type, recordedAt, at, consequences } = line
      const fires = type === 'deadline.passed' ? contentOf(line).timer : null
      if (fires !== null) expect(at).toBe(running.get(fires)?.dueAt)
      // What is due goes first.
      else expect([...running.values()].filter(({ dueAt }) => dueAt <= recordedAt)).toEqual([])
      for (const timer of consequences.timersSet) running.set(timer.id, timer)
      for (const { id } of consequences.timersEnded) expect(running.delete(id)).toBe(true)
      if (fires !== null) expect(running.has(fires)).toBe(false)
    }
    expect(
      moments
        .at(-1)
        ?.after.timers.map(({ id }) => id)
        .sort(),
    ).toEqual([...running.keys()].sort())
  }))

it('law 3: an open demand has an answer clock and an alert that is not resolved; an incident that is graded and waits has its clock', () =>
  everywhere(async (history) => {
    const { moments } = await playOnce(history, 'now and then')
    for (const { after } of moments) {
      const clocks = after.timers.map(({ machine, deadline }) => `${machine} ${deadline}`)
      const unresolved = alertsOf(after).flatMap(({ demand, status }) => (status === 'resolved' ? [] : [demand]))
      for (const { id, status } of demandsOf(after)) {
        expect([id, clocks.includes(`demands/${id} answer`)]).toEqual([id, status === 'open'])
        expect([id, unresolved.includes(id)]).toEqual([id, status === 'open'])
      }
      const waits = JSON.stringify(after.incident.value).includes('"waiting":')
      expect(clocks.includes('incident attendance')).toBe(waits)
      if (waits) expect(contextOf(after).attendBy).toEqual(expect.any(String))
    }
  }))

it('law 3: acknowledging says who has an alert, and ends nothing', () =>
  everywhere(async (history) => {
    const { night } = await playOnce(history, 'now and then')
    for (const { type, consequences } of night.store.entries(KEY))
      if (type === 'alert.acknowledged')
        expect(consequences).toEqual({
          ...{ timersSet: [], timersEnded: [], demands: [] },
          alerts: [expect.objectContaining({ status: 'acknowledged' })],
        })
  }))

const alertsOf = ({ alerts }: Moment['after']) =>
  Object.values(alerts).map(({ value, context }) => ({ ...(context as unknown as AlertContext), status: String(value) }))
