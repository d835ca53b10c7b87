/** Every kind of matter, by the word that names it: `marker/M1` is the marker M1 of its incident. */
import type { EventName } from '../rules/events.ts'
import { bail } from './bail.ts'
import { disclosure } from './disclosure.ts'
import { investigation } from './investigation.ts'
import { marac } from './marac.ts'
import { marker } from './marker.ts'
import type { Matter } from './matter.ts'
import { order } from './order/index.ts'
import { plan } from './plan.ts'
import { referral } from './referral.ts'
import { school } from './school.ts'
import { suspect } from './suspect.ts'
import { task } from './task.ts'
import { victim } from './victim.ts'

export const MATTERS: Readonly<Record<string, Matter>> = {
  marker,
  suspect,
  bail,
  investigation,
  order,
  disclosure,
  referral,
  school,
  task,
  plan,
  marac,
  victim,
}

const HEARD: ReadonlyMap<EventName, string> = new Map(
  Object.entries(MATTERS).flatMap(([kind, { hears }]) => hears.map((name): [EventName, string] => [name, kind])),
)

/** The kind that an event type is about; null for the rest. */
export const kindHearing = (name: EventName): string | null => HEARD.get(name) ?? null
