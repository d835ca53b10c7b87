/** Items of hand-overs that somebody accepts, each once. */
import type { Accepting, HandoverItem, HandoverRows } from '../../engine/handover/ports.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'

const WHOSE = {
  name: 'reassess-handover-whose',
  text: 'select from_shift as "from", to_shift as "to", by, note, actor from reassess.handovers where force = $1 and id = $2',
}
/** The case of an alert about the system is 0. */
const ITEMS = {
  name: 'reassess-handover-accepting',
  text: `
    select i.number, i.accepted_at is not null as accepted, i.settled_at is not null as settled, i.about, i.case_id, i.incident,
           i.has::jsonb ->> 'id' as had, a.item::jsonb #>> '{acknowledgedBy,id}' as has,
           i.what = 'taken' and a.status <> 'resolved' as takes
      from reassess.handover_items i
      left join reassess.alerts a on i.what = 'taken' and a.case_id = i.case_id and a.id = i.about and a.force = i.force
     where i.force = $1 and i.handover = $2 and i.number = any($3::integer[])`,
}
const ACCEPT = {
  name: 'reassess-handover-accept',
  text: `
    update reassess.handover_items
       set accepted_by = $3, accepted_at = ${engineNow('$4')}
     where handover = $1 and number = any($2::integer[]) and accepted_at is null and settled_at is null`,
}

/** What has another form is no item. */
export const numbersIn = (items: readonly string[]): number[] => items.filter((item) => /^[1-9]\d{0,8}$/.test(item)).map(Number)
export const statusOf = ({ accepted, settled }: { accepted: boolean; settled: boolean }): HandoverItem['status'] =>
  accepted ? 'accepted' : settled ? 'settled' : 'left'

interface Row {
  readonly number: number
  readonly accepted: boolean
  readonly settled: boolean
  readonly about: string
  readonly case_id: number
  readonly incident: string
  readonly had: string | null
  readonly has: string | null
  readonly takes: boolean | null
}

const acceptingIn = ({ number, about, case_id, incident, had, has, takes, ...state }: Row): Accepting => ({
  id: String(number),
  status: statusOf(state),
  alert: takes ? { id: about, incident: case_id === 0 ? null : incident, had: had ?? '', has } : null,
})

export const accepting = (
  database: Database,
  clock: Pick<Clock, 'bounds'>,
): Pick<HandoverRows, 'handedOver' | 'accepting' | 'accept'> => ({
  async handedOver(force, handover) {
    if (!isStorable(handover)) return null
    type Whose = { from: string; to: string; by: string; note: string | null; actor: string }
    const [row] = await database.query<Whose>(WHOSE, [force, handover])
    return row === undefined ? null : { ...row, by: JSON.parse(row.by), actor: JSON.parse(row.actor) }
  },
  accepting: async (force, handover, items) =>
    (await database.query<Row>(ITEMS, [force, handover, numbersIn(items)])).map(acceptingIn),
  async accept(handover, items, by) {
    await database.query(ACCEPT, [handover, numbersIn(items), JSON.stringify(by), clock.bounds()])
  },
})
