/** Issues and warnings of the events about a protection order. Source: docs/sources.md#orders */

import { hearingTerms, isDvpoLong, regimeAt } from '../../rules/investigation/orders.ts'
import { type Issue, issueIf, type Warning, warnIf } from '../../rules/issue.ts'
import { holdsRank } from '../../rules/policy/ranks.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { type MatterEvent, mustFollow } from '../matter.ts'
import { breachIssues, breachWarnings, followUpIssues } from './breaches.ts'
import { exemptIssues, monitoringIssues, notificationIssues, notificationWarnings } from './dapo.ts'
import type { OrderContext } from './setup.ts'
import { answeredIssues, notBeforeSought, soughtIssues } from './sought.ts'

type Listed = MatterEvent<'order.applied' | 'order.adjourned'>
type Dated = MatterEvent<'order.granted' | 'order.varied'>

export const issues = {
  'order.authorised': authorisedIssues,
  'order.served': ({ at }: MatterEvent<'order.served'>, { authorisedAt }: OrderContext): Issue[] =>
    issueIf(at < (authorisedAt ?? ''), '/time', 'must not be before the notice was authorised'),
  'order.applied': listedIssues,
  'order.adjourned': listedIssues,
  'order.granted': (event: MatterEvent<'order.granted'>, order: OrderContext): Issue[] => [
    ...beforeService(event, order),
    ...lengthIssues(event, order, event.at),
    ...monitoringIssues(event, order),
    ...exemptIssues(event, order),
  ],
  'order.sought': soughtIssues,
  'order.prosecutor-answered': answeredIssues,
  'order.notified': notificationIssues,
  'order.details-changed': notificationIssues,
  'order.refused': beforeService,
  'order.withdrawn': beforeService,
  'order.varied': (event: MatterEvent<'order.varied'>, order: OrderContext): Issue[] => [
    ...issueIf(event.at < (order.madeAt ?? ''), '/time', 'must not be before the order was made'),
    ...lengthIssues(event, order, order.madeAt ?? event.at),
    ...monitoringIssues(event, order),
  ],
  'order.recorded': (event: MatterEvent<'order.recorded'>): Issue[] => [
    ...issueIf(event.data.madeAt > event.at, '/data/madeAt', 'must not be after the time of the event'),
    ...mustFollow(event.data.expiresAt, event, '/data/expiresAt'),
  ],
  'order.told': ({ data }: MatterEvent<'order.told'>, { told }: OrderContext): Issue[] =>
    issueIf(
      told.length >= MOST_TOLD && !told.some(({ who }) => who === data.who),
      '/data/who',
      `at most ${MOST_TOLD} can be told of one order`,
    ),
  'order.breached': breachIssues,
  'order.breach-arrested': followUpIssues,
  'order.breach-produced': followUpIssues,
  'order.breach-heard': followUpIssues,
}

/** More than any order has: a list that grows without end is a slip of a program. */
const MOST_TOLD = 50

function listedIssues(event: Listed, order: OrderContext): Issue[] {
  return [...beforeService(event, order), ...mustFollow(event.data.hearingAt, event, '/data/hearingAt')]
}

function beforeService({ at }: { readonly at: Instant }, order: OrderContext): Issue[] {
  if (order.servedAt === null) return notBeforeSought(at, order)
  return issueIf(at < order.servedAt, '/time', 'must not be before the notice was served')
}

/** The rank, the ages and what a DVPN must forbid; that four things were considered is asked of the form itself. */
function authorisedIssues({ at, data, incident: { policy } }: MatterEvent<'order.authorised'>): Issue[] {
  const regime = regimeAt(at, policy)
  const lowest = policy.orders.authorisedBy[regime]
  return [
    ...issueIf(
      !holdsRank(data.by.role, lowest, policy),
      '/data/by/role',
      `a ${regime} is authorised by the rank of ${lowest} or above`,
    ),
    ...issueIf(!data.subjectIsAdult, '/data/subjectIsAdult', `a ${regime} binds nobody under 18`),
    ...issueIf(regime === 'DAPN' && !data.protectedAre16, '/data/protectedAre16', 'a DAPN protects nobody under 16'),
    ...Object.entries(data.considerations).flatMap(([what, considered]) =>
      issueIf((considered.at ?? at) > at, `/data/considerations/${what}/at`, 'must not be after the time of the event'),
    ),
    ...issueIf(
      regime === 'DVPN' && !data.prohibitions.includes('molesting'),
      '/data/prohibitions',
      'a DVPN must forbid molesting',
    ),
  ]
}

/** A DVPO has an end, some days away; any other may have one. */
function lengthIssues(event: Dated, { regime }: OrderContext, madeAt: Instant): Issue[] {
  const { expiresAt } = event.data
  const { policy } = event.incident
  const { least, most } = policy.orders.dvpoDays
  const tooLong = regime === 'DVPN' && (expiresAt === null || !isDvpoLong(madeAt, expiresAt, policy))
  const pointer = '/data/expiresAt'
  return tooLong ? [{ pointer, detail: `a DVPO lasts ${least} to ${most} days` }] : mustFollow(expiresAt, event, pointer)
}

function servedWarnings({ at, data, incident }: MatterEvent<'order.served'>, { regime, court }: OrderContext): Warning[] {
  const { hearingBy: due, lastSitting } = hearingTerms(at, data.court ?? court, incident.policy)
  const unasked = regime === 'DAPN' && data.hearingAddressAsked !== true
  const pointer = '/data/court'
  return [
    ...warnIf(
      unasked,
      'hearing-address-not-asked',
      '/data/hearingAddressAsked',
      'The subject has to be asked where to send the notice of the hearing.',
    ),
    ...warnIf(
      lastSitting.sitting === null && lastSitting.calendar === 'unknown',
      'sittings-unknown',
      pointer,
      `Nobody has said when this court sits: ask it for a hearing before ${due}.`,
    ),
    ...warnIf(
      lastSitting.sitting === null && lastSitting.calendar !== 'unknown',
      'no-sitting-in-time',
      pointer,
      `This court does not sit again before ${due}: ask it for a hearing.`,
    ),
  ]
}

export const warnings = {
  'order.served': servedWarnings,
  'order.applied': ({ data }: MatterEvent<'order.applied'>, { hearingBy }: OrderContext): Warning[] =>
    warnIf(
      (data.hearingAt ?? '') > (hearingBy ?? ''),
      'hearing-listed-late',
      '/data/hearingAt',
      `The law asks for a hearing by ${hearingBy}.`,
    ),
  'order.notified': notificationWarnings,
  'order.checked': ({ data }: MatterEvent<'order.checked'>): Warning[] =>
    warnIf(
      data.what === 'welfare' && !data.seen,
      'not-seen-still-owed',
      '/data/seen',
      'She was not seen or spoken with: the welfare check stays owed.',
    ),
  'order.breached': breachWarnings,
  'order.breach-arrested': breachWarnings,
}
