/**
 * Single connections, and the proof that a session is ours. Named statements, notices and settings belong to a session: a
 * pooler that lends a session to many clients (pgbouncer with `pool_mode = transaction`) breaks all three, some of the time.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { connectionConfig } from './database.ts'
import { DatabaseNotUtf8, SessionShared, startFault } from './sessionProblems.ts'
import { UNLIMITED_SETTINGS } from './sessionSettings.ts'

/** A notice takes milliseconds. Anything slower is a pooler that swallows it. */
const HEARD_WITHIN_MS = { directly: 30_000, throughSomething: 3_000 }

/** `pg` keeps the number that the server gave with the connection, and does not declare it. */
type NumberedClient = pg.Client & { readonly processID: number | null }

function newClient(connectionString: string): NumberedClient {
  const client = new pg.Client(connectionConfig(connectionString))
  // Whoever waits for an answer learns of the loss; without a listener the error would end the process.
  client.on('error', () => {})
  return client as NumberedClient
}

/**
 * A proven session with our settings and without the pool's time limits. The caller ends it.
 *
 * @throws SessionShared, StartupParameterRefused, DatabaseNotUtf8, DatabaseUrlUnusable, RecordUnavailable
 */
export async function provenSession(connectionString: string): Promise<pg.Client> {
  const client = newClient(connectionString)
  try {
    // Before any setting: in a shared session it would affect somebody else's statements.
    await prove(connectionString)
    await client.connect()
    await client.query(UNLIMITED_SETTINGS)
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw startFault(error)
  }
}

/**
 * A waiting session hears a notice only while the server's session is its own. Nothing is sent between the question and the
 * notice, so a pooler that has lent the server's session to another client cannot deliver it, however busy or quiet it is.
 *
 * @throws SessionShared, DatabaseNotUtf8, or what `pg` throws.
 */
async function prove(connectionString: string): Promise<void> {
  const [own, other] = [newClient(connectionString), newClient(connectionString)]
  const channel = `reassess_${randomBytes(8).toString('hex')}`
  try {
    await own.connect()
    const before = await stateOf(own)
    if (before.encoding !== 'UTF8') throw new DatabaseNotUtf8(before.encoding)
    await own.query(`select pg_catalog.set_config('${MARK}', '${channel}', false)`)
    await own.query(`listen ${channel}`)
    const heard = hears(own, own.processID === before.pid ? HEARD_WITHIN_MS.directly : HEARD_WITHIN_MS.throughSomething)
    await other.connect()
    await other.query(`notify ${channel}`)
    if (!(await heard)) throw new SessionShared()
    const after = await stateOf(own)
    if (after.pid !== before.pid || after.mark !== channel) throw new SessionShared()
  } finally {
    await Promise.all([own, other].map((client) => client.end().catch(() => {})))
  }
}

const MARK = 'reassess.session'

interface State {
  readonly pid: number
  readonly mark: string | null
  readonly encoding: string
}

async function stateOf(client: pg.Client): Promise<State> {
  const { rows } = await client.query<State>(
    `select pg_catalog.pg_backend_pid() as pid, pg_catalog.current_setting('${MARK}', true) as mark,
            pg_catalog.current_setting('server_encoding') as encoding`,
  )
  const [state] = rows
  if (state === undefined) throw new Error('a statement without a row')
  return state
}

/** Whether a notice comes within that time; false also when the connection ends. */
function hears(client: pg.Client, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), withinMs)
    const answer = (heard: boolean) => () => {
      clearTimeout(late)
      resolve(heard)
    }
    client.once('notification', answer(true))
    client.once('end', answer(false))
  })
}
