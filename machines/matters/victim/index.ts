import { isWithinHours } from '../../rules/investigation/victimsCode.ts'
import { type Warning, warnIf } from '../../rules/issue.ts'
import type { MatterEvent } from '../matter.ts'
import { act, lifecycle, type OnVictim, remember, type VictimContext } from './setup.ts'
import { supportDeclined, supportDeclinedByAnother, supportOwed, supportReferred, supportWithdrawn } from './support.ts'
import { notUpdated, owed, settled, takenBack, updated } from './updates.ts'

/** What she said last holds, also where it is learnt of late. */
const prefer = {
  guard: ({ context, event }: OnVictim<'victim.preferred'>) => event.at >= (context.preferredAt ?? ''),
  target: 'known',
  actions: act<'victim.preferred'>(({ event: { at, data } }) => {
    const { channels, safeHours = null, frequency = null } = data
    return [remember({ channels, safeHours, frequency, preferredAt: at })]
  }),
}
const on = {
  'victim.preferred': [prefer, { target: 'known' }],
  'victim.updated': updated,
  'victim.not-updated': notUpdated,
  'victim.support-declined': supportDeclined,
  'update.owed': owed,
  'support.owed': supportOwed,
}

/** She has been told. The poster is warned, because what he may have overheard cannot be taken back. */
function tellingWarnings(
  { at, data, incident }: MatterEvent<'victim.updated' | 'victim.not-updated'>,
  { channels, safeHours }: VictimContext,
): Warning[] {
  return [
    ...warnIf(
      channels.length > 0 && !channels.includes(data.channel),
      'not-her-channel',
      '/data/channel',
      'She asked to be reached another way: ask her whether this was safe.',
    ),
    ...warnIf(
      safeHours !== null && !isWithinHours(at, safeHours, incident.policy.timezone),
      'not-in-safe-hours',
      '/time',
      'This was outside the hours that she said are safe: ask her whether it was.',
    ),
  ]
}

/**
 * A victim, and how she is kept informed: the channels and hours that are safe for her, what she has to be told and was, and whether
 * she is supported. Source: docs/sources.md#victim (seed 98, 103).
 */
export const victim = lifecycle({
  states: {
    none: { on },
    known: {
      on: {
        ...on,
        'update.settled': settled,
        'update.taken-back': takenBack,
        'support.referred': supportReferred,
        'support.withdrawn': supportWithdrawn,
        'support.declined': supportDeclinedByAnother,
      },
    },
  },
  warnings: { 'victim.updated': tellingWarnings, 'victim.not-updated': tellingWarnings },
})
