/** Keeps who is on duty up to date, and alerts while a role has nobody. */
import type { Logger } from 'pino'
import { onDutyOf, rolesOnRota, toldOfHole } from '../../../machines/rules/delivery/duty.ts'
import type { Duty } from '../../engine/duty/ports.ts'
import type { Reads } from '../../engine/reads.ts'
import type { DutySeen, Unmanned } from '../../store/watch/nobodyOnDuty.ts'
import { inRounds } from './rounds.ts'

/** Another process may have taken an override. */
const READ_EVERY_MS = 1_000
/** As `watchTimers.ts`: an alert that is not said again within 15 s ends. Project default. */
const SAID_EVERY_MS = 3_000

export interface WatchDutyPorts {
  /** Null without a delivery file: then alerts of a file that was there before end. */
  readonly duty: Duty | null
  readonly force: string
  readonly store: DutySeen & Pick<Reads, 'now'>
  readonly log: Pick<Logger, 'warn' | 'info'>
}

/** @returns what stops it. */
export function watchDuty({ duty, force, store, log }: WatchDutyPorts): () => Promise<void> {
  let before = ''
  const say = async (): Promise<void> => {
    const roles = duty === null ? [] : await unmanned(duty, store)
    const now = roles.map(({ role }) => role).join(', ')
    if (now !== before) {
      if (now === '') log.info('every role of the rota has somebody on duty')
      else log.warn({ roles: now }, 'nobody is on duty')
      before = now
    }
    await store.sayUnmanned(force, roles)
  }
  const stops = [inRounds(SAID_EVERY_MS, say, { atOnce: false })]
  if (duty !== null) stops.push(inRounds(READ_EVERY_MS, () => duty.refresh(), { atOnce: true }))
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

/** A role outside the ladder counts while an open alert is for it: nobody need be in an office at night where nothing waits. */
async function unmanned(duty: Duty, store: WatchDutyPorts['store']): Promise<Unmanned[]> {
  const { ladder, force } = duty
  const plan = duty.planNow()
  // Such a file tells nobody of anything, whoever is on duty: it is for subscriptions.
  if (plan.routes.length === 0) return []
  const at = await store.now()
  const empty = rolesOnRota(plan, ladder).filter((role) => onDutyOf(plan, role, at).length === 0)
  const outside = empty.filter((role) => !ladder.includes(role))
  const waited = outside.length === 0 ? [] : await store.rolesWithAlerts(force, outside)
  return empty
    .filter((role) => ladder.includes(role) || waited.includes(role))
    .map((role) => ({ role, told: toldOfHole(plan, role, ladder, at) }))
}
