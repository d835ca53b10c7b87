/** Breaches of orders as registers list them: each is a fact inside its order, and has a line of its own. Only what changed. */
import { breached } from '../../../machines/matters/order/breaches.ts'
import type { Breach, OrderContext } from '../../../machines/matters/order/setup.ts'
import { BREACH, type BREACH_STATES } from '../../../machines/rules/catalogue/registers.ts'
import type { StoredMachine } from '../step/case.ts'
import type { RegisterRow } from './views.ts'

type Matters = Readonly<Record<string, StoredMachine>>
const contextOf = (order: StoredMachine | undefined): OrderContext | undefined => order?.context as OrderContext | undefined

export const breachRows = (incident: string, before: Matters, now: Matters): RegisterRow[] =>
  Object.entries(now).flatMap(([id, order]) => {
    if (!id.startsWith('order/') || order === before[id]) return []
    const was = contextOf(before[id])?.breaches ?? []
    const context = contextOf(order) as OrderContext
    return context.breaches.filter((one) => !was.includes(one)).map((one) => rowOf(incident, context, one))
  })

/** It lies by when it happened, so that those of a month can be asked for; its clock is the way to the court. */
function rowOf(incident: string, order: OrderContext, one: Breach): RegisterRow {
  const { breach, at, under, of = null, arrestedAt = null, courtBy = null, producedAt = null, result } = one
  const state = stateOf(one)
  return {
    ...{ incident, kind: BREACH, name: `${order.name}/${breach}`, state, ended: state === 'heard' || state === 'no-action' },
    ...{ weight: 0, dueAt: at },
    deadlines: state === 'arrested' && courtBy !== null ? [{ name: 'order-breach-court', dueAt: courtBy }] : [],
    facts: {
      ...{ order: order.name, what: breached(order, one), under, of, subject: order.subject, at, action: one.action },
      ...{ arrestedAt, courtBy, producedAt, result },
    },
  }
}

const stateOf = ({ action, producedAt, result }: Breach): (typeof BREACH_STATES)[number] =>
  result !== null ? 'heard' : producedAt !== undefined ? 'produced' : action
