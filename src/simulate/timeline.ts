/** The lines of a case's record as a supervisor would tell them: what happened, and what followed. */
import { recordOf } from '../../machines/rules/events.ts'
import type { Original } from '../../machines/rules/report/links.ts'
import type { Earlier } from '../../machines/rules/report/repeatCallers.ts'
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'
import type { Asked, Consequences, Entry, Taken, Timer } from '../engine/step/case.ts'
import type { Said } from '../engine/step/step.ts'
import type { DeadlineItem, IncidentView } from '../engine/views/views.ts'
import { clockOf, lapseInWords } from './clocks.ts'
import { shortId } from './reading/nameDemands.ts'
import { clockTime } from './reading/times.ts'

export interface Moment {
  readonly at: Instant
  readonly recordedAt: Instant
  /** Null for a clock that ran out. */
  readonly role: Role | null
  readonly what: string
  readonly followed: readonly string[]
}

interface Around {
  /** The case before and after what these lines say. */
  readonly before: IncidentView | null
  readonly after: IncidentView
  /** Audiences, one a level. */
  readonly escalation: readonly Role[]
  readonly zone: string
}

export function momentsOf(entries: readonly Entry[], around: Around): Moment[] {
  const told = entries.map((entry, place): Moment => {
    const { at, recordedAt, actor, consequences } = entry
    const lapsed = entry.type === 'deadline.passed' ? (JSON.parse(entry.content) as Omit<Timer, 'id'>) : null
    return {
      at,
      recordedAt,
      role: actor?.role ?? null,
      what: lapsed === null ? eventInWords(entry) : lapseInWords(lapsed),
      followed: [
        ...(consequences.earlier ? [`who called before: ${foundInWords(consequences.earlier)}`] : []),
        ...(consequences.original ? [`original: ${originalInWords(consequences.original)}`] : []),
        ...(consequences.matters ?? []).map(({ kind, name, state }) => `${kind} ${name}: ${state}`),
        ...clocks(consequences, lapsed, around, at),
        ...demands(consequences, around, { at, isFirst: firstIn(entries, place) }),
        ...alerts(consequences, around),
      ],
    }
  })
  const own = told.find((_, index) => entries[index]?.actor !== null) ?? told[0]
  return told.map((moment) => (moment === own ? { ...moment, followed: [...settled(around), ...moment.followed] } : moment))
}

/** An event by its name, and what its record tells of it. */
function eventInWords({ type, content, consequences }: Entry): string {
  if (type === 'alert.acknowledged') return `${type}: ${(JSON.parse(content) as Taken).by.id} has it`
  if (type === 'alert.released') return `${type}: nobody has it`
  if (type === 'glass.broken') return `${type}: ${(JSON.parse(content) as Said).reason}`
  if (type === 'approval.asked') {
    const asked = JSON.parse(content) as Asked
    const tells = recordOf(asked.type)?.tells
    return `${asked.type} waits for a second person${tells ? `: ${tells(asked.data as never)}` : ''}`
  }
  const tells = recordOf(type)?.tells
  const told = tells ? `${type}: ${tells(JSON.parse(content) as never)}` : type
  return type === 'risk.reassessed' && waitsForSecond(consequences) ? `${told} waits for a second person` : told
}

/** What of it waits is not so yet: the old grade stands. */
const waitsForSecond = ({ matters = [] }: Entry['consequences']): boolean =>
  matters.some(({ kind, state }) => kind === 'approval' && state === 'waiting')

const foundInWords = (incidents: readonly Earlier[]): string =>
  incidents.map(({ incident, by, risk }) => `${incident} (by ${by.join(' and ')}; risk ${risk ?? 'not assessed'})`).join(', ')

const originalInWords = ({ incident, closed, carries }: Original): string =>
  `${incident} is ${closed ? 'closed' : 'open'} and ${carries ? 'carries' : 'does not carry'} this one`

