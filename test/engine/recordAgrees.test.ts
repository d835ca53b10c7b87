/** What holds of the record, its timers and its states, over random histories: `REASSESS_RUNS` asks for more of them. */
import { type AnyMachineSnapshot, type AnyStateMachine, getNextTransitions } from 'xstate'
import { alert } from '../../machines/alert/index.ts'
import { demand } from '../../machines/demand/index.ts'
import { incident } from '../../machines/incident/index.ts'
import { MATTERS } from '../../machines/matters/index.ts'
import type { Matter } from '../../machines/matters/matter.ts'
import { obligation } from '../../machines/obligation/index.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case, StoredMachine, Timer } from '../../src/engine/step/case.ts'
import { contextOf as incidentContext } from '../../src/engine/step/live.ts'
import { KEY } from '../support/incident.ts'
import { caseOf, contextOf, demandsOf, everywhere, type Moment, pinned, play, playOnce, RUNS } from '../support/played.ts'

/** Histories for the law that plays each of them under workers of all three kinds. */
const RUNS_THREE_TIMES = Math.ceil((RUNS * 2) / 3)

it('every running timer belongs to its state, every state that waits has its timer, and each is on the instant in memory', () =>
  everywhere(async (history) => {
    const { moments } = await playOnce(history, 'now and then')
    for (const { after } of moments) {
      const running = after.timers.map((timer) => inWords(timer)).sort()
      expect(running).toEqual(
        machinesOf(after)
          .flatMap((one) => (one.name.startsWith('matters/') ? mattersWait(one, after.timers) : waitsFor(one)))
          .sort(),
      )
      expect(new Set(after.timers.map(({ id }) => id)).size).toBe(after.timers.length)
    }
  }))

const inWords = ({ machine, deadline, dueAt }: Pick<Timer, 'machine' | 'deadline' | 'dueAt'>): string =>
  `${machine} ${deadline} ${dueAt}`

interface Named extends StoredMachine {
  readonly name: string
  readonly machine: AnyStateMachine
}

function machinesOf(kept: Case): Named[] {
  const of = (home: 'duties' | 'demands' | 'alerts', machine: AnyStateMachine) =>
    Object.entries(kept[home]).map(([id, stored]) => ({ ...stored, name: `${home}/${id}`, machine }))
  const itself = {
    ...kept.incident,
    context: { ...incidentContext(kept, pinned) },
    name: 'incident',
    machine: incident,
  }
  const matters = Object.entries(kept.matters ?? {}).map(([id, stored]) => {
    const { machine } = MATTERS[id.slice(0, id.indexOf('/'))] as Matter
    return { ...stored, name: `matters/${id}`, machine }
  })
  return [itself, ...of('duties', obligation), ...of('demands', demand), ...of('alerts', alert), ...matters]
}

/** The clocks that the state of a machine waits on, by name. */
function clocksOf({ machine, value, context }: Named): readonly string[] {
  const snapshot = machine.resolveState({ value: value as string, context }) as AnyMachineSnapshot
  const names = getNextTransitions(snapshot).flatMap(({ eventType }) => /^xstate\.after\.([^.]+)\./.exec(eventType)?.[1] ?? [])
  return [...new Set(names)]
}

/** Of a matter: each of its clocks on one of the instants that it remembers. */
const mattersWait = (one: Named, timers: readonly Timer[]): string[] =>
  clocksOf(one).map((deadline) => {
    const due = timers.find((timer) => timer.machine === one.name && timer.deadline === deadline)?.dueAt ?? 'none'
    return inWords({
      machine: one.name,
      deadline,
      dueAt: Object.values(one.context).includes(due) ? due : `${due}, not remembered`,
    })
  })

/** The clocks that a machine's state waits on, at the instants it remembers; a warning that was given waits no longer. */
function waitsFor(one: Named): string[] {
  const { name, context } = one
  const { attendBy, warnBy, answerBy, dueAt, climbAt, warnedOn, clock } = context as Record<string, string>
  const instants: Record<string, string | undefined> = {
    attendance: attendBy,
    'attendance-warning': warnedOn === clock ? undefined : warnBy,
    answer: answerBy,
    due: dueAt,
    climb: climbAt,
  }
  return clocksOf(one).flatMap((deadline) => {
    const due = instants[deadline]
    return due === undefined ? [] : [inWords({ machine: name, deadline, dueAt: due })]
  })
}

it('the lines of the record, applied again, give the same case to the byte, and the chain verifies', () =>
  everywhere(async (history) => {
    const { night } = await playOnce(history, 'now and then')
    const kept = caseOf(night)
    const { differences, replayed } = await replay(kept, each(night.store.entries(KEY)), pinned)
    expect({ differences, replayed }).toEqual({ differences: [], replayed: true })
  }))

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

it('no result depends on how late timers fired', () =>
  everywhere(
    async (history) => {
      const onTime = await playOnce(history, 'on time')
      const posted = onTime.moments.map((moment) => moment.posted)
      for (const workers of ['never', 'now and then'] as const) {
        const late = await play(history, workers, posted)
        expect(late.moments.map(result)).toEqual(onTime.moments.map(result))
      }
    },
    { runs: RUNS_THREE_TIMES },
  ))

/** What became of an event and how the incident then stands; answer clocks are left out: they run from when a person could be told. */
function result({ outcome, after }: Moment): unknown {
  const { attendBy, warnBy, breaches, review, attendance, priority, riskGrade } = contextOf(after)
  return {
    outcome: outcome.status === 'refused' ? outcome.problem.code : outcome.status,
    warnings: outcome.status === 'refused' ? [] : outcome.warnings,
    value: after.incident.value,
    demands: demandsOf(after).map(({ id, reason, causeCount, status }) => ({ id, reason, causeCount, status })),
    causes: contextOf(after).openDemands.map(({ id, causes }) => ({ id, causes: causes.map(({ at }) => at) })),
    memory: { attendBy, warnBy, breaches, review, attendance, priority, riskGrade },
  }
}
