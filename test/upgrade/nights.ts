/** Cases as the machines leave them after a night, and as an older release would have left them: made here, for each run. */
import { readFileSync } from 'node:fs'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { createMemoryStore, type MemoryStore } from '../../src/engine/memoryStore.ts'
import { policyOf } from '../../src/engine/pinnedPolicy.ts'
import type { CaseChange } from '../../src/engine/ports.ts'
import type { Case, Entry, KeptEntry, Timer } from '../../src/engine/step/case.ts'
import { MACHINE_VERSION, type PinnedPolicy } from '../../src/engine/step/live.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'
import { shippedTools } from '../../src/tools/readTools.ts'
import * as happens from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'

/** As the record holds them. */
export interface KeptCase {
  readonly policy: { readonly hash: string; readonly canonical: string }
  readonly case: Case
  readonly entries: readonly Entry[]
  readonly alerts: readonly AlertItem[]
}

export const pinnedBy = ({ policy: { hash, canonical } }: KeptCase): PinnedPolicy => ({ hash, policy: policyOf(canonical) })

export async function* each(entries: readonly KeptEntry[]): AsyncGenerator<KeptEntry> {
  yield* entries
}

/** A system of this release that finds these cases on record; new cases would pin another policy. */
export async function takeOver(kept: readonly KeptCase[]): Promise<{ engine: Engine; store: MemoryStore; failures: unknown[] }> {
  const last = kept.flatMap(({ entries }) => entries.map(({ recordedAt }) => recordedAt)).sort()
  const store = createMemoryStore(last.at(-1) ?? '')
  // What lists are made of is not kept in memory.
  for (const { case: found, entries, alerts } of kept)
    await store.commit([
      {
        case: found,
        expectedVersion: 0,
        entries,
        alerts,
        timersSet: [],
        timersEnded: [],
        matchKeys: [],
        findKeys: [],
        ...{ columns: { readers: null }, left: [], back: [], leftIsWhole: false },
        links: [],
      } as unknown as CaseChange,
    ])
  const failures: unknown[] = []
  let salts = 0
  const engine = createEngine({
    store: { ...store, policyByHash: async (hash) => kept.find(({ policy }) => policy.hash === hash)?.policy.canonical ?? null },
    alarms: { ring: () => {} },
    policy: policyWith({ version: 2 }),
    salt: () => (++salts).toString(16).padStart(64, '0'),
    failed: (error) => failures.push(error),
  })
  return { engine, store, failures }
}

/** Nights that leave a case in the states that matter. */
const NIGHTS = {
  'just-reported': [happens.reported('20:00', { children: ['P-3'] })],
  'nobody-assesses-it': [happens.reported('20:00'), happens.until('21:00')],
  'graded-and-waiting': happens.gradedP2('20:00'),
  'warned-with-a-unit-on-its-way': [...happens.gradedP2('20:00'), happens.assigned('20:05'), happens.until('20:50')],
  'breached-and-explained': [...happens.gradedP2('20:00'), happens.until('21:01'), happens.delayNoted('21:05')],
  'two-demands-open': [...happens.gradedP2('20:00'), happens.callReceived('20:10'), happens.callCutOff('20:11')],
  'at-the-top-of-the-ladder': [
    ...happens.gradedP2('20:00'),
    happens.until('21:01'),
    happens.acknowledged('21:02', 'reassessment-demanded'),
    happens.until('22:20'),
  ],
  'reassessed-after-a-breach': [...happens.gradedP2('20:00'), happens.until('21:01'), happens.reassessed('21:10', 'd1')],
  'lowered-with-two-people': [
    ...happens.gradedP2('20:00'),
    happens.callReceived('20:10'),
    happens.reassessedDown('20:20', 'd1', 'P3'),
  ],
  'nobody-at-the-door': [
    ...happens.gradedP2('20:00'),
    happens.callReceived('20:10'),
    happens.arrived('20:20', { victimSeen: false }),
  ],
  'seen-and-dash-returned': [
    ...happens.gradedP2('20:00'),
    happens.callReceived('20:10'),
    happens.arrived('20:20'),
    happens.dashSubmitted('20:30', 'high'),
    happens.dashReviewed('20:40', 'returned', { missing: ['injury'] }),
  ],
  'with-the-harm-assessment-unit': [
    happens.reported('20:00', { children: ['P-3'] }),
    happens.thriveAssessed('20:01'),
    happens.graded('20:02', 'P2'),
    happens.arrived('20:20'),
    happens.dashSubmitted('20:30', 'high'),
    happens.dashReviewed('20:40'),
    happens.hauReceived('20:50'),
    happens.hauChecked('20:55'),
    happens.referred('21:00', 'idva'),
  ],
  closed: [...happens.everythingDone, happens.closed('20:50')],
  'closed-and-reopened-by-news': [...happens.everythingDone, happens.closed('20:50'), happens.callReceived('21:00')],
} satisfies Readonly<Record<string, readonly happens.Happening[]>>

export type NightName = keyof typeof NIGHTS

/** The names of all nights. */
export const nightNames = (): NightName[] => Object.keys(NIGHTS) as NightName[]

/** The case that a night leaves, under the default policy. */
export async function lived(name: NightName): Promise<KeptCase> {
  const read = readPolicy(
    readFileSync(new URL('../../src/policies/default-england-wales.yaml', import.meta.url), 'utf8'),
    shippedTools(),
  )
  if (!read.ok) throw new Error('the default policy cannot be read')
  const { policy, hash, canonical } = read
  const { store, go } = startNight({ policy, hash })
  for (const happening of NIGHTS[name]) {
    const outcome = await go(happening)
    if (outcome?.status === 'refused') throw new Error(`${name}: ${JSON.stringify(outcome.problem)}`)
  }
  const found = store.caseOf(KEY)
  if (found === null) throw new Error(`${name} leaves no case`)
  return { policy: { hash, canonical }, case: found, entries: store.entries(KEY), alerts: store.alerts(KEY) }
}

/** A clock that only older machines had. */
export const patience = ({ timersSet, timers }: Case): Timer => ({
  ...{ id: `t${timersSet + 1}`, machine: 'incident', deadline: 'patience' },
  dueAt: timers[0]?.dueAt ?? '2026-11-20T20:30:00.000Z',
})

/**
 * The same record as older machines would have left it: a state and a clock that these machines do not have, and their first
 * clock not set.
 */
export function ofOlderMachines(kept: KeptCase): KeptCase {
  const { timers, timersSet } = kept.case
  return {
    ...kept,
    case: {
      ...kept.case,
      machineVersion: MACHINE_VERSION - 1,
      incident: { value: { attendance: 'late' }, context: {} },
      timers: [...timers.slice(1), patience(kept.case)],
      timersSet: timersSet + 1,
    },
  }
}
