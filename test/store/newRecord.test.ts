/** A new record is not analysed yet, and a plan that PostgreSQL makes then is kept: it has to be right for a large one too. */
import pg from 'pg'
import { COMMIT } from '../../src/store/commitStatement.ts'
import { SERVING_SETTINGS } from '../../src/store/connection/sessionSettings.ts'
import { AFTER } from '../../src/store/lists/entries.ts'
import { LOAD_OF } from '../../src/store/lists/incidents.ts'
import { LOAD } from '../../src/store/load.ts'
import { createStore } from '../../src/store/store.ts'
import { asked, createLogins } from '../support/logins.ts'
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

it.each([LOAD_OF, AFTER])('so do reads, whose policies name the force too: $name', async ({ text }) => {
  const logins = await createLogins($.database.server)
  await (await createStore({ connectionString: logins.engine, logins })).close()
  await asked(logins.owner, 'create index cases_of_a_later_list on reassess.cases (force, id)')
  const plan = await asked<{ 'QUERY PLAN': string }>(logins.reader, `explain (generic_plan) ${text}`, [SERVING_SETTINGS])
  const said = plan.map((line) => line['QUERY PLAN']).join('\n')
  expect(said).toMatch(/using cases_reference_force_key on cases/)
  expect(said).not.toMatch(/using cases_(?!reference_force_key|pkey)|Seq Scan on cases/)
  expect(said).not.toMatch(/Seq Scan|using (?!cases_|entries_pkey|contents_pkey)/)
})
