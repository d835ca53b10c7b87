/** A new record is not analysed yet, and a plan that PostgreSQL makes then is kept: it has to be right for a large one too. */
import pg from 'pg'
import { COMMIT } from '../../src/store/commitStatement.ts'
import { SERVING_SETTINGS } from '../../src/store/connection/sessionSettings.ts'
import { LOAD } from '../../src/store/load.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()

it.each([LOAD, COMMIT])('finds a case by its own key, not in the lists of its force: $name', async ({ text }) => {
  const client = new pg.Client($.database.url)
  await client.connect()
  try {
    await client.query(SERVING_SETTINGS)
    // Of two ways that look alike PostgreSQL takes the newer: as if one more list of a force had been thought of since.
    await client.query('begin; create index cases_of_a_later_list on reassess.cases (force, id)')
    const plan = await client.query<{ 'QUERY PLAN': string }>(`explain (generic_plan) ${text}`)
    const said = plan.rows.map((line) => line['QUERY PLAN']).join('\n')
    expect(said).toMatch(/using cases_reference_force_key on cases/)
    expect(said).not.toMatch(/using cases_(?!reference_force_key|pkey)|Seq Scan on cases/)
  } finally {
    await client.end()
  }
})
