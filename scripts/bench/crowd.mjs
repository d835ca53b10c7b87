/**
 * Many open incidents at once: the engine plays some hundreds, and their rows are copied under other references until there are
 * enough. The copies are whole (snapshot, list row, clocks, alerts, lines) except their chains, which hold the hashes of the
 * originals.
 */
import { randomBytes } from 'node:crypto'
import { createEngine } from '../../dist/src/engine/createEngine.js'
import { event, FORCE, peopleOf } from './events.mjs'

/** All of the same length, so that a copy's reference can replace it. */
const TEMPLATES = 500
const HOUR_MS = 3_600_000
const actor = { key: 'bench', role: 'supervisor' }
const templateName = (number) => `TEMPLATE-${String(number).padStart(4, '0')}`

/** Records events without HTTP. */
export function recorder({ store, pinned }) {
  const engine = createEngine({
    store,
    alarms: { ring() {} },
    policy: pinned,
    salt: () => randomBytes(32).toString('hex'),
    failed(error) {
      throw error
    },
  })
  return async (events) => {
    const arrived = events.map(({ id, source, type, time, subject, data }) => ({
      force: FORCE,
      reference: subject,
      source,
      id,
      type: type.replace(/^uk\.police\.da\.|\.v1$/g, ''),
      at: time,
      data,
      actor,
    }))
    const outcomes = await engine.record(arrived)
    const refused = outcomes.find(({ status }) => status !== 'accepted')
    if (refused !== undefined) throw new Error(`was not accepted: ${JSON.stringify(refused)}`)
  }
}

/** Every tenth waits overdue with a demand, the others wait for a unit on clocks that run for hours yet. */
function template(number) {
  const late = number % 10 === 0
  const at = new Date(Date.now() - (late ? HOUR_MS : 1_000) - 1_000).toISOString()
  const incident = templateName(number)
  const graded = event('incident.graded', incident, { at, data: { priority: late ? 'P2' : 'P3' } })
  return [event('incident.reported', incident, { at }), event('thrive.assessed', incident, { at }), graded]
}

/** @param known how many exist already. Afterwards `wanted` exist. */
export async function gatherCrowd(record, wanted, known = 0) {
  const { rows } = record
  if (known === 0) {
    const send = recorder(record)
    for (let first = 0; first < TEMPLATES; first += 100)
      await send(Array.from({ length: 100 }, (_, place) => template(first + place)).flat())
  }
  const copies = Math.round(wanted / TEMPLATES)
  const copied = Math.max(1, Math.round(known / TEMPLATES))
  await copy(rows, copied, copies - 1)
  await rows('analyze')
}

/** A reference in place of TEMPLATE-0007: the same digits after the number of the copy. */
async function copy(rows, from, to) {
  const named = (column) => `replace(${column}, 'TEMPLATE-', 'CROWD-' || n || '-')`
  const copies = `generate_series(${from}, ${to}) as n cross join`
  const sources = "(select * from reassess.cases where reference like 'TEMPLATE-%') c"
  const columns =
    'version, head, machine_version, policy, snapshot, item, priority, closed, demand_level, demand_levels, attention, states, sort_key'
  const kept = columns.replace('snapshot', named('snapshot')).replace('item', named('item'))
  await rows(`insert into reassess.cases (force, reference, ${columns})
    select force, ${named('reference')}, ${kept} from ${copies} ${sources}`)
  const twin = `${copies} ${sources} join reassess.cases d on d.force = c.force and d.reference = ${named('c.reference')}`
  await rows(`insert into reassess.timers (case_id, id, force, machine, deadline, due_at)
    select d.id, t.id, t.force, ${named('t.machine')}, t.deadline, t.due_at from ${twin} join reassess.timers t on t.case_id = c.id`)
  await rows(`insert into reassess.alerts (case_id, id, force, status, raised_at, item)
    select d.id, ${named('a.id')}, a.force, a.status, a.raised_at, ${named('a.item')} from ${twin} join reassess.alerts a on a.case_id = c.id`)
  await rows(`insert into reassess.contents (case_id, sequence, force, content, salt)
    select d.id, s.sequence, s.force, s.content, s.salt from ${twin} join reassess.contents s on s.case_id = c.id`)
  await rows(`insert into reassess.entries (case_id, sequence, force, type, source, event_id, at, recorded_at, actor, canonical, hash, commitment, consequences)
    select d.id, e.sequence, e.force, e.type, e.source, e.event_id || '-' || n, e.at, e.recorded_at, e.actor, e.canonical, e.hash, e.commitment, ${named('e.consequences')}
      from ${twin} join reassess.entries e on e.case_id = c.id`)
}

/**
 * Gives every incident of the crowd its own match keys, so that the index has its full size, and lets every tenth share a
 * telephone and four be the calls of a single victim. The hashes come from posted reports; which people they belong to is
 * chance.
 */
export async function makeKnown({ rows, ...record }) {
  const send = recorder(record)
  const [{ posted }] = await rows("select count(*)::integer as posted from reassess.cases where reference = 'KNOWN'")
  if (posted === 0) {
    await send([event('incident.reported', 'KNOWN'), event('incident.reported', 'SWITCHBOARD')])
    for (const call of [1, 2, 3]) await send([event('incident.reported', `KNOWN-${call}`, { data: peopleOf('KNOWN') })])
  }
  await rows(`insert into reassess.clues (force, key, at, case_id)
    select c.force, sha256(convert_to(c.reference || n, 'utf8')), timestamptz '2026-01-01' - c.id * interval '1 second', c.id
      from reassess.cases c cross join generate_series(1, 4) n where c.reference like 'CROWD-%' on conflict do nothing`)
  await rows(`insert into reassess.clues (force, key, at, case_id)
    select c.force, s.key, timestamptz '2026-01-01' - c.id * interval '1 second', c.id
      from reassess.cases c cross join (
        select key from reassess.clues join reassess.cases on id = case_id where reference = 'SWITCHBOARD' order by key limit 1
      ) s where c.reference like 'CROWD-%' and c.id % 10 = 0 on conflict do nothing`)
  await rows('analyze')
}

export const someone = () => `CROWD-1-${String(Math.floor(Math.random() * TEMPLATES)).padStart(4, '0')}`
