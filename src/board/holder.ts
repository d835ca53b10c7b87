/** Who has an alert, and how somebody takes it: what the pages with such buttons share. */

import { samePerson } from '../../machines/rules/person.ts'
import { type Role, SUPERVISING } from '../../machines/rules/vocabulary.ts'
import type { AlertItem } from '../engine/views/views.ts'
import { ApiRefused } from './ask.ts'

/** @param person null for a key, which is nobody. */
export const hasIt = ({ acknowledgedBy }: Pick<AlertItem, 'acknowledgedBy'>, person: string | null): boolean =>
  acknowledgedBy !== undefined && person !== null && samePerson(acknowledgedBy.id, person)

export const takeAllAt = (incident: string): string => `/v1/incidents/${encodeURIComponent(incident)}/alerts/take`

export const alertActAt = (alert: string, act: 'take' | 'release' | 'dismiss'): string =>
  `/v1/alerts/${encodeURIComponent(alert)}/${act}`

/** Somebody took it meanwhile, or it is resolved: nothing was taken. */
export const isNotTaken = (error: unknown): boolean => error instanceof ApiRefused && error.code === 'not-accepted-now'

/** The harm assessment unit neither reassesses nor sends a unit: it is offered what is asked of itself. */
export const isOffered = (role: string, audience: Role): boolean => role !== 'hau' || audience === 'hau'

/** Whether whoever has an alert can do what it asks. @param reassesses a demand is open, which a supervisor or a rank above answers. */
export const canAct = (role: string, reassesses: boolean): boolean =>
  reassesses ? SUPERVISING.some((one) => one === role) : role !== 'hau'
