/** What is counted by what was posted: reassessments and their readings, reviews, how suspects were dealt with, releases, outcomes, breaches of orders. */

import { checkOf } from '../../../machines/incident/risk/checks.ts'
import type { Check } from '../../../machines/incident/risk/memory.ts'
import { breached } from '../../../machines/matters/order/breaches.ts'
import type { OrderContext } from '../../../machines/matters/order/setup.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import { isCharge } from '../../../machines/rules/catalogue/matters/investigation.ts'
import type { CaseEventData, EventName } from '../../../machines/rules/events.ts'
import { causeOf } from '../../../machines/rules/time/happened.ts'
import type { Entry } from '../step/case.ts'
import type { LiveCase } from '../step/live.ts'
import { type Counted, count, minutesBetween } from './counted.ts'

type Counts<Name extends EventName> = (data: CaseEventData[Name], line: Entry, live: LiveCase) => readonly Counted[]

const COUNTS: { readonly [Name in EventName]?: Counts<Name> } = {
  'unit.cleared': ({ unit }, { at, sequence }, live) => {
    const visit = live.incident.context.scene.findLast((one) => one.unit === unit && one.clearedAt === at)
    if (visit === undefined) return []
    const minutes = minutesBetween(visit.arrivedAt, at)
    return [count(live, { what: 'on-scene', name: String(sequence), at, code: 'cleared', minutes })]
  },
  /** A drawn reassessment counts like the others until it has a verdict. */
  'risk.reassessed': (_, line, live) => {
    const { sequence, consequences } = line
    const check = checkOf(live.incident.context, sequence)
    const code = consequences.reading?.verdict === 'doubtful' ? 'doubted' : 'passed'
    return [
      count(live, { what: 'reassessment', name: String(sequence), at: causeOf(line), code }),
      ...(check?.why === 'drawn' ? [blindReading(live, check, 'not-read')] : []),
    ]
  },
  'reassessment.checked': ({ reassessment, verdict }, { at }, live) => {
    const read = live.incident.context.checked.findLast((one) => one.reassessment === reassessment)
    if (read === undefined) return []
    const { why, madeAt, readBy } = read
    const found = why === 'doubtful' ? 'doubted' : 'passed'
    return [
      count(live, { what: 'reassessment', name: String(reassessment), at: madeAt, code: `${found}-${verdict}` }),
      ...(why === 'drawn' ? [blindReading(live, read, at > readBy ? 'late' : 'in-time')] : []),
    ]
  },
  /** From when the form waited for its review to when the record knew of the review. */
  'dash.reviewed': ({ decision }, { sequence, at, recordedAt }, live) => {
    const owed = live.duties['dash-review']?.context as unknown as ObligationContext | undefined
    const minutes = owed === undefined ? null : minutesBetween(owed.startedAt, recordedAt)
    return [count(live, { what: 'dash-review', name: String(sequence), at, code: decision, minutes })]
  },
  'suspect.dealt-with': ({ how, suspect = '' }, line, live) => [
    count(live, { what: 'dealt-with', name: String(line.sequence), at: line.at, code: how }),
    ...(how === 'arrested' || how === 'charged' || how === 'voluntary-attendance' ? [everIn(live, how)] : []),
    ...(how === 'released-under-investigation' ? [released(live, line, suspect)] : []),
  ],
  /** Bail before charge follows an arrest, whether or not that was said. */
  'bail.granted': ({ bail }, { at }, live) => [
    count(live, { what: 'release', name: `bail ${bail}`, at, code: 'bail' }),
    everIn(live, 'arrested'),
  ],
  'bail.ended': ({ bail, because }, line, live) => [
    ...(because === 'charged' ? [everIn(live, 'charged')] : []),
    ...(because === 'released-under-investigation'
      ? [released(live, line, String(live.matters[`bail/${bail}`]?.context.suspect ?? ''))]
      : []),
  ],
  /** The current outcome: another outcome replaces it. */
  'crime.outcome': ({ crimeRef, code, victimReason = null }, { at }, live) => {
    const crime = live.matters[`investigation/${crimeRef}`]?.context
    const { receivedAt, firstContactAt, team } = live.incident.context
    return [
      count(live, {
        ...{ what: 'outcome', name: crimeRef, at, code: String(code), kind: victimReason },
        team: typeof crime?.team === 'string' ? crime.team : team,
        minutes: firstContactAt === null ? null : minutesBetween(receivedAt, firstContactAt),
      }),
      ...(isCharge(code) ? [everIn(live, 'charged')] : []),
    ]
  },
  'order.served': ({ order }, { at }, live) => [
    count(live, { what: 'order', name: `${order} notice`, at, code: orderOf(live, order).regime ?? 'unknown', kind: 'police' }),
  ],
  'order.granted': ({ order }, { at }, live) => [
    count(live, {
      what: 'order',
      name: `${order} order`,
      at,
      code: orderOf(live, order).what ?? 'unknown',
      kind: obtainedBy(live, order),
    }),
  ],
  'order.recorded': ({ order, what }, { at }, live) => [
    count(live, { what: 'order', name: `${order} order`, at, code: what, kind: 'others' }),
  ],
  'order.breached': ({ order, breach }, _, live) => broken(live, order, breach),
  /** What was done with him is another thing from then on. */
  'order.breach-arrested': ({ order, breach }, _, live) => broken(live, order, breach),
  'order.breach-heard': ({ order, breach, result }, { at }, live) => [
    count(live, { what: 'order-breach-heard', name: `${order} ${breach}`, at, code: result, kind: inForce(live, order, breach) }),
  ],
}

