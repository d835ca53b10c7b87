/** A store whose registers are read page by page, two lines a page, and an engine that fills them. */

import { lookedAt } from '../../machines/rules/catalogue/incident/situation.ts'
import type { RegisterName } from '../../machines/rules/catalogue/registers.ts'
import type { EventName } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import type { Page } from '../../src/engine/reads.ts'
import { partsOf, type RegisterFilter } from '../../src/engine/registers/registers.ts'
import type { RegisterItem } from '../../src/engine/registers/views.ts'
import type { MatterItem } from '../../src/engine/views/views.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, policyWith, startNight } from '../support/incident.ts'
import { useStore } from '../support/store.ts'

/** One of a kind in an incident. @param due of its one clock. */
export const one = (incident: string, kind: string, state: string, due: string | null, facts: object = {}): MatterItem => ({
  ...{ kind, name: `${incident}-1`, incident, state, ended: ['ended', 'decided', 'withdrawn'].includes(state) },
  deadlines: due === null ? [] : [{ name: 'a-clock', dueAt: `2026-${due}T12:00:00.000Z` }],
  facts: { ...facts },
})

/** At the top of a test file. */
export function useRegisters() {
  const $ = useStore()
  const put = (matter: MatterItem, version = 0, force = FORCE) =>
    $.store.commit([changeOf(matter.incident, version, { force, matters: [matter] })])

  async function read(name: RegisterName, filter: RegisterFilter & { from?: string; to?: string } = {}, force = FORCE) {
    const items: RegisterItem[] = []
    for (let page: Page | null = { limit: 2 }; page !== null; ) {
      const some = await $.store.register(force, partsOf(name, filter), filter, page)
      expect(some.items.length).toBeLessThanOrEqual(2)
      items.push(...some.items)
      page = some.next === null ? null : { limit: 2, cursor: some.next }
    }
    return items
  }
  const names = async (...asked: Parameters<typeof read>) => (await read(...asked)).map(({ incident }) => incident)

  /** What the engine makes of events, kept by both stores. */
  function recordedNight(reference: string) {
    const night = startNight(
      policyWith(),
      (memory): CaseStore => ({
        ...memory,
        commit: async (changes) => {
          await $.store.commit(changes)
          return memory.commit(changes)
        },
      }),
    )
    let posted = 0
    const post = async (type: EventName, at: string, data: object = {}) => {
      await night.go({ kind: 'clock', at })
      const looked = type === 'risk.reassessed' ? lookedAt(at) : {}
      const whole = { ...(exampleEvent(type).data as object), ...looked, ...data }
      const event = { kind: 'event', type, at, recordedAt: at, role: 'supervisor', data: whole } as unknown as happens.Posted
      posted += 1
      const arrived = { ...arrivedEvent(event, `${reference}-${type}-${posted}`), reference }
      expect(await night.engine.record([arrived])).toMatchObject([{ status: 'accepted' }])
    }
    const begin = async (at: string) => {
      for (const { type, data } of [
        happens.reported(at),
        happens.thriveAssessed(at),
        happens.graded(at, 'P2'),
        happens.arrived(at),
      ])
        await post(type, at, data)
    }
    return { night, post, begin }
  }

  return Object.assign($, { put, read, names, recordedNight })
}
