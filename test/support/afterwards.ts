/** What is posted after an incident was attended: each event is the example of its type with parts replaced, as the api would read it. */
import { type EventName, parseData } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import { exampleOf } from '../rules/examples.ts'
import * as happens from './happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from './incident.ts'

/** An attended incident, and what is posted afterwards. */
export async function afterwards(pinned = policyWith(), persons: object[] = [{ role: 'victim', personRef: 'P-1' }]) {
  const { engine, store, go } = startNight(pinned)
  for (const happened of [
    happens.but(happens.reported('20:00'), { persons }),
    happens.thriveAssessed('20:01'),
    happens.graded('20:02', 'P2'),
    happens.arrived('20:10'),
  ])
    expect(await go(happened)).toMatchObject({ status: 'accepted' })
  let posted = 0
  const post = async (type: EventName, at: string, data: object = {}, recordedAt = at): Promise<Outcome> => {
    await go({ kind: 'clock', at: new Date(recordedAt).toISOString() })
    const instants = { at: new Date(at).toISOString(), recordedAt: new Date(recordedAt).toISOString() }
    posted += 1
    const event = { kind: 'event', type, ...instants, role: 'supervisor', data: exampleOf(type, data) }
    const [outcome] = await engine.record([arrivedEvent(event as unknown as happens.Posted, `${type}-${posted}`)])
    return outcome as Outcome
  }
  const passes = (at: string) => go({ kind: 'clock', at: new Date(at).toISOString() })
  const matter = async (name: string) => (await engine.view(KEY))?.matters.find((one) => one.name === name)
  const deadlines = async (deadline: string) =>
    ((await engine.view(KEY))?.deadlines ?? []).filter(({ name }) => name === deadline)
  const alerts = async () =>
    ((await engine.view(KEY))?.alerts ?? []).filter(({ status }) => status !== 'resolved').map(({ kind }) => kind)
  /** What is owed of one name, each by whose it is. */
  const owed = (deadline: string) =>
    Object.fromEntries(
      Object.entries(store.caseOf(KEY)?.duties ?? {}).flatMap(([id, { value }]) =>
        id.startsWith(`${deadline}/`) ? [[id.slice(deadline.length + 1), value]] : [],
      ),
    )
  return { post, passes, matter, deadlines, owed, alerts }
}

/** What the schema says is wrong with an example whose parts are replaced, by pointers. */
export const wrong = (type: EventName, change: object): string[] => {
  const read = parseData(type, { ...(exampleEvent(type).data as object), ...change })
  return read.ok ? [] : read.issues.map(({ pointer }) => pointer)
}

/** What the engine says is wrong, by pointers. */
export const pointers = (outcome: Outcome): string[] =>
  outcome.status === 'refused' && 'errors' in outcome.problem ? outcome.problem.errors.map(({ pointer }) => pointer) : []

export const warned = (outcome: Outcome) =>
  outcome.status === 'accepted' ? outcome.warnings.map(({ code }) => code) : outcome.status
