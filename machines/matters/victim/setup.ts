import { assign, setup } from 'xstate'
import type { ToVictim } from '../../incident/hau/tellings.ts'
import type { Update } from '../../rules/catalogue/matters/victim.ts'
import type { HeardBy } from '../../rules/events.ts'
import type { SaidBy, UpdateOwed } from '../../rules/investigation/victimsCode.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { type MatterContext, type MatterEvent, matterEffects, type Told } from '../matter.ts'

/** Something that she has to be told. */
export interface Waiting {
  readonly about: Update
  readonly suspect: string | null
  /** When it happened. */
  readonly since: Instant
  readonly dueAt: Instant
  readonly saidBy: SaidBy
}

export interface VictimContext extends MatterContext {
  readonly channels: readonly string[]
  readonly safeHours: { readonly from: string; readonly to: string } | null
  readonly frequency: string | null
  readonly preferredAt: Instant | null
  /** How often she was told of anything, and when last. */
  readonly updates: number
  readonly updatedAt: Instant | null
  /** How many things she had to be told: each is waited for, was told in time or late, or she did not want to hear it. */
  readonly updatesDue: number
  readonly updatesInTime: number
  readonly updatesLate: number
  readonly updatesDeclined: number
  readonly waitingFor: readonly Waiting[]
  /** What has been settled while its time was not over: said again by another form it is nothing new. */
  readonly settled: readonly Waiting[]
  /** How often somebody tried to tell her and did not reach her, and when last. */
  readonly attempts: number
  readonly attemptedAt: Instant | null
  /** The crimes that a referral to support was due for; what became of it, and to whom. */
  readonly supportFor: readonly string[]
  readonly support: 'owed' | 'referred' | 'declined' | null
  readonly supportBy: Instant | null
  readonly supportPartner: string | null
}

/** She was told, or did not want to hear: heard from another victim's side by the one whom nobody has named. */
export interface UpdateSettled extends Told {
  readonly type: 'update.settled'
  readonly about: Update
  readonly suspect: string | null
  readonly how: 'told' | 'declined'
}
/** Another victim's decision, where she may be the one whom nobody has named. */
export interface SupportDeclined {
  readonly type: 'support.declined'
}
export type PublicName = HeardBy<'victim'>
export type Event = MatterEvent<PublicName> | (Told & (UpdateOwed | ToVictim | SupportDeclined)) | UpdateSettled
export interface On<Type extends Event['type'] = Event['type']> {
  readonly context: VictimContext
  readonly event: Extract<Event, { type: Type }>
}

export const victimSetup = setup({
  types: { context: {} as VictimContext, events: {} as Event, input: {} as MatterContext },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<VictimContext>) => learnt) },
})

export const blankVictim = ({ name }: MatterContext): VictimContext => ({
  name,
  channels: [],
  safeHours: null,
  frequency: null,
  preferredAt: null,
  updates: 0,
  updatedAt: null,
  updatesDue: 0,
  updatesInTime: 0,
  updatesLate: 0,
  updatesDeclined: 0,
  waitingFor: [],
  settled: [],
  attempts: 0,
  attemptedAt: null,
  supportFor: [],
  support: null,
  supportBy: null,
  supportPartner: null,
})
