/** Who is on duty in warwickshire, for tests; nothing in it is real. */
import { DAYS, type DeliveryPlan, type Shift } from '../../machines/rules/delivery/plan.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { createDuty } from '../../src/engine/duty/duty.ts'
import type { KeptOverride, NewOverride, OverrideRows } from '../../src/engine/duty/ports.ts'

export const LADDER: readonly Role[] = ['supervisor', 'force-incident-manager', 'duty-superintendent']

const someone = (name: string, ...roles: Role[]) => ({ name, roles, ways: { email: `${name.toLowerCase()}@example.org` } })
const daily = (from: string, to: string, ...people: string[]): Shift => ({ days: DAYS, from, to, people })
const zone = 'Europe/London'

/** Supervisors by day only, a force incident manager at all hours, and no superintendent. */
export const PLAN: DeliveryPlan = {
  force: 'warwickshire',
  people: {
    'sup-1': someone('Sam', 'supervisor'),
    'sup-2': someone('Sal', 'supervisor'),
    'sup-3': someone('Sid', 'supervisor'),
    'fim-1': someone('Fay', 'force-incident-manager'),
    'supt-1': someone('Sue', 'duty-superintendent'),
    'hau-1': someone('Hal', 'hau'),
  },
  rota: {
    supervisor: { zone, shifts: [daily('07:00', '19:00', 'sup-1', 'sup-2')], overrides: [] },
    'force-incident-manager': { zone, shifts: [daily('00:00', '24:00', 'fim-1')], overrides: [] },
    hau: {
      zone,
      shifts: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00', people: ['hau-1'] }],
      overrides: [],
    },
  },
  routes: [{ severity: ['critical', 'high'], ways: ['email'], ackWithin: 'PT3M', bundleFor: null }],
}

export const OVERRIDE: NewOverride = {
  ...{ role: 'supervisor', from: '2026-12-25T07:00:00.000Z', to: '2199-12-25T19:00:00.000Z', people: ['sup-1'], instead: null },
  ...{ by: { id: 'sup-1', role: 'supervisor' }, reason: null },
}

export function memoryOverrides(recordedAt = '2026-11-20T23:00:00.000Z'): OverrideRows {
  const kept: KeptOverride[] = []
  return {
    rotaOverrides: async () => [...kept],
    keepOverride: async (_force, override) => {
      kept.push({ ...override, id: `override-${kept.length + 1}`, recordedAt })
      return kept.at(-1) ?? null
    },
  }
}

export const dutyOf = (rows: OverrideRows = memoryOverrides(), plan = PLAN) => createDuty(plan, LADDER, rows)
