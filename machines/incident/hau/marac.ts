/**
 * What the incident does about a MARAC: whether a high risk still needs a referral, and who decided that it needs none. The referrals
 * themselves are matters. A referral closes nothing else. Source: docs/sources.md#marac (seed 66).
 */
import { rulesThatHold } from '../../rules/hau/referralRules.ts'
import { MARAC, maracIsSettled } from '../../rules/hau/referrals.ts'
import { known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import type { IncidentContext } from '../setup.ts'
import { act, remember } from '../words.ts'
import { toReferral } from './tellings.ts'

/** Once no referral is in force, the rules that ask for a MARAC ask again. */
const asksAgain = act<'marac.withdrawn'>(({ context, event, event: { data } }) => {
  if (maracIsSettled(context)) return []
  const rules = rulesThatHold(context, { risk: true }).filter(({ to }) => to === MARAC)
  return rules.map(({ rule, child, to, within }) => {
    const dueBy = plus(known(event), within, context.policy.timezone)
    return toReferral(to, { type: 'partner.owed', rule: `${rule}/after-${data.marac}`, child, dueBy, insteadOf: null })
  })
})

export const marac = {
  /** A rule that asked for it is answered by it. */
  'marac.referred': { actions: toReferral(MARAC, { type: 'partner.elsewhere' }) },
  'marac.withdrawn': { actions: asksAgain },
  /** It is the high risk that is explained: a high risk that comes later is not explained yet. */
  'marac.excepted': {
    guard: ({ context }: { readonly context: IncidentContext }) => context.riskGrade === 'high',
    actions: act<'marac.excepted'>(({ event: { at, data } }) => [
      remember({ maracException: { at, by: data.by } }),
      toReferral(MARAC, { type: 'partner.excepted' }),
    ]),
  },
}

/** A high risk that nobody has referred, nor said why not. */
export const maracIsMissing = (context: IncidentContext): boolean =>
  context.policy.closure.maracReferred && context.riskGrade === 'high' && !maracIsSettled(context)
