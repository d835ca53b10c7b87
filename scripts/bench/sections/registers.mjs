/** The registers and the daily meeting, among ever more incidents. */
import { partsOf, REGISTER_NAMES } from '../../../dist/src/engine/registers/registers.js'
import { gatherCrowd } from '../crowd.mjs'
import { caller, eachInTurn } from '../load.mjs'
import { count, spread } from '../numbers.mjs'

const SIZES = [10_000, 100_000]
const LARGE = 1_000_000
const ASKERS = 2
const TIMES = 100
const MEETINGS = 10
/** Read by the month for reports; nobody is in a hurry. */
const MEASURES = ['attendance-in-time?by=month,priority', 'dash-made', 'dash-reviews']

/** Each thing that a register lists, on a share of the incidents: made up, and more than any force would let accumulate. */
const ONE_IN = { 'demands-answered': 1, 'demands-overdue': 100, dash: 50 }
const ELSE_ONE_IN = 20

export async function measure(ground, { large }) {
  const record = await ground.record()
  const server = await ground.serve(record, { role: 'api' })
  const api = caller(server.url, record.key, ASKERS)
  const table = [['milliseconds until answered', 'p50', 'p99', 'longest']]
  let known = 0
  for (const size of large ? [...SIZES, LARGE] : SIZES) {
    await gatherCrowd(record, size, known)
    known = size
    const lines = await fill(record)
    const measured = async (name, path, times) =>
      table.push([
        `${count(size)} incidents, ${count(lines)} lines: ${name}`,
        ...spread(await eachInTurn(ASKERS, times, () => api.get(path))),
      ])
    for (const name of REGISTER_NAMES) await measured(name, `/v1/registers/${name}`, TIMES)
    await measured('the daily meeting', '/v1/daily-meeting', MEETINGS)
    await fillCounted(record)
    for (const name of MEASURES) await measured(`twelve months of ${name}`, `/v1/measures/${name}`, MEETINGS)
  }
  api.close()
  await server.stop()
  await record.drop()
  return { tables: [table] }
}

/** In a single statement, however many there are. @returns the number of rows in all registers. */
async function fill({ rows }) {
  const listed = new Map()
  for (const name of REGISTER_NAMES)
    for (const { kind, state } of partsOf(name))
      listed.set(`${kind} ${state}`, { kind, state, share: ONE_IN[name] ?? ELSE_ONE_IN })
  const of = (column) => [...listed.values()].map((each) => each[column])
  await rows(
    `insert into reassess.registers (case_id, kind, name, force, state, ended, weight, due_at, item)
     select c.id, k.kind, k.state, c.force, k.state, false, c.id % 4, now() + (c.id % 10000 - 5000) * interval '1 minute',
            json_build_object('kind', k.kind, 'name', k.state, 'incident', c.reference, 'state', k.state, 'ended', false,
              'deadlines', json_build_array(json_build_object('name', 'a-clock', 'dueAt', now())), 'facts', json_build_object('risk', 'high'))::text
       from reassess.cases c join unnest($1::text[], $2::text[], $3::integer[]) as k(kind, state, share) on c.id % k.share = 0
     on conflict do nothing`,
    [of('kind'), of('state'), of('share')],
  )
  await rows('analyze')
  const [{ lines }] = await rows('select count(*)::integer as lines from reassess.registers')
  return lines
}

/** For each incident a wait, a DASH and its review, spread over a year. */
async function fillCounted({ rows }) {
  await rows(`insert into reassess.counted (case_id, what, name, force, at, code, priority, area, risk, minutes)
    select c.id, t.what, '', c.force, now() - c.id % 525600 * interval '1 minute', t.codes[1 + c.id % 2], 'P' || 1 + c.id % 3, 'urban', 'medium',
           case t.what when 'dash-review' then c.id % 300 end
      from reassess.cases c,
           (values ('attendance', array['in-time', 'late']), ('incident', array['made', 'owed']), ('dash-review', array['accepted', 'returned']))
             as t(what, codes)
        on conflict do nothing`)
  await rows('vacuum analyze reassess.counted')
}
