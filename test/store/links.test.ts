/** Who names whom, as PostgreSQL keeps it: the way back of a link, by its index and bounded; and two processes that race each other. */
import type { IncidentContext } from '../../machines/incident/setup.ts'
import { type Link, MOST_LINKS } from '../../machines/rules/report/links.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { ArrivedEvent, Engine } from '../../src/engine/engine.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import { replay } from '../../src/engine/replay.ts'
import { LINKS_FROM } from '../../src/store/lists/links.ts'
import { createStore } from '../../src/store/store.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, policyWith } from '../support/incident.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const at = (minute: number) => `2026-11-20T20:${String(minute).padStart(2, '0')}:00.000Z`
const link = (incident: string, as: Link['as'] = 'duplicate', minute = 0): Link => ({
  ...{ incident, as, at: at(minute), knownAt: at(minute) },
})
const from = async (reference: string, force = FORCE) =>
  (await $.store.linksFrom({ force, reference })).map(({ incident, as, at: when }) => `${incident} ${as} ${when.slice(11, 16)}`)

it('finds who names an incident, newest first, as it was last said, in the same force', async () => {
  await $.store.commit([
    changeOf('A1', 0, { links: [link('A9', 'duplicate', 1), link('A8')] }),
    changeOf('A2', 0, { links: [link('A9', 'related', 2)] }),
    changeOf('A2', 0, { links: [link('A9', 'related', 3)], force: 'kent' }),
  ])
  expect(await from('A9')).toEqual(['A2 related 20:02', 'A1 duplicate 20:01'])
  expect(await from('A9', 'kent')).toEqual(['A2 related 20:03'])
  await $.store.commit([changeOf('A1', 1, { links: [link('A9', 'duplicate', 4), link('A9', 'duplicate-of', 5)] })])
  expect(await from('A9')).toEqual(['A1 duplicate-of 20:05', 'A1 duplicate 20:04', 'A2 related 20:02'])
  expect(await from('A7')).toEqual([])
  expect(await from('\u0000')).toEqual([])
})

it('keeps no link of a stale change', async () => {
  await $.store.commit([changeOf('B1', 0)])
  expect(await $.store.commit([changeOf('B1', 0, { links: [link('B9')] })])).toMatchObject({ stale: [{}] })
  expect(await from('B9')).toEqual([])
})

it('gives the newest only, and is planned by its index', async () => {
  await $.store.commit(Array.from({ length: 60 }, (_, n) => changeOf(`C${n}`, 0, { links: [link('C-ALL', 'related', n)] })))
  const found = await from('C-ALL')
  expect(found.length).toBe(MOST_LINKS)
  expect([found[0], found.at(-1)]).toEqual(['C59 related 20:59', 'C10 related 20:10'])
  await $.database.query(`insert into reassess.links (force, incident, case_id, said_as, at)
    select 'warwickshire', 'X' || n, n, 'related', now() from generate_series(1, 10000) n`)
  await $.database.query('analyze reassess.links')
  const plan = await $.database.query<{ 'QUERY PLAN': string }>(`explain ${LINKS_FROM.text}`, [FORCE, 'C-ALL'])
  const said = plan.map((line) => line['QUERY PLAN']).join('\n')
  expect(said).toMatch(/links_pkey/)
  expect(said).not.toMatch(/Seq Scan on links/)
})

describe('two processes', () => {
  const policy = policyWith()
  const engineOn = (store: CaseStore): Engine => {
    const failed = (error: unknown) => {
      throw error
    }
    return createEngine({ store, alarms: { ring: () => {} }, policy, salt: () => '0'.repeat(64), failed })
  }

  it('that link two records with each other at the same moment never excuse both, whoever comes first', async () => {
    const other = await createStore({ connectionString: $.database.url })
    const engines = [engineOn($.store), engineOn(other)] as const
    for (let round = 0; round < 12; round++) {
      const [one, two] = [`R${round}-1`, `R${round}-2`] as const
      const now = new Date().toISOString()
      let posted = 0
      const about = (reference: string, event: happens.Posted): ArrivedEvent => {
        posted += 1
        return { ...arrivedEvent(event, `${reference}-${posted}`), reference }
      }
      const graded = (reference: string) =>
        [happens.reported(now), happens.thriveAssessed(now), happens.graded(now, 'P2')].map((event) => about(reference, event))
      await engines[0].record([...graded(one), ...graded(two)])
      // Each handler says on each record what they think, in an order of chance.
      const says = (own: string, other: string) => [
        about(own, happens.linked(now, other)),
        about(other, happens.linked(now, own, 'duplicate-of')),
        about(other, happens.closed(now)),
      ]
      const post = async (engine: Engine, events: readonly ArrivedEvent[]) => {
        for (const event of events) await engine.record([event])
      }
      await Promise.all([post(engines[0], says(one, two)), post(engines[1], says(two, one))])
      const contexts = await Promise.all(
        [one, two].map(async (reference) => {
          const kept = await $.store.caseOf({ force: FORCE, reference })
          if (kept === null) throw new Error(`${reference} was reported`)
          const lines = $.store.readEntries({ force: FORCE, reference })
          expect(await replay(kept, lines, policy)).toMatchObject({ replayed: true, differences: [] })
          return { duplicateOf: null, ...(kept.incident.context as Partial<IncidentContext>), value: kept.incident.value }
        }),
      )
      // Each carries the other in the end, so neither is excused, and what was closed for a moment is open again.
      expect(contexts.map(({ duplicateOf, value }) => [duplicateOf, (value as { closure: string }).closure])).toEqual([
        [null, 'open'],
        [null, 'open'],
      ])
    }
    await other.close()
  })
})
