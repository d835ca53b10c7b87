/** The page of an incident as its view lays it out. */
import { incidentAt } from '../../address.ts'
import { offered } from '../../forms/offered.ts'
import { isOffered } from '../../holder.ts'
import type { Told } from '../../told.ts'
import type { Filter } from '../../words/incident.ts'
import { FILTERS, QUESTIONS } from '../../words/incident.ts'
import { link, say } from '../../words/text.ts'
import { capital, words } from '../../words/words.ts'
import { alertLines } from './alerts.ts'
import { askedPanel } from './asked.ts'
import { type Asked, bannerFor } from './banner.ts'
import { closingPanel } from './closing.ts'
import { duePanel } from './due.ts'
import { factRows, restrictionText } from './facts.ts'
import { entriesOf, passes } from './happened/index.ts'
import { type Known, type Panel, type Part, text } from './known.ts'
import { mattersPanel } from './matters.ts'
import { nowFor } from './now.ts'
import { riskPanel } from './riskNow.ts'
import { secondPanel } from './second.ts'
import { unitParts } from './units.ts'
import { waitedPanel, waitText } from './waited.ts'
import { whereaboutsPanel } from './whereabouts.ts'

/** Of the record, on this page: the rest is on its own page. */
const MOST_ENTRIES = 40
/** The most severe; the others are folded, and counted. Project default. */
const MOST_ALERTS = 4
/** On paper: with the panels it makes two pages. Project default. */
const MOST_PRINTED = 12

export interface Shown {
  readonly filter: Filter
  readonly order: 'newest' | 'oldest'
}

export function pageOf(known: Known, { asked, told, filter }: { asked: Asked; told: Told | null; filter: Filter }) {
  const { view, times } = known
  const address = incidentAt(view.incident)
  const alerts = alertLines(known)
  return {
    address,
    briefing: `${address}/briefing`,
    incident: view.incident,
    priority: view.priority ?? 'no grade',
    isClosed: view.state.closure === 'closed',
    attention: view.attention.filter((name) => name !== 'none').map((name) => ({ name, label: words(name) })),
    demand: view.demands.find(({ status }) => status === 'open')?.id ?? '',
    restriction: restrictionText(known),
    waited: waitText(known),
    reported: times.at(view.reportedAt),
    place: capital(words(view.state.attendance)),
    banner: bannerFor(asked, told, known),
    now: nowFor(known),
    offers: offered(view, known.me.posts),
    facts: factRows(known),
    asked: withOlder(askedPanel(known), known),
    panels: [waitedPanel(known), whereaboutsPanel(known)],
    alerts: {
      title: QUESTIONS.alerts,
      units: [...unitParts(known), ...olderParts(known)],
      lines: alerts.slice(0, MOST_ALERTS),
      more: alerts.slice(MOST_ALERTS),
      unreached: alerts.slice(MOST_ALERTS).filter(({ isUnreached }) => isUnreached).length,
      from: [...new Set(alerts.map(({ from }) => from))].filter((id) => id !== '').join('\n'),
      // All are taken together, also those that are not offered: then one by one.
      mayTakeAll:
        alerts.filter(({ act }) => act !== null).length > 1 &&
        view.alerts.every(({ audience }) => isOffered(known.me.role, audience)),
      tellsPeople: view.alerts.some(({ toldTo }) => toldTo !== undefined),
    },
    more: [riskPanel(known), duePanel(known), mattersPanel(known), closingPanel(known), secondPanel(known)],
    happened: happenedOf(known, filter, address),
    policy: `Policy ${view.policy.id}, version ${view.policy.version}`,
  }
}

/** What was sent, and why it is asked, is told from the newest lines alone. */
function olderParts({ view, lines }: Pick<Known, 'view' | 'lines'>): readonly Part[] {
  const older = view.version - lines.length
  if (older <= 0) return []
  const whole = link(`${incidentAt(view.incident)}/timeline?show=all&order=oldest`, 'the whole record')
  return [text(say`The ${older} oldest lines are not looked at here: read them in ${whole}.`, 'quiet')]
}

const withOlder = (panel: Panel, known: Known): Panel =>
  known.view.demands.length === 0 ? panel : { ...panel, parts: [...panel.parts, ...olderParts(known)] }

/** The newest first; the record's own page has it in both orders. */
function happenedOf(known: Known, filter: Filter, address: string) {
  const { view, lines } = known
  const entries = entriesOf(
    lines.filter((line) => passes(filter, line)),
    known,
  )
  return {
    title: QUESTIONS.happened,
    filters: filterLinks(`${address}?`, filter, '#happened'),
    entries: entries.slice(0, MOST_ENTRIES),
    printed: MOST_PRINTED,
    /** Lines that paper does not show. */
    unprinted: view.version - Math.min(MOST_PRINTED, entries.length),
    count: view.version,
    all: `${address}/timeline?show=${filter}`,
  }
}

/** @param to the address up to its query, which ends in `?` or `&` */
export const filterLinks = (to: string, filter: Filter, at = '') =>
  (Object.keys(FILTERS) as Filter[]).map((name) => ({
    label: FILTERS[name],
    href: `${to}show=${name}${at}`,
    isHere: name === filter,
  }))

export function shownIn(query: Readonly<Record<string, unknown>>): Shown {
  const { show, order } = query
  const filter = Object.keys(FILTERS).find((name) => name === show) as Filter | undefined
  return { filter: filter ?? 'all', order: order === 'oldest' ? 'oldest' : 'newest' }
}
