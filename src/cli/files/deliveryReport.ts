/** What is wrong with a delivery file that can be used: holes in the rota, and people whom no message reaches. */
import { DateTime } from 'luxon'
import { rolesOnRota, rotaOf } from '../../../machines/rules/delivery/duty.ts'
import type { DeliveryPlan } from '../../../machines/rules/delivery/plan.ts'
import { type DutySpan, dutySpans, holesIn, type OnDuty } from '../../../machines/rules/delivery/rota.ts'
import type { Instant, Role } from '../../../machines/rules/vocabulary.ts'

export interface Findings {
  /** What must be put right before it can be relied on. */
  readonly wrong: readonly string[]
  /** What may be meant. */
  readonly remarks: readonly string[]
}

export interface Period {
  readonly from: Instant
  readonly to: Instant
}

/** @param ladder the policy's escalation. */
export function findingsIn(plan: DeliveryPlan, ladder: readonly Role[], period: Period): Findings {
  const people = Object.entries(plan.people)
  const wayless = people.filter(([, { ways }]) => Object.keys(ways).length === 0)
  const unreached = wayless.map(([id]) => `people.${id}: has no way, so no message reaches them`)
  if (plan.routes.length === 0)
    return {
      wrong: unreached,
      remarks: ['routes: is empty, so nobody is told of an alert: alerts are on the board and the stream'],
    }
  const holes = rolesOnRota(plan, ladder).map((role) => ({
    isOnLadder: ladder.includes(role),
    said: holesOf(plan, role, period),
  }))
  const said = (isOnLadder: boolean) => holes.filter((one) => one.isOnLadder === isOnLadder).flatMap((one) => one.said)
  return {
    wrong: [...said(true), ...unreached, ...withoutRoute(plan), ...waysOfNobody(plan, ladder, period)],
    remarks: [
      ...said(false).map((hole) => `${hole}; the alert is raised while something waits for that role`),
      ...passedOver(plan, ladder, period),
      ...inNoShift(plan),
      ...routesNeverUsed(plan),
    ],
  }
}

function holesOf(plan: DeliveryPlan, role: Role, { from, to }: Period): string[] {
  const rota = plan.rota[role]
  if (rota === undefined || (rota.shifts.length === 0 && rota.overrides.length === 0))
    return [`rota.${role}: has no shifts, so nobody is on duty and its alerts go to others: give it shifts`]
  return holesIn(dutySpans(rota, from, to)).map(
    (hole) => `rota.${role}: nobody is on duty ${fromTo(hole, rota.zone)}${hole.to === to ? ', or longer' : ''}`,
  )
}

/** A force may leave medium and low alerts to the board. Project default. */
function withoutRoute({ routes }: DeliveryPlan): string[] {
  const untold = (['critical', 'high'] as const).filter((one) => !routes.some(({ severity }) => severity.includes(one)))
  if (untold.length === 0) return []
  return [
    `routes: no route has the severity ${untold.join(' or ')}, so nobody is told of such an alert: it is on the board and the stream only`,
  ]
}

/** Each route and role once, with the first time at which nobody is reached. */
const waysOfNobody = (plan: DeliveryPlan, ladder: readonly Role[], { from, to }: Period): string[] =>
  ladder.flatMap((role) => {
    const rota = rotaOf(plan, role)
    const spans = dutySpans(rota, from, to)
    return plan.routes.flatMap(({ ways }, place) => {
      const severity = severitiesOf(plan, place)
      if (severity.length === 0) return []
      const isReached = ({ person }: OnDuty) => ways.some((way) => plan.people[person]?.ways[way] !== undefined)
      const first = spans.find(({ people }) => people.length > 0 && !people.some(isReached))
      if (first === undefined) return []
      const who = first.people.map(({ person }) => person).join(', ')
      return [
        `routes.${place}: an alert of severity ${severity.join(' or ')} is sent by ${ways.join(' or ')}, and nobody on duty as ${role} has that way: ${who}, ${fromTo(first, rota.zone)}`,
      ]
    })
  })

/**
 * People on duty who have ways, and none that the first route of a severity names: such an alert goes to the next person. Where it is
 * everybody on duty, `waysOfNobody` says so.
 */
const passedOver = (plan: DeliveryPlan, ladder: readonly Role[], { from, to }: Period): string[] =>
  rolesOnRota(plan, ladder).flatMap((role) => {
    const onDuty = dutySpans(rotaOf(plan, role), from, to).flatMap(({ people }) => people.map(({ person }) => person))
    return [...new Set(onDuty)].flatMap((person) => {
      const theirs = Object.keys(plan.people[person]?.ways ?? {})
      const missed = plan.routes.flatMap(({ ways }, place) =>
        ways.some((way) => theirs.includes(way)) ? [] : severitiesOf(plan, place),
      )
      return theirs.length === 0 || missed.length === 0
        ? []
        : [
            `people.${person}: is on duty as ${role} and is not told of ${missed.join(' or ')} alerts, because the route names no way that they have`,
          ]
    })
  })

function inNoShift({ people, rota }: DeliveryPlan): string[] {
  const named = new Set(
    Object.values(rota).flatMap(({ shifts, overrides }) => [...shifts, ...overrides].flatMap((one) => [...one.people])),
  )
  return Object.keys(people)
    .filter((id) => !named.has(id))
    .map((id) => `people.${id}: is in no shift and no override`)
}

const routesNeverUsed = (plan: DeliveryPlan): string[] =>
  plan.routes.flatMap(({ severity }, place) =>
    severitiesOf(plan, place).length > 0
      ? []
      : [`routes.${place}: is never used, because earlier routes have ${severity.join(' and ')}`],
  )

/** The first route with a severity has it. */
const severitiesOf = ({ routes }: DeliveryPlan, place: number) =>
  (routes[place]?.severity ?? []).filter((one) => routes.findIndex(({ severity }) => severity.includes(one)) === place)

/** Who is on duty, as lines of a table. */
export function rotaTable(plan: DeliveryPlan, ladder: readonly Role[], { from, to }: Period): string[] {
  return rolesOnRota(plan, ladder).flatMap((role) => {
    const rota = rotaOf(plan, role)
    const spans = dutySpans(rota, from, to)
    const times = spans.map((span) => fromTo(span, rota.zone))
    const width = Math.max(...times.map(({ length }) => length))
    const lines = spans.map(({ people }, place) => `  ${(times[place] ?? '').padEnd(width)}  ${peopleInWords(people)}`)
    return [`${role} (${rota.zone})`, ...lines, '']
  })
}

const peopleInWords = (people: DutySpan['people']): string =>
  people.length === 0
    ? 'NOBODY'
    : people.map(({ person, why }) => (why.by === 'pattern' ? person : `${person} (override)`)).join(', ')

/** As a clock on the wall shows it, with the offset: `Sun 25 Oct 2026 01:30 BST`. */
const fromTo = ({ from, to }: Period, zone: string): string => `from ${inWords(from, zone)} to ${inWords(to, zone)}`
const inWords = (at: Instant, zone: string): string =>
  DateTime.fromISO(at, { zone, locale: 'en-GB' }).toFormat('ccc d LLL yyyy HH:mm ZZZZ')
