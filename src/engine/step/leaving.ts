/**
 * What has ended leaves the snapshot, so that an event costs what is open and not what was. The newest `MOST_ENDED` of each home
 * stay; what is older goes into rows of its own, written by the same commit, and is read from there. A matter that an event names
 * and an alert that its cause raises again come back from there: nothing begins anew because it was put away (decision 0028).
 *
 * All of it follows from the lines alone, so that a replay puts away and brings back the same.
 */
import type { AlertContext } from '../../../machines/alert/setup.ts'
import type { DemandContext } from '../../../machines/demand/setup.ts'
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import { isNeeded } from '../../../machines/matters/safeguardingFacts.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import type { AlertKind } from '../../../machines/rules/catalogue/alerts.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { isUndone, matterHasEnded } from '../views/items.ts'
import { HOMES, type Home, type StoredMachine, type Timer } from './case.ts'

/** Of each home, beside all that is open (contract §3). */
export const MOST_ENDED = 50

/** Something that ended, as its row keeps it. */
export interface EndedPart {
  readonly home: Home
  readonly id: string
  /** Which of its name: an obligation may be owed, end and leave again; 0 for what has its name alone. */
  readonly nth: number
  /** Of an alert: its kind and cause, by which it comes back. */
  readonly cause: string | null
  /** Its place in its own list: when a demand or an alert was raised, when an obligation was due. */
  readonly at: Instant
  /** When it was due, for the list of deadlines. */
  readonly dueAt: Instant | null
  readonly machine: StoredMachine
}

/** What left a case that is being worked on. */
export interface Away {
  /** Left since the case was loaded; in a replay all that ever did. */
  readonly gone: Map<string, EndedPart>
  /** Fetched from the rows. */
  readonly fetched: Map<string, EndedPart>
  /** What was asked of the rows, found or not; null in a replay, which misses nothing. */
  readonly asked: Set<string> | null
  /** Came back from the rows, which are to go. */
  readonly back: Set<string>
}

/** A case as far as it concerns what leaves it. */
export interface Holding extends Record<Home, Record<string, StoredMachine>> {
  readonly incident: { readonly context: IncidentContext }
  readonly timers: readonly Timer[]
  /** Of each home the ids of what has ended and is still here, in the order in which it ended. */
  readonly ended: Record<Home, string[]>
  readonly left: Record<Home, number>
  /** In no snapshot. */
  readonly away: Away
}

export const nothingAway = (asked: Away['asked']): Away => ({ gone: new Map(), fetched: new Map(), asked, back: new Set() })
export const copyOf = ({ gone, fetched, asked, back }: Away): Away => ({
  gone: new Map(gone),
  fetched: new Map(fetched),
  asked: asked === null ? null : new Set(asked),
  back: new Set(back),
})

/** The rows have to be read before the event can be judged: of a matter or demand its home and id, of an alert its kind and cause. */
export class LeftTheCase extends Error {
  readonly code = 'left-the-case'
  readonly wanted: readonly string[]
  constructor(wanted: readonly string[]) {
    super('what is needed has left the snapshot')
    this.wanted = wanted
  }
}

const causeName = (kind: AlertKind, cause: string): string => `cause/${kind} ${cause}`
/** What a part is asked for by. */
export const namesOf = ({ home, id, cause }: EndedPart): readonly string[] => [
  `${home}/${id}`,
  ...(cause === null ? [] : [`cause/${cause}`]),
]

/** @throws LeftTheCase where only the rows can say whether there is such a thing. */
function awayUnder({ left, away }: Holding, home: Home, name: string): EndedPart | null {
  const found = away.gone.get(name) ?? away.fetched.get(name)
  if (found !== undefined) return found
  if (left[home] === 0 || away.asked === null || away.asked.has(name)) return null
  throw new LeftTheCase([name])
}

/** A machine of the case, there or away. @throws LeftTheCase */
export const partOf = (live: Holding, home: Exclude<Home, 'duties'>, id: string): StoredMachine | undefined =>
  Object.hasOwn(live[home], id) ? live[home][id] : awayUnder(live, home, `${home}/${id}`)?.machine

/** The id of the alert of a cause that has left, which is back. @throws LeftTheCase */
export function alertBack(live: Holding, kind: AlertKind, cause: string): string | undefined {
  const found = awayUnder(live, 'alerts', causeName(kind, cause))
  if (found !== null) comeBack(live, found)
  return found?.id
}

/** Whether a machine is away; if it is, it is back. @throws LeftTheCase */
export function broughtBack(live: Holding, home: Exclude<Home, 'duties'>, id: string): boolean {
  const found = awayUnder(live, home, `${home}/${id}`)
  if (found !== null) comeBack(live, found)
  return found !== null
}

function comeBack(live: Holding, part: EndedPart): void {
  const { home, id, machine } = part
  const { gone, fetched, back } = live.away
  // It ended before: whatever it becomes now, it is looked at when the line is done.
  live[home][id] = machine
  live.ended[home].push(id)
  live.left[home] -= 1
  for (const name of namesOf(part)) {
    gone.delete(name)
    if (fetched.delete(name)) back.add(`${home}/${id}`)
  }
}

