import type { ToVictim } from '../../incident/hau/tellings.ts'
import type { Update } from '../../rules/catalogue/matters/victim.ts'
import type { HeardBy } from '../../rules/events.ts'
import type { SaidBy, UpdateOwed, UpdateTakenBack } from '../../rules/investigation/victimsCode.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { defineMatter, type On, type Remembered } from '../defineMatter.ts'
import type { MatterEvent, Told } from '../matter.ts'

/** Something that she has to be told. */
export interface Waiting {
  readonly about: Update
  readonly suspect: string | null
  /** When it happened. */
  readonly since: Instant
  readonly dueAt: Instant
  readonly saidBy: SaidBy
}

const memory = {
  channels: [] as readonly string[],
  safeHours: null as { readonly from: string; readonly to: string } | null,
  frequency: null as string | null,
  preferredAt: null as Instant | null,
  /** How often she was told of anything, and when last. */
  updates: 0,
  updatedAt: null as Instant | null,
  /**
   * How many things the victim had to be told: each is still owed, was told in time or late, or she did not want to hear it.
   */
  updatesDue: 0,
  updatesInTime: 0,
  updatesLate: 0,
  updatesDeclined: 0,
  waitingFor: [] as readonly Waiting[],
  /** What has been settled while its time was not over: said again by another form it is nothing new. */
  settled: [] as readonly Waiting[],
  /** How often somebody tried to tell her and did not reach her, and when last. */
  attempts: 0,
  attemptedAt: null as Instant | null,
  /** The crimes that a referral to support was due for; what became of it, and to whom. */
  supportFor: [] as readonly string[],
  support: null as 'owed' | 'referred' | 'declined' | null,
  supportBy: null as Instant | null,
  supportPartner: null as string | null,
}
export type VictimContext = Remembered<typeof memory>

/** She was told, or did not want to hear: heard from another victim's side by the one whom nobody has named. */
export interface UpdateSettled {
  readonly type: 'update.settled'
  readonly about: Update
  readonly suspect: string | null
  readonly how: 'told' | 'declined'
}
/** Another victim's decision, where she may be the one whom nobody has named. */
interface SupportDeclined {
  readonly type: 'support.declined'
}
type Heard = Told & (UpdateOwed | UpdateTakenBack | UpdateSettled | ToVictim | SupportDeclined)
type Event = MatterEvent<HeardBy<'victim'>> | Heard
export type OnVictim<Type extends Event['type']> = On<VictimContext, Extract<Event, { readonly type: Type }>>

/** Victims are told of anything only under a policy that asks for it. */
export const { act, remember, schedule, lifecycle } = defineMatter({
  kind: 'victim',
  about:
    'A victim: the channels and hours that are safe for her, what she has to be told and how often that was in time, and whether she is supported.',
  field: 'victim',
  memory,
  climbEvery: ({ victimsCode }) => victimsCode?.climbEvery ?? null,
  types: { hears: {} as Heard },
})
