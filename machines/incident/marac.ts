/**
 * What the incident remembers of MARAC: the referrals that stand, and who decided that a high risk needs none. A referral closes
 * nothing else. Source: docs/sources.md#marac (seed 66).
 */
import { type EventOf, type IncidentContext, incidentSetup } from './setup.ts'

type Referred = { readonly context: IncidentContext; readonly event: EventOf<'marac.referred'> }
type Withdrawn = { readonly context: IncidentContext; readonly event: EventOf<'marac.withdrawn'> }
type Excepted = { readonly event: EventOf<'marac.excepted'> }

/** What a rule asked for and nobody has made is asked for no longer. */
const noReferralOwed = incidentSetup.enqueueActions(({ context, enqueue }) => {
  if (Object.hasOwn(context.referrals, 'marac')) return
  enqueue({ type: 'tellMatter', params: { kind: 'referral', name: 'marac', event: { type: 'referral.withdrawn' } } })
})

export const marac = {
  'marac.referred': {
    actions: {
      type: 'remember' as const,
      params: ({ context, event }: Referred) => ({ maracs: { ...context.maracs, [event.data.marac]: event.at } }),
    },
  },
  'marac.withdrawn': {
    actions: {
      type: 'remember' as const,
      params: ({ context, event }: Withdrawn) => ({
        maracs: Object.fromEntries(Object.entries(context.maracs).filter(([name]) => name !== event.data.marac)),
      }),
    },
  },
  /** It is the high risk that is explained: one that comes later is not explained yet. */
  'marac.excepted': {
    guard: ({ context }: { readonly context: IncidentContext }) => context.riskGrade === 'high',
    actions: [
      {
        type: 'remember' as const,
        params: ({ event: { at, data } }: Excepted) => ({ maracException: { at, by: data.by } }),
      },
      noReferralOwed,
    ],
  },
}

/** A high risk that nobody has referred, nor said why not. */
export const maracIsMissing = ({ policy, riskGrade, maracs, maracException }: IncidentContext): boolean =>
  policy.closure.maracReferred && riskGrade === 'high' && Object.keys(maracs).length === 0 && maracException === null