/** Of the machines that a line touched, those that ended are the newest of their home; the oldest beyond `MOST_ENDED` leave. */
export function putAway(live: Holding, touched: Readonly<Record<Home, ReadonlySet<string>>>): void {
  for (const home of HOMES) {
    for (const id of touched[home]) {
      const list = live.ended[home]
      const place = list.lastIndexOf(id)
      if (place !== -1) list.splice(place, 1)
      const machine = live[home][id]
      if (machine !== undefined && hasEnded(home, id, machine)) list.push(id)
    }
    leave(live, home)
  }
}

function hasEnded(home: Home, id: string, machine: StoredMachine): boolean {
  switch (home) {
    case 'demands':
      return machine.value !== 'open'
    case 'alerts':
      return machine.value === 'resolved'
    case 'duties':
      return !isUndone(machine)
    case 'matters':
      return matterHasEnded(id, machine)
  }
}

function leave(live: Holding, home: Home): void {
  const list = live.ended[home]
  if (list.length <= MOST_ENDED) return
  const needed = home === 'matters' ? stillOwing(live) : null
  for (let place = 0; place < list.length && list.length > MOST_ENDED; ) {
    const id = list[place] as string
    const machine = live[home][id] as StoredMachine
    // What is owed under the deadline's name alone is one of a few dozen, and rules ask since when it was.
    const stays =
      home === 'duties' ? !id.includes('/') : needed !== null && (needed.has(id) || isNeeded(id, machine, live.incident.context))
    if (stays) {
      place += 1
      continue
    }
    list.splice(place, 1)
    delete live[home][id]
    live.left[home] += 1
    const part = endedPart(home, id, machine, home === 'duties' ? live.left.duties : 0)
    const names = home === 'duties' ? [`${home}/${id}#${part.nth}`] : namesOf(part)
    for (const name of names) live.away.gone.set(name, part)
    live.away.back.delete(`${home}/${id}`)
  }
}

/** Matters whose clocks run or that owe something stay, although they are no longer in force. */
function stillOwing({ timers, duties }: Holding): ReadonlySet<string> {
  const owing = Object.entries(duties).filter(([, obligation]) => isUndone(obligation))
  return new Set([
    ...timers.flatMap(({ machine }) => (machine.startsWith('matters/') ? [machine.slice('matters/'.length)] : [])),
    ...owing.flatMap(([id, { context }]) => [id, ...(typeof context.matter === 'string' ? [context.matter] : [])]),
  ])
}

/** @param nth above every item that left, for an item that is still there. */
export const partOfCase = (home: 'demands' | 'duties', id: string, machine: StoredMachine): EndedPart =>
  endedPart(home, id, machine, STILL_HERE)
const STILL_HERE = 2 ** 31 - 1

function endedPart(home: Home, id: string, machine: StoredMachine, nth: number): EndedPart {
  const part = { home, id, nth, cause: null, dueAt: null, machine }
  switch (home) {
    case 'demands': {
      const { raisedAt, answerBy } = machine.context as unknown as DemandContext
      return { ...part, at: raisedAt, dueAt: answerBy }
    }
    case 'alerts': {
      const { kind, cause, raisedAt } = machine.context as unknown as AlertContext
      return { ...part, at: raisedAt, cause: `${kind} ${cause}` }
    }
    case 'duties': {
      const { dueAt } = machine.context as unknown as ObligationContext
      return { ...part, at: dueAt, dueAt }
    }
    case 'matters':
      return { ...part, at: BEFORE_ALL }
  }
}

/** Matters are read by their name, never in an order of time. */
const BEFORE_ALL: Instant = '1970-01-01T00:00:00.000Z'

/** Each part that left since the case was loaded, once. */
export const goneFrom = ({ away: { gone } }: Pick<Holding, 'away'>): readonly EndedPart[] => [...new Set(gone.values())]

/** A case with all that ever left it, to be read whole. */
export function withAll<Case extends Holding>(live: Case, parts: readonly EndedPart[]): Case {
  const away = (home: Home) => parts.filter((part) => part.home === home)
  // An obligation may have been owed and ended several times under its name.
  const nameOf = ({ home, id, nth }: EndedPart) => (home === 'duties' ? `${id}#${nth}` : id)
  const of = (home: Home) => ({
    ...Object.fromEntries(away(home).map((part) => [nameOf(part), part.machine])),
    ...live[home],
  })
  const ended = (home: Home) => [...away(home).map(nameOf), ...live.ended[home]]
  return {
    ...live,
    ...{ duties: of('duties'), demands: of('demands'), alerts: of('alerts'), matters: of('matters') },
    ended: { duties: ended('duties'), demands: ended('demands'), alerts: ended('alerts'), matters: ended('matters') },
    left: { duties: 0, demands: 0, alerts: 0, matters: 0 },
  }
}

/** As registers and counts see it: with what has left since it was loaded. */
export const withAllGone = <Case extends Holding>(live: Case): Case =>
  live.away.gone.size === 0
    ? live
    : {
        ...live,
        duties: { ...withGone(live, 'duties') },
        demands: { ...withGone(live, 'demands') },
        matters: { ...withGone(live, 'matters') },
      }

/** The machines of a home with those that left since the case was loaded. */
export function withGone(live: Holding, home: Home): Readonly<Record<string, StoredMachine>> {
  const gone = goneFrom(live).filter((part) => part.home === home)
  return gone.length === 0 ? live[home] : { ...Object.fromEntries(gone.map(({ id, machine }) => [id, machine])), ...live[home] }
}
