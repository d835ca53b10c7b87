/** What a statement costs as a reader asks it, by its plan. */
import pg from 'pg'
import { connectionConfig, FORCE_SETTING } from '../../src/store/connection/database.ts'
import { SERVING_SETTINGS } from '../../src/store/connection/sessionSettings.ts'
import { FORCE } from './changes.ts'

/** As the store connects for readers. */
export async function asReader(login: string): Promise<pg.Client> {
  const client = new pg.Client(connectionConfig(login))
  await client.connect()
  await client.query(`select set_config('${FORCE_SETTING}', $1, false)`, [FORCE])
  await client.query(SERVING_SETTINGS)
  return client
}

interface PlanNode {
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

const removedIn = (node: PlanNode): number =>
  (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops'] +
  (node.Plans ?? []).reduce((sum, inner) => sum + removedIn(inner), 0)

/** Pages that a statement reads, with what its functions read, and rows that it looks at in vain. */
export async function costOf(client: pg.Client, text: string, values: unknown[]) {
  const plan = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (analyze, buffers, timing off, format json) ${text}`,
    values,
  )
  const { Plan } = (plan.rows[0] as { 'QUERY PLAN': [{ Plan: PlanNode }] })['QUERY PLAN'][0]
  return { pages: Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'], removed: removedIn(Plan) }
}
