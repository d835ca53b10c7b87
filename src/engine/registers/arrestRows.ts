/**
 * Arrests as registers list them: of each suspect the last, whatever became of them since; each for the breach of an order; and of each
 * bail the last for a breach of it. Only what changed.
 */
import type { BailContext } from '../../../machines/matters/bail/memory.ts'
import type { Breach, OrderContext } from '../../../machines/matters/order/setup.ts'
import { ARREST } from '../../../machines/rules/catalogue/registers.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { StoredMachine } from '../step/case.ts'
import type { RegisterRow } from './views.ts'

type Matters = Readonly<Record<string, StoredMachine>>
/** What it was for, where that is not the offence: the order or the bail that was breached. */
type For = { readonly order: string | null; readonly bail: string | null }
const OFFENCE: For = { order: null, bail: null }

export const arrestRows = (incident: string, before: Matters, now: Matters): RegisterRow[] => {
  const row = (name: string, arrestedAt: Instant, facts: object, of: For): RegisterRow => ({
    ...{ incident, kind: ARREST, name, state: 'made', ended: true, weight: 0, deadlines: [], dueAt: arrestedAt },
    facts: { ...facts, ...of },
  })
  return Object.entries(now).flatMap(([id, matter]) => {
    const was = before[id]
    if (matter === was) return []
    if (id.startsWith('suspect/')) {
      const { arrestedAt, name, how, since, risk } = matter.context
      return typeof arrestedAt === 'string'
        ? [row(String(name), arrestedAt, { suspect: name, arrestedAt, how, since, risk }, OFFENCE)]
        : []
    }
    if (id.startsWith('bail/')) return ofBail(matter.context as unknown as BailContext, was, row)
    if (id.startsWith('order/')) return ofOrder(matter.context as unknown as OrderContext, was, row)
    return []
  })
}

type Row = (name: string, arrestedAt: Instant, facts: object, of: For) => RegisterRow

function ofBail({ name, suspect, risk, breachArrestedAt }: BailContext, was: StoredMachine | undefined, row: Row): RegisterRow[] {
  if (breachArrestedAt === null || was?.context.breachArrestedAt === breachArrestedAt) return []
  const facts = { suspect, arrestedAt: breachArrestedAt, how: 'arrested', since: breachArrestedAt, risk }
  return [row(`bail/${name}`, breachArrestedAt, facts, { order: null, bail: name })]
}

function ofOrder(order: OrderContext, was: StoredMachine | undefined, row: Row): RegisterRow[] {
  const known = (was?.context as OrderContext | undefined)?.breaches ?? []
  return order.breaches.flatMap((one) => {
    const arrestedAt = arrestOf(one)
    if (arrestedAt === null || known.includes(one)) return []
    const facts = { suspect: order.subject, arrestedAt, how: 'arrested', since: arrestedAt, risk: null }
    return [row(`order/${order.name}/${one.breach}`, arrestedAt, facts, { order: order.name, bail: null })]
  })
}
/** Where no time is said, and no clock to the court asks for it, it was at the time of the breach. */
const arrestOf = ({ action, arrestedAt, at }: Breach): Instant | null => arrestedAt ?? (action === 'arrested' ? at : null)
