/**
 * One fictional evening from the report to the closing, as a control room posts it, under the policy that ships. Whatever that
 * policy comes to ask for, these twenty-three events, with each demand answered, close the incident.
 */
import { readFileSync } from 'node:fs'
import { lookedAt } from '../../machines/rules/catalogue/incident/situation.ts'
import { nameOf, parseData } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { ArrivedEvent } from '../../src/engine/engine.ts'
import { startNight } from '../support/incident.ts'

interface Line {
  readonly role: Role
  readonly event: {
    readonly id: string
    readonly source: string
    readonly type: string
    readonly time: string
    readonly data: object
  }
}
const KEY = { force: 'warwickshire', reference: 'WK-20261120-0412' }
const LINES = readFileSync(new URL('../fixtures/one-incident.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)
const REASSESSED = LINES.find(({ event }) => event.type.includes('risk.reassessed')) as Line

function arrived({ role, event: { id, source, type, time, data } }: Line): ArrivedEvent {
  const name = nameOf(type)
  if (name === null) throw new Error(type)
  const parsed = parseData(name, data)
  if (!parsed.ok) throw new Error(`${type}: ${JSON.stringify(parsed.issues)}`)
  return { ...KEY, source, id, type: name, at: time, data: parsed.data, actor: { key: `key-${role}`, role } }
}

it('closes, once each demand that it opens was answered', async () => {
  const { engine, store, go } = startNight()
  const post = async (line: Line) => {
    await go({ kind: 'clock', at: line.event.time })
    const [outcome] = await engine.record([arrived(line)])
    expect([line.event.type, outcome]).toEqual([line.event.type, expect.objectContaining({ status: 'accepted' })])
  }
  const open = async () => ((await engine.view(KEY))?.demands ?? []).filter(({ status }) => status === 'open').map(({ id }) => id)
  const answered = async (time: string, id: string) => {
    const [demand, ...alsoAnswers] = await open()
    if (demand === undefined) return
    const nextReviewAt = new Date(Date.parse(time) + 600_000).toISOString()
    const data = { ...REASSESSED.event.data, ...lookedAt(time), demand, alsoAnswers, nextReviewAt }
    await post({ ...REASSESSED, event: { ...REASSESSED.event, time, id, data } })
  }

  for (const line of LINES) {
    if (line === REASSESSED || line.event.type.includes('incident.closed'))
      await answered(line.event.time, `${line.event.id}-answer`)
    if (line !== REASSESSED) await post(line)
  }
  const view = await engine.view(KEY)
  expect(view?.state.closure).toBe('closed')
  expect(store.entries(KEY).filter(({ type }) => type === 'risk.reassessed').length).toBeGreaterThan(0)
})
