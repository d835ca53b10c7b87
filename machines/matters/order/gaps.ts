/** What is wrong with what is said of an order, and what is only worth a warning. Source: docs/sources.md#orders */

import { hearingTerms, isDvpoLong, regimeAt } from '../../rules/investigation/orders.ts'
import type { Issue, Warning } from '../../rules/issue.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { MatterEvent } from '../matter.ts'
import { breachIssues, breachWarnings, followUpIssues } from './breaches.ts'
import { exemptIssues, monitoringIssues, notificationIssues, notificationWarnings } from './dapo.ts'
import type { OrderContext, OrderEvent } from './setup.ts'
import { answeredIssues, notBeforeSought, soughtIssues } from './sought.ts'

/** More than any order has: a list that grows without end is a slip of a program. */
const MOST_TOLD = 50

const issue = (pointer: string, detail: string): Issue => ({ pointer, detail })
const only = <Found>(when: boolean, found: Found): Found[] => (when ? [found] : [])

export function issues(event: OrderEvent, order: OrderContext): Issue[] {
  switch (event.type) {
    case 'order.authorised':
      return authorisedIssues(event)
    case 'order.served':
      return only(event.at < (order.authorisedAt ?? ''), issue('/time', 'must not be before the notice was authorised'))
    case 'order.applied':
      return [...beforeService(event.at, order), ...notAfter(event.data.hearingAt, event.at, '/data/hearingAt')]
    case 'order.adjourned':
      return [...beforeService(event.at, order), ...notAfter(event.data.hearingAt, event.at, '/data/hearingAt')]
    case 'order.granted':
      return [
        ...beforeService(event.at, order),
        ...lengthIssues(event, order, event.at),
        ...monitoringIssues(event, order),
        ...exemptIssues(event, order),
      ]
    case 'order.sought':
      return soughtIssues(event)
    case 'order.prosecutor-answered':
      return answeredIssues(event, order)
    case 'order.notified':
    case 'order.details-changed':
      return notificationIssues(event, order)
    case 'order.refused':
    case 'order.withdrawn':
      return beforeService(event.at, order)
    case 'order.varied':
      return [
        ...only(event.at < (order.madeAt ?? ''), issue('/time', 'must not be before the order was made')),
        ...lengthIssues(event, order, order.madeAt ?? event.at),
        ...monitoringIssues(event, order),
      ]
    case 'order.recorded':
      return [
        ...only(event.data.madeAt > event.at, issue('/data/madeAt', 'must not be after the time of the event')),
        ...notAfter(event.data.expiresAt, event.at, '/data/expiresAt'),
      ]
    case 'order.told': {
      const known = order.told.some(({ who }) => who === event.data.who)
      return only(!known && order.told.length >= MOST_TOLD, issue('/data/who', `at most ${MOST_TOLD} can be told of one order`))
    }
    case 'order.breached':
      return breachIssues(event, order)
    case 'order.breach-arrested':
    case 'order.breach-produced':
    case 'order.breach-heard':
      return followUpIssues(event, order)
    default:
      return []
  }
}

const beforeService = (at: Instant, order: OrderContext): Issue[] =>
  order.servedAt === null
    ? notBeforeSought(at, order)
    : only(at < order.servedAt, issue('/time', 'must not be before the notice was served'))

const notAfter = (instant: Instant | null | undefined, at: Instant, pointer: string): Issue[] =>
  only(instant !== null && instant !== undefined && instant <= at, issue(pointer, 'must be after the time of the event'))

/** The rank, the ages and what a DVPN must forbid; that four things were considered is asked of the form itself. */
function authorisedIssues({ at, data, incident: { policy } }: MatterEvent<'order.authorised'>): Issue[] {
  const regime = regimeAt(at, policy)
  const ranks = policy.orders.authorisedBy[regime]
  const late = Object.entries(data.considerations).filter(([, considered]) => (considered.at ?? at) > at)
  return [
    ...only(!ranks.includes(data.by.role), issue('/data/by/role', `a ${regime} is authorised by one of ${ranks.join(', ')}`)),
    ...only(!data.subjectIsAdult, issue('/data/subjectIsAdult', `a ${regime} binds nobody under 18`)),
    ...only(regime === 'DAPN' && !data.protectedAre16, issue('/data/protectedAre16', 'a DAPN protects nobody under 16')),
    ...late.map(([what]) => issue(`/data/considerations/${what}/at`, 'must not be after the time of the event')),
    ...only(
      regime === 'DVPN' && !data.prohibitions.includes('molesting'),
      issue('/data/prohibitions', 'a DVPN must forbid molesting'),
    ),
  ]
}

/** A DVPO has an end, some days away; any other may have one. */
function lengthIssues(
  { at, data: { expiresAt }, incident: { policy } }: MatterEvent<'order.granted' | 'order.varied'>,
  { regime }: OrderContext,
  madeAt: Instant,
): Issue[] {
  const { least, most } = policy.orders.dvpoDays
  const tooLong = regime === 'DVPN' && (expiresAt === null || !isDvpoLong(madeAt, expiresAt, policy))
  return tooLong
    ? [issue('/data/expiresAt', `a DVPO lasts ${least} to ${most} days`)]
    : notAfter(expiresAt, at, '/data/expiresAt')
}

export function warnings(event: OrderEvent, order: OrderContext): Warning[] {
  const { hearingBy, regime, court } = order
  const warn = (code: string, pointer: string, detail: string): Warning => ({ code, pointer, detail })
  switch (event.type) {
    case 'order.served': {
      const { hearingBy: due, lastSitting } = hearingTerms(event.at, event.data.court ?? court, event.incident.policy)
      return [
        ...only(
          regime === 'DAPN' && event.data.hearingAddressAsked !== true,
          warn(
            'hearing-address-not-asked',
            '/data/hearingAddressAsked',
            'The subject has to be asked where to send the notice of the hearing.',
          ),
        ),
        ...only(
          lastSitting.sitting === null,
          lastSitting.calendar === 'unknown'
            ? warn('sittings-unknown', '/data/court', `Nobody has said when this court sits: ask it for a hearing before ${due}.`)
            : warn('no-sitting-in-time', '/data/court', `This court does not sit again before ${due}: ask it for a hearing.`),
        ),
      ]
    }
    case 'order.applied':
      return only(
        (event.data.hearingAt ?? '') > (hearingBy ?? ''),
        warn('hearing-listed-late', '/data/hearingAt', `The law asks for a hearing by ${hearingBy}.`),
      )
    case 'order.notified':
      return notificationWarnings(event, order)
    case 'order.checked':
      return only(
        event.data.what === 'welfare' && !event.data.seen,
        warn('not-seen-still-owed', '/data/seen', 'She was not seen or spoken with: the welfare check stays owed.'),
      )
    case 'order.breached':
    case 'order.breach-arrested':
      return breachWarnings(event, order)
    default:
      return []
  }
}
