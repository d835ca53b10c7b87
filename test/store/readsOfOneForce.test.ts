/** What the API reads of one force, whatever its statements forget, and whoever has had the connection before. */
import { randomInt } from 'node:crypto'
import pg from 'pg'
import { FORCE_SETTING, openReadings } from '../../src/store/connection/database.ts'
import { OURS, THEIRS, useTwoForces } from '../support/twoForces.ts'

const $ = useTwoForces()

it('reads of two forces at random, on few connections, each see their own alone', async () => {
  const readings = openReadings($.logins.reader, 3)
  // No condition of ours: only the policy parts them.
  const wrong: unknown[] = []
  const read = async () => {
    const force = randomInt(2) === 0 ? OURS : THEIRS
    const fails = randomInt(20) === 0
    const text = fails ? 'select 1 / 0 as force' : `select force, pg_sleep(${randomInt(3) / 1000}) from reassess.entries`
    const found = await readings
      .of(force)
      .query<{ force: string }>({ text })
      .catch(() => null)
    if (fails ? found !== null : found === null || found.length === 0 || found.some((row) => row.force !== force))
      wrong.push({ force, fails, found })
  }
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      for (let n = 0; n < 60; n++) await read()
    }),
  )
  expect(wrong).toEqual([])
  await readings.close()
})

it('a force that the server, the role or the address sets is not believed', async () => {
  const url = new URL($.logins.reader)
  url.searchParams.set('options', `-c ${FORCE_SETTING}=${THEIRS}`)
  const readings = openReadings(url.href, 1)
  expect(await readings.of(OURS).query({ text: 'select distinct force from reassess.cases' })).toEqual([{ force: OURS }])
  await readings.close()
})

it('every list and view shows a force its own', async () => {
  const page = { limit: 50 }
  const key = { force: THEIRS, reference: 'WK-1' }
  expect((await $.store.incidents(THEIRS, { openOnly: false }, page)).items).toMatchObject([{ force: THEIRS }])
  expect((await $.store.timeline(key, page)).items).toHaveLength(1)
  expect((await $.store.alerts(THEIRS, { openOnly: false }, page)).items).toMatchObject([{ id: `a-${THEIRS}` }])
  expect((await $.store.refusals(THEIRS, null, page)).items).toHaveLength(1)
  expect((await $.store.refusals(THEIRS, 'R-1', page)).items).toHaveLength(1)
  expect(await $.store.streamAfter(THEIRS, null, 50)).toHaveLength(2)
  expect(
    (await $.store.reading.loadOf(THEIRS, ['WK-1'])).unreadable.length +
      (await $.store.reading.loadOf(THEIRS, ['WK-1'])).cases.length,
  ).toBe(1)
  expect((await $.store.handovers(THEIRS, {}, page)).items).toMatchObject([{ handover: `H-${THEIRS}` }])
  expect(await $.store.handover(THEIRS, `H-${OURS}`, page)).toBeNull()
  expect(await $.store.priorities()).toEqual([])
})

it('a session of the reader without a force sees nothing', async () => {
  const client = new pg.Client({ connectionString: $.logins.reader })
  await client.connect()
  expect((await client.query('select from reassess.cases')).rowCount).toBe(0)
  await client.query(`select set_config('${FORCE_SETTING}', '${OURS}', false)`)
  expect((await client.query('select from reassess.cases')).rowCount).toBe(1)
  await client.end()
})