const blindReading = (
  live: LiveCase,
  { reassessment, readBy: at }: Pick<Check, 'reassessment' | 'readBy'>,
  code: string,
): Counted => count(live, { what: 'blind-reading', name: String(reassessment), at, code })

/** Once in an incident, however many suspects and times: of the incidents received in a month, those in which it came to this. */
const everIn = (live: LiveCase, code: string): Counted =>
  count(live, { what: 'incident-suspect', name: code, at: live.incident.context.receivedAt, code })

/** Once for each suspect, whether it was said of the suspect or of the bail that it ended. */
const released = (live: LiveCase, { at }: Entry, suspect: string): Counted =>
  count(live, { what: 'release', name: `suspect ${suspect}`, at, code: 'released-under-investigation' })

type OrderKept = Partial<Pick<OrderContext, 'what' | 'regime' | 'breaches' | 'applicant'>>
const orderOf = ({ matters }: LiveCase, order: string): OrderKept => (matters[`order/${order}`]?.context ?? {}) as OrderKept

/** An order that was sought without a notice is not always the police's. */
const obtainedBy = (live: LiveCase, order: string): 'police' | 'others' =>
  (orderOf(live, order).applicant ?? 'police') === 'police' ? 'police' : 'others'

const breachIn = (kept: OrderKept, breach: string) => kept.breaches?.find((one) => one.breach === breach)

/** The notice, or the order that follows it: a breach says under which of them it was. */
function inForce(live: LiveCase, order: string, breach: string): string {
  const { what = null, regime = null, ...kept } = orderOf(live, order)
  const one = breachIn(kept, breach)
  return (one === undefined ? null : breached({ what, regime }, one)) ?? 'unknown'
}

function broken(live: LiveCase, order: string, breach: string): Counted[] {
  const one = breachIn(orderOf(live, order), breach)
  if (one === undefined) return []
  const code = inForce(live, order, breach)
  return [
    count(live, { what: 'order-breach', name: `${order} ${breach}`, at: one.at, code, kind: one.action }),
    ...(one.action === 'arrested' ? [everIn(live, 'arrested')] : []),
  ]
}

export const countedLines = (live: LiveCase, entries: readonly Entry[]): Counted[] =>
  entries.flatMap((line) => {
    const counts = COUNTS[line.type as EventName] as Counts<never> | undefined
    return counts === undefined ? [] : [...counts(JSON.parse(line.content) as never, line, live)]
  })
