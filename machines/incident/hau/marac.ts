/**
 * What the incident remembers of MARAC: the referrals that stand, and who decided that a high risk needs none. A referral closes
 * nothing else. Source: docs/sources.md#marac (seed 66).
 */
import type { Asked, Elsewhere } from '../../matters/referral.ts'
import { rulesThatHold } from '../../rules/hau/referralRules.ts'
import { MARAC, maracIsSettled } from '../../rules/hau/referrals.ts'
import { known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'

type Referred = { readonly context: IncidentContext; readonly event: EventOf<'marac.referred'> }
type Withdrawn = { readonly context: IncidentContext; readonly event: EventOf<'marac.withdrawn'> }
type Excepted = { readonly event: EventOf<'marac.excepted'> }

/** What a rule asked for and nobody has made is asked for no longer. */
const noReferralOwed = incidentSetup.enqueueActions(({ context, enqueue }) => {
  if (Object.hasOwn(context.referrals, 'marac')) return
  enqueue({ type: 'tellMatter', params: { kind: 'referral', name: 'marac', event: { type: 'referral.withdrawn' } } })
})

/** What a rule asked for is made by it, and followed there. */
const isReferral = {
  type: 'tellMatter' as const,
  params: { kind: 'referral', name: MARAC, event: { type: 'partner.elsewhere' } satisfies Elsewhere },
}
/** Once none stands, the rules that ask for one ask again. */
const asksAgain = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  if (maracIsSettled(context)) return
  const { data } = event as Withdrawn['event']
  for (const { rule, child, to, within } of rulesThatHold(context, { risk: true })) {
    const dueBy = plus(known(event), within, context.policy.timezone)
    const asked: Asked = { type: 'partner.owed', rule: `${rule}/after-${data.marac}`, child, dueBy, insteadOf: null }
    if (to === MARAC) enqueue({ type: 'tellMatter', params: { kind: 'referral', name: to, event: { ...asked } } })
  }
})

export const marac = {
  'marac.referred': {
    actions: [
      {
        type: 'remember' as const,
        params: ({ context, event }: Referred) => ({ maracs: { ...context.maracs, [event.data.marac]: event.at } }),
      },
      isReferral,
    ],
  },
  'marac.withdrawn': {
    actions: [
      {
        type: 'remember' as const,
        params: ({ context, event }: Withdrawn) => ({
          maracs: Object.fromEntries(Object.entries(context.maracs).filter(([name]) => name !== event.data.marac)),
        }),
      },
      asksAgain,
    ],
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
export const maracIsMissing = (context: IncidentContext): boolean =>
  context.policy.closure.maracReferred && context.riskGrade === 'high' && !maracIsSettled(context)
