/** Every kind of matter, by the word that names it: `marker/M1` is the marker M1 of its incident. */
import type { MatterKind } from '../rules/catalogue/event.ts'
import { type EventName, recordOf } from '../rules/events.ts'
import { approval } from './approval.ts'
import { bail } from './bail/index.ts'
import { disclosure } from './disclosure.ts'
import { investigation } from './investigation/index.ts'
import { marac } from './marac/index.ts'
import { marker } from './marker.ts'
import type { Matter } from './matter.ts'
import { order } from './order/index.ts'
import { plan } from './plan.ts'
import { referral } from './referral.ts'
import { school } from './school.ts'
import { suspect } from './suspect.ts'
import { task } from './task.ts'
import { victim } from './victim/index.ts'

const KINDS: Readonly<Record<MatterKind, Matter>> = {
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
  approval,
}
export const MATTERS: Readonly<Record<string, Matter>> = KINDS

/** The kind that hears an event type; null for what the incident hears itself. */
export const kindHearing = (name: EventName): MatterKind | null => recordOf(name)?.matter.hears ?? null
