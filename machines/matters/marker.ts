import { type Issue, issueIf } from '../rules/issue.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { defineMatter } from './defineMatter.ts'
import { type MatterEvent, mustFollow, passedBy, within } from './matter.ts'

type Dated = MatterEvent<'marker.placed' | 'marker.reviewed'>

const { act, begin, remember, raise, resolve, lifecycle } = defineMatter({
  kind: 'marker',
  about: 'A location marker. It is in force until it expires or is withdrawn, and is reviewed on the way.',
  field: 'marker',
  shown: true,
  memory: {
    reason: null as string | null,
    owner: null as string | null,
    reviewBy: null as Instant | null,
    expiresAt: null as Instant | null,
  },
  setOnce: ['reason', 'owner'],
  /** `ofForce`: the force that placed it, where that is another. */
  types: { later: {} as { readonly ofForce?: string } },
  clocks: { 'marker-review': ({ reviewBy }) => reviewBy, 'marker-expiry': ({ expiresAt }) => expiresAt },
})

const place = act<'marker.placed'>(({ event: { data } }) => {
  const { reason, owner, reviewBy, expiresAt, ofForce } = data
  return [begin({ reason, owner, reviewBy, expiresAt, ...(ofForce === undefined ? {} : { ofForce }) })]
})
const review = act<'marker.reviewed'>(({ context, event: { data } }) => [
  resolve('marker-review-due', context.reviewBy),
  remember({ reviewBy: data.reviewBy, expiresAt: data.expiresAt }),
])
const withdraw = { target: 'withdrawn', actions: act(({ context }) => [resolve('marker-review-due', context.reviewBy)]) }
const askForReview = act(({ context }) => [raise('marker-review-due', context.reviewBy)])

/**
 * A marker that nobody looks at again is forgotten or believed for ever: both instants are at most the policy's away. Another force's
 * marker is a fact with the dates of that force.
 */
function datesIssues(event: Dated, { ofForce }: { readonly ofForce?: string }): readonly Issue[] {
  const { reviewBy, expiresAt } = event.data
  const { markers } = event.incident.policy
  const isTheirs = ofForce !== undefined || (event.type === 'marker.placed' && event.data.ofForce !== undefined)
  const judged = (instant: Instant, most: string, pointer: string) =>
    isTheirs ? mustFollow(instant, event, pointer) : tooFar(event, instant, most, pointer)
  return [
    ...judged(reviewBy, markers.reviewWithin, '/data/reviewBy'),
    ...judged(expiresAt, markers.expireWithin, '/data/expiresAt'),
    ...issueIf(reviewBy > expiresAt, '/data/reviewBy', 'must not be after the marker expires'),
  ]
}

function tooFar(event: Dated, instant: Instant, most: string, pointer: string): readonly Issue[] {
  const latest = within(event, most)
  return instant > latest
    ? [{ pointer, detail: `must be within ${most}, at the latest ${latest}` }]
    : mustFollow(instant, event, pointer)
}

/**
 * A location marker: in force until it expires or is withdrawn, and reviewed on the way. A marker whose review was missed stays
 * in force: officers sent there are told too much rather than too little.
 *
 * Source: docs/sources.md#markers (seed 15).
 */
export const marker = lifecycle({
  states: {
    none: { on: { 'marker.placed': { target: 'standing', actions: place } } },
    standing: {
      initial: 'reviewed',
      on: {
        'marker.reviewed': { target: 'standing', reenter: true, actions: review },
        'marker.withdrawn': withdraw,
      },
      after: { 'marker-expiry': 'expired' },
      states: {
        reviewed: { after: { 'marker-review': { target: 'reviewDue', actions: askForReview } } },
        reviewDue: {},
      },
    },
    /** Nobody is shown it any more. It may be put back, and somebody must still explain a missed review. */
    expired: {
      tags: 'over',
      on: { 'marker.reviewed': { target: 'standing', actions: review }, 'marker.withdrawn': withdraw },
    },
    withdrawn: { type: 'final' },
  },
  issues: { 'marker.placed': datesIssues, 'marker.reviewed': datesIssues },
  passed: ({ reviewBy }, state) => (state === 'standing.reviewDue' ? passedBy('marker-review', reviewBy) : null),
})
