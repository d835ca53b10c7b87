/** Demands, alerts and obligations as a reader sees them (contract §3). */
import type { AnyStateMachine } from 'xstate'
import type { AlertContext } from '../../../machines/alert/setup.ts'
import { type DemandContext, isFresh } from '../../../machines/demand/setup.ts'
import { MATTERS } from '../../../machines/matters/index.ts'
import type { Matter } from '../../../machines/matters/matter.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import { CAUSES_SHOWN, type Cause } from '../../../machines/rules/reassessment/causes.ts'
import type { MatterLine, StoredMachine } from '../step/case.ts'
import type { AlertItem, DeadlineItem, DemandItem } from './views.ts'

/** @param causes those that it still waits for, as the incident remembers them. */
export function demandItem({ value, context }: StoredMachine, causes: readonly Cause[] = []): DemandItem {
  const { id, reason, raisedAt, answerBy, level, count, causeCount } = context as unknown as DemandContext
  return {
    ...{ id, reason, raisedAt, dueAt: answerBy, level, count },
    ...(value === 'setAside' ? { status: 'answered' as const, setAside: true } : { status: value as DemandItem['status'] }),
    causes: causes.slice(-CAUSES_SHOWN).map(({ at, sequence }) => ({ at, sequence })),
    causeCount,
  }
}

export function alertItem(incident: string, { value, context }: StoredMachine): AlertItem {
  const alert = context as unknown as AlertContext
  const { id, kind, severity, audience, level, count, raisedAt } = alert
  const status = value as AlertItem['status']
  return {
    ...{ id, incident, kind, severity, audience, level, count, status, raisedAt },
    ...(alert.dueAt === null ? {} : { dueAt: alert.dueAt }),
    ...(alert.demand === null ? {} : { demand: alert.demand }),
    ...(alert.acknowledgedBy === null ? {} : { acknowledgedBy: alert.acknowledgedBy }),
    ...(alert.resolvedAt === null ? {} : { resolvedAt: alert.resolvedAt }),
  }
}

/** The deepest active state, joined by dots where nested and by commas where regions run side by side. */
export const stateName = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as object)
        .map(([parent, child]) => `${parent}.${stateName(child)}`)
        .join()

/** Of an incident as its snapshot has it. */
export const isClosed = ({ value }: Pick<StoredMachine, 'value'>): boolean =>
  (value as { readonly closure?: unknown }).closure === 'closed'

/** @param id its kind and name, as `marker/M1`. */
export function matterLine(id: string, { value }: StoredMachine): MatterLine {
  const cut = id.indexOf('/')
  return { kind: id.slice(0, cut), name: id.slice(cut + 1), state: stateName(value) }
}

const UNDONE: readonly unknown[] = ['pending', 'missed', 'climbing']
/** Whether an obligation is owed still, in time or late. */
export const isUndone = (obligation: StoredMachine): boolean => UNDONE.includes(obligation.value)

const DUTY_STATUS: Readonly<Record<string, DeadlineItem['status']>> = {
  pending: 'pending',
  met: 'met',
  missed: 'missed',
  climbing: 'missed',
  late: 'missed',
  passed: 'missed',
  lapsed: 'missed',
  cancelled: 'cancelled',
}

export function obligationItem({ value, context }: StoredMachine): DeadlineItem {
  const { deadline, dueAt } = context as unknown as ObligationContext
  return { name: deadline, dueAt, status: DUTY_STATUS[String(value)] ?? 'pending' }
}

/** Whether a demand was answered, or waits, within its first answer time. */
export const isInTime = ({ context }: StoredMachine): boolean => isFresh(context as unknown as DemandContext)

/** The answer that a demand waits for. A demand that escalated, or that only got an explanation, was missed. */
export function answerItem(demand: StoredMachine): DeadlineItem {
  const { dueAt, status, setAside = false } = demandItem(demand)
  const answered = isInTime(demand) && !setAside ? 'met' : 'missed'
  return { name: 'answer', dueAt, status: status === 'open' ? 'pending' : status === 'answered' ? answered : 'cancelled' }
}

export function matterKind(kind: string): Matter {
  const found = MATTERS[kind]
  if (found === undefined) throw new RangeError(`no kind of matter is called ${kind}`)
  return found
}

/** @param id its kind and name, as `marker/M1`. */
export const matterHasEnded = (id: string, { value }: StoredMachine): boolean =>
  endStates(matterKind(id.slice(0, id.indexOf('/'))).machine).has(rootOf(value))

const rootOf = (value: unknown): string => (typeof value === 'string' ? value : (Object.keys(value as object)[0] ?? ''))
const ends = new WeakMap<AnyStateMachine, ReadonlySet<string>>()
function endStates(machine: AnyStateMachine): ReadonlySet<string> {
  const known = ends.get(machine)
  if (known !== undefined) return known
  const over = Object.values(machine.root.states).filter(({ type, tags }) => type === 'final' || tags.includes('over'))
  const names = new Set(over.map(({ key }) => key))
  ends.set(machine, names)
  return names
}