/** Clocks that started, moved or stopped, including those of demands and of escalating alerts. */
function clocks(
  { timersSet, timersEnded }: Consequences,
  lapsed: Omit<Timer, 'id'> | null,
  { after, zone }: Around,
  at: Instant,
): string[] {
  const same = (a: Omit<Timer, 'id'>, b: Omit<Timer, 'id'>) => a.machine === b.machine && a.deadline === b.deadline
  const time = (instant: Instant) => clockTime(instant, zone, at)
  const set = timersSet.flatMap((timer) => {
    const clock = clockOf(timer)
    if (clock === null) return []
    const before = timersEnded.find((ended) => same(ended, timer) && !(lapsed && same(ended, lapsed)))
    return [`clock ${clock.words} ${before ? `moves from ${time(before.dueAt)} to` : 'runs to'} ${time(timer.dueAt)}`]
  })
  const ended = timersEnded.flatMap((timer) => {
    const clock = clockOf(timer)
    const isOwn = lapsed !== null && same(timer, lapsed)
    if (clock === null || isOwn || timersSet.some((other) => same(other, timer))) return []
    if (timer.machine.startsWith('matters/')) return [`clock ${clock.words} ${time(timer.dueAt)}: stopped`]
    const item = after.deadlines.find(({ name, dueAt }) => name === clock.name && dueAt === timer.dueAt)
    return [
      `clock ${clock.words} ${time(timer.dueAt)}: ${item === undefined || item.status === 'pending' ? 'stopped' : item.status}`,
    ]
  })
  return [...set, ...ended]
}

/** Late news that something was done in time after all. */
function settled({ before, after, zone }: Around): string[] {
  const was = (item: DeadlineItem) =>
    before?.deadlines.some(({ name, dueAt, status }) => name === item.name && dueAt === item.dueAt && status === 'missed')
  return after.deadlines
    .filter((item) => item.status === 'met' && item.name !== 'answer' && was(item))
    .map(({ name, dueAt }) => `clock ${name} ${clockTime(dueAt, zone)}: met after all, this was in time`)
}

/** Whether a line is the first of these that tells of a demand. */
const firstIn =
  (entries: readonly Entry[], place: number) =>
  (demand: string): boolean =>
    entries.findIndex(({ consequences }) => consequences.demands.some(({ id }) => id === demand)) === place

function demands(
  consequences: Consequences,
  { before, escalation, zone }: Around,
  { at, isFirst }: { readonly at: Instant; readonly isFirst: (demand: string) => boolean },
): string[] {
  return consequences.demands.map(({ id, reason, level, status }) => {
    const name = `demand ${shortId(id)} (${reason})`
    if (status !== 'open') return `${name}: ${status}`
    const answer = consequences.timersSet.find(({ machine }) => machine === `demands/${id}`)
    const by = answer === undefined ? '' : `, answer by ${clockTime(answer.dueAt, zone, at)}`
    const known = before?.demands.find((demand) => demand.id === id)
    const says = known === undefined && isFirst(id) ? 'opened' : known?.level === level ? 'still open' : 'goes up'
    return `${name}: ${says}, level ${level} ${escalation[level - 1]}${by}`
  })
}

function alerts({ alerts: changed }: Consequences, { after, escalation }: Around): string[] {
  return changed.map(({ id, kind, level, count, status }) => {
    const item = after.alerts.find((alert) => alert.id === id)
    if (status !== 'open') return `alert ${kind}: ${status}`
    const audience = item?.level === level ? item.audience : escalation[level - 1]
    return `alert ${kind} to ${audience}, level ${level}, ${item?.severity}${count > 1 ? `, for the ${ordinal(count)} time` : ''}`
  })
}

const ordinal = (count: number): string => {
  const rule = new Intl.PluralRules('en-GB', { type: 'ordinal' }).select(count)
  return `${count}${{ one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }[rule]}`
}
