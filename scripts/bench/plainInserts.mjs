/**
 * The yardstick: the rows of a record that was made over HTTP, written again into plain tables. Same tables and indexes, a
 * transaction for each event, a statement for each row, as many connections.
 */
import pg from 'pg'
import { closedLoop } from './load.mjs'

const CHANGES = 20_000
const TABLES = ['cases', 'entries', 'contents', 'timers', 'changes']

export async function plainInserts(ground, record, { connections, seconds }) {
  const target = await ground.record()
  const clients = await Promise.all(Array.from({ length: connections }, () => connected(target.url)))
  const changes = await changesOf(record)
  // One connection writes a case's rows in order.
  const queues = clients.map((_, place) => changes.filter((change) => change.caseId % connections === place))
  const send = async (sender) => {
    const change = queues[sender].shift()
    if (change === undefined) throw new Error('the rows ran out: raise CHANGES')
    await write(clients[sender], change)
    return 1
  }
  const { perSecond } = await closedLoop({ senders: connections, seconds: seconds / 2, warmUpSeconds: 1, send })
  await Promise.all(clients.map((client) => client.end()))
  await target.drop()
  return perSecond
}

async function connected(url) {
  const client = new pg.Client(url)
  await client.connect()
  return client
}

/**
 * What was committed to each case, change by change. The case's own row is the current one: a little larger than it was then.
 */
async function changesOf({ rows }) {
  const picked = `select * from reassess.changes order by id limit ${CHANGES}`
  const byChange = async (table, match) =>
    group(await rows(`select p.id as change, r.* from (${picked}) p join reassess.${table} r on ${match}`))
  const line = 'r.case_id = p.case_id and r.sequence between p.first_sequence and p.last_sequence'
  const changes = await rows(picked)
  const cases = await byChange('cases', 'r.id = p.case_id')
  const entries = await byChange('entries', line)
  const contents = await byChange('contents', line)
  const timers = await byChange('timers', 'r.case_id = p.case_id and p.first_sequence = 1')
  return changes.map((change) => ({
    caseId: change.case_id,
    isNew: change.first_sequence === 1,
    rows: {
      cases: cases.get(change.id) ?? [],
      entries: entries.get(change.id) ?? [],
      contents: contents.get(change.id) ?? [],
      timers: timers.get(change.id) ?? [],
      changes: [change],
    },
  }))
}

function group(found) {
  const groups = new Map()
  for (const { change, ...row } of found) groups.set(change, [...(groups.get(change) ?? []), row])
  return groups
}

async function write(client, { isNew, rows }) {
  await client.query('begin')
  for (const table of TABLES) {
    for (const row of rows[table] ?? []) {
      if (table === 'cases' && !isNew) await update(client, row)
      else await insert(client, table, row)
    }
  }
  await client.query('commit')
}

function insert(client, table, row) {
  const names = Object.keys(row)
  const places = names.map((_, place) => `$${place + 1}`)
  const text = `insert into reassess.${table} (${names}) overriding system value values (${places})`
  return client.query({ name: `insert-${table}`, text, values: Object.values(row) })
}

function update(client, { id, ...row }) {
  const text = `update reassess.cases set ${Object.keys(row).map((name, place) => `${name} = $${place + 2}`)} where id = $1`
  return client.query({ name: 'update-cases', text, values: [id, ...Object.values(row)] })
}
