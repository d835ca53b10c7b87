import { assign, setup } from 'xstate'
import { BOUNDED } from '../effects.ts'
import type { HeardBy } from '../rules/events.ts'
import type { Issue } from '../rules/issue.ts'
import { known } from '../rules/time/happened.ts'
import { plus, until } from '../rules/time/instants.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { type MatterContext, type MatterEvent, type MatterTag, matter, matterEffects, passedBy, type Told } from './matter.ts'

interface MarkerContext extends MatterContext {
  readonly reason: string | null
  readonly owner: string | null
  readonly reviewBy: Instant | null
  readonly expiresAt: Instant | null
}

type Event = MatterEvent<HeardBy<'marker'>>
type Dated = MatterEvent<'marker.placed' | 'marker.reviewed'>

const markerSetup = setup({
  types: { context: {} as MarkerContext, events: {} as Event, input: {} as MatterContext, tags: {} as MatterTag },
  delays: {
    'marker-review': ({ context, event }) => until(context.reviewBy, event.at),
    'marker-expiry': ({ context, event }) => until(context.expiresAt, event.at),
  },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<MarkerContext>) => learnt) },
})

const cause = ({ name, reviewBy }: MarkerContext): string => `marker/${name}/${reviewBy}`
const setDates = {
  type: 'remember' as const,
  params: ({ event: { data } }: { event: Dated }) => ({ reviewBy: data.reviewBy, expiresAt: data.expiresAt }),
}
const resolve = {
  type: 'resolveAlerts' as const,
  params: ({ context }: { context: MarkerContext }) => ({ kind: 'marker-review-due' as const, cause: cause(context) }),
}
const raise = {
  type: 'raiseAlert' as const,
  params: ({ context }: { context: MarkerContext }) => ({ kind: 'marker-review-due' as const, cause: cause(context) }),
}

/**
 * A location marker: stands until it expires or is withdrawn, and has to be reviewed on the way. One whose review was
 * missed goes on standing: whoever is sent there is told too much rather than too little. Source: docs/sources.md#markers (seed 15).
 */
const machine = markerSetup.createMachine({
  id: 'marker',
  options: BOUNDED,
  context: ({ input: { name } }) => ({ name, reason: null, owner: null, reviewBy: null, expiresAt: null }),
  initial: 'none',
  states: {
    none: {
      on: {
        'marker.placed': {
          target: 'standing',
          actions: [
            { type: 'remember', params: ({ event: { data } }) => ({ reason: data.reason, owner: data.owner }) },
            setDates,
          ],
        },
      },
    },
    standing: {
      initial: 'reviewed',
      on: {
        'marker.reviewed': { target: 'standing', reenter: true, actions: [resolve, setDates] },
        'marker.withdrawn': { target: 'withdrawn', actions: resolve },
      },
      after: { 'marker-expiry': 'expired' },
      states: {
        reviewed: { after: { 'marker-review': { target: 'reviewDue', actions: raise } } },
        reviewDue: {},
      },
    },
    /** Nobody is shown it any more. It may be put back, and a review that was missed stays somebody's to explain. */
    expired: {
      tags: 'over',
      on: {
        'marker.reviewed': { target: 'standing', actions: [resolve, setDates] },
        'marker.withdrawn': { target: 'withdrawn', actions: resolve },
      },
    },
    withdrawn: { type: 'final' },
  },
})

/** A marker that nobody looks at again is forgotten or believed for ever: both instants are at most the policy's away. */
function issues(event: Event): Issue[] {
  if (event.type === 'marker.withdrawn') return []
  const { reviewBy, expiresAt } = event.data
  return [
    ...tooFar(event, reviewBy, event.incident.policy.markers.reviewWithin, '/data/reviewBy'),
    ...tooFar(event, expiresAt, event.incident.policy.markers.expireWithin, '/data/expiresAt'),
    ...(reviewBy > expiresAt ? [{ pointer: '/data/reviewBy', detail: 'must not be after the marker expires' }] : []),
  ]
}

function tooFar(event: Told, instant: Instant, within: string, pointer: string): Issue[] {
  const from = known(event)
  const latest = plus(from, within, event.incident.policy.timezone)
  if (instant <= event.at) return [{ pointer, detail: 'must be after the time of the event' }]
  return instant > latest ? [{ pointer, detail: `must be within ${within}, at the latest ${latest}` }] : []
}

export const marker = matter<Event['type'], MarkerContext>({
  machine,
  about: 'A location marker. It stands until it expires or is withdrawn, and is reviewed on the way.',
  field: 'marker',
  issues,
  passed: ({ reviewBy }, state) => (state === 'standing.reviewDue' ? passedBy('marker-review', reviewBy) : null),
  shown: true,
})
