import { BOUNDED } from '../../effects.ts'
import { isWithinHours } from '../../rules/investigation/victimsCode.ts'
import type { Warning } from '../../rules/issue.ts'
import { type MatterEvent, matter } from '../matter.ts'
import { blankVictim, type On, type PublicName, type VictimContext, victimSetup } from './setup.ts'
import { supportDeclined, supportDeclinedByAnother, supportOwed, supportReferred, supportWithdrawn } from './support.ts'
import { notUpdated, owed, settled, updated } from './updates.ts'

/** What she said last holds, also where it is learnt of late. */
const prefer = {
  guard: ({ context, event }: On<'victim.preferred'>) => event.at >= (context.preferredAt ?? ''),
  target: 'known' as const,
  actions: {
    type: 'remember' as const,
    params: ({ event: { at, data } }: On<'victim.preferred'>) => ({
      channels: data.channels,
      safeHours: data.safeHours ?? null,
      frequency: data.frequency ?? null,
      preferredAt: at,
    }),
  },
}
const on = {
  'victim.preferred': [prefer, { target: 'known' as const }],
  'victim.updated': updated,
  'victim.not-updated': notUpdated,
  'victim.support-declined': supportDeclined,
  'update.owed': owed,
  'support.owed': supportOwed,
}

/**
 * A victim, and how she is kept informed: the channels and hours that are safe for her, what she has to be told and was, and whether
 * she is supported. Source: docs/sources.md#victim (seed 98, 103).
 */
const machine = victimSetup.createMachine({
  id: 'victim',
  options: BOUNDED,
  context: ({ input }) => blankVictim(input),
  initial: 'none',
  states: {
    none: { on },
    known: {
      on: {
        ...on,
        'update.settled': settled,
        'support.referred': supportReferred,
        'support.withdrawn': supportWithdrawn,
        'support.declined': supportDeclinedByAnother,
      },
    },
  },
})

/** She was told, and that stands; who told her is warned, because what he may have overheard cannot be taken back. */
function warnings(event: MatterEvent<PublicName>, { channels, safeHours }: VictimContext): Warning[] {
  if (event.type !== 'victim.updated' && event.type !== 'victim.not-updated') return []
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

export const victim = matter<PublicName, VictimContext>({
  machine,
  about:
    'A victim: the channels and hours that are safe for her, what she has to be told and how often that was in time, and whether she is supported.',
  field: 'victim',
  warnings,
})
