import { assign, setup } from 'xstate'
import { BOUNDED } from '../effects.ts'
import type { Warning } from '../rules/gap.ts'
import { later } from '../rules/time.ts'
import { isWithinHours, updateOf } from '../rules/victimsCode.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { type MatterContext, type MatterEvent, matter, matterEffects } from './matter.ts'

interface VictimContext extends MatterContext {
  readonly channels: readonly string[]
  readonly safeHours: { readonly from: string; readonly to: string } | null
  readonly frequency: string | null
  readonly preferredAt: Instant | null
  /** How often she was told of anything, and when last. */
  readonly updates: number
  readonly updatedAt: Instant | null
}

type Preferred = MatterEvent<'victim.preferred'>
type Updated = MatterEvent<'victim.updated'>

const victimSetup = setup({
  types: { context: {} as VictimContext, events: {} as Preferred | Updated, input: {} as MatterContext },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<VictimContext>) => learnt) },
})

/** What she said last holds, also where it is learnt of late. */
const prefer = {
  guard: ({ context, event }: { context: VictimContext; event: Preferred }) => event.at >= (context.preferredAt ?? ''),
  target: 'known' as const,
  actions: {
    type: 'remember' as const,
    params: ({ event: { at, data } }: { event: Preferred }) => ({
      channels: data.channels,
      safeHours: data.safeHours ?? null,
      frequency: data.frequency ?? null,
      preferredAt: at,
    }),
  },
}
const update = {
  target: 'known' as const,
  actions: [
    {
      type: 'remember' as const,
      params: ({ context, event }: { context: VictimContext; event: Updated }) => ({
        updates: context.updates + 1,
        updatedAt: later(context.updatedAt ?? event.at, event.at),
      }),
    },
    { type: 'done' as const, params: ({ event: { data } }: { event: Updated }) => updateOf(data.about, data.suspect) },
  ],
}
const on = { 'victim.preferred': [prefer, { target: 'known' as const }], 'victim.updated': update }

/**
 * How a victim is kept informed: the channels and hours that are safe for her, and what she was told. What she has to be told is
 * owed by the incident. Source: docs/sources.md#victim (seed 103).
 */
const machine = victimSetup.createMachine({
  id: 'victim',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    channels: [],
    safeHours: null,
    frequency: null,
    preferredAt: null,
    updates: 0,
    updatedAt: null,
  }),
  initial: 'none',
  states: { none: { on }, known: { on } },
})

/** She was told, and that stands; who told her is warned, because what he may have overheard cannot be taken back. */
function warnings(event: Preferred | Updated, { channels, safeHours }: VictimContext): Warning[] {
  if (event.type === 'victim.preferred') return []
  const otherChannel = channels.length > 0 && !channels.includes(event.data.channel)
  const unsafeHour = safeHours !== null && !isWithinHours(event.at, safeHours, event.incident.policy.timezone)
  return [
    ...(otherChannel
      ? [
          {
            code: 'not-her-channel',
            pointer: '/data/channel',
            detail: 'She asked to be reached another way: ask her whether this was safe.',
          },
        ]
      : []),
    ...(unsafeHour
      ? [
          {
            code: 'not-in-safe-hours',
            pointer: '/time',
            detail: 'This was outside the hours that she said are safe: ask her whether it was.',
          },
        ]
      : []),
  ]
}

export const victim = matter<'victim.preferred' | 'victim.updated', VictimContext>({
  machine,
  about: 'How a victim is kept informed: the channels and hours that are safe, and how often she was told.',
  hears: ['victim.preferred', 'victim.updated'],
  field: 'victim',
  warnings,
})
