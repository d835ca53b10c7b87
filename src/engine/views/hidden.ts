/**
 * What of a restricted incident is shown to who is not among its readers: that it exists, and what is asked of it. In what other
 * incidents show it is counted and not named. All of it is left out when it is read and never when it is stored, so that lifting the
 * restriction brings it back (decision 0056).
 */
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import { type Earlier, repeatOf, strongestFirst } from '../../../machines/rules/report/repeatCallers.ts'
import { RISK_GRADES, type RiskGrade } from '../../../machines/rules/vocabulary.ts'
import type { restrictedApproval } from '../answers/approvals.ts'
import type { restrictedHandoverItem } from '../answers/handover.ts'
import type { askedOf } from '../answers/incident.ts'
import type { restrictedReassessment } from '../answers/reassessments.ts'
import type { restrictedSample } from '../answers/sampling.ts'
import type { Answer } from '../answers/shapes.ts'
import type { restrictedRefusal } from '../answers/timeline.ts'
import type { HandoverItem } from '../handover/ports.ts'
import type { SampleItem } from '../measures/thriveSampling.ts'
import type { DeliveryItem } from '../notifications/seen.ts'
import type { ApprovalItem, ListedRefusal, ReassessmentItem, RefusalItem, StreamItem } from '../reads.ts'
import type { RegisterItem, RestrictedLine } from '../registers/views.ts'
import type { Hidden } from './readers.ts'
import type { AlertItem, IncidentItem, IncidentView, RepeatItem, RestrictedItem, TimelineItem } from './views.ts'

type RestrictedApproval = Answer<typeof restrictedApproval>
type RestrictedRefusal = Answer<typeof restrictedRefusal>
type RestrictedReassessment = Answer<typeof restrictedReassessment>
type RestrictedHandoverItem = Answer<typeof restrictedHandoverItem>
type RestrictedSample = Answer<typeof restrictedSample>

/** The other incidents that one remembers. */
export const othersOf = ({ repeat, links }: Pick<IncidentContext, 'repeat' | 'links'>): readonly string[] => [
  ...repeat.map(({ incident }) => incident),
  ...links.map(({ incident }) => incident),
]

/** An earlier incident as far as a sum over all of them needs it; `risk` is null where it is not assessed or does not count. */
interface Summed {
  readonly incident: string
  readonly risk: RiskGrade | null
  readonly by: Earlier['by']
}
/** As it is stored: a list names the newest few, and what they come to is over all of them. */
export type StoredRepeat = RepeatItem & { readonly each?: readonly Summed[] }

export const summedIn = ({ policy, repeat }: Pick<IncidentContext, 'policy' | 'repeat'>): Pick<StoredRepeat, 'each'> =>
  repeat.length === 0
    ? {}
    : {
        each: repeat.map((earlier) => ({
          incident: earlier.incident,
          risk: repeatOf({ policy, repeat: [earlier] }).highestRisk,
          by: earlier.by,
        })),
      }

/** How many count, and whether they meet the criterion of escalation, stays: nothing that raises the risk is taken away. */
export function repeatSeen({ each = [], ...repeat }: StoredRepeat, hidden: Hidden): RepeatItem {
  const restricted = each.filter(({ incident }) => hidden.has(incident)).length
  if (restricted === 0) return repeat
  const seen = each.filter(({ incident }) => !hidden.has(incident))
  return {
    ...repeat,
    incidents: repeat.incidents.filter(({ incident }) => !hidden.has(incident)),
    highestRisk: RISK_GRADES.findLast((grade) => seen.some(({ risk }) => risk === grade)) ?? null,
    by: strongestFirst(seen.flatMap(({ by }) => by)),
    restricted,
  }
}

/** An incident that is not restricted, which may remember others that are. */
export const openItemSeen = (item: IncidentItem, hidden: Hidden): IncidentItem => ({
  ...item,
  risk: { ...item.risk, repeat: repeatSeen(item.risk.repeat, hidden) },
})

/** A line of the list of incidents, and of the stream. */
export function itemSeen(item: IncidentItem, hidden: Hidden): IncidentItem | RestrictedItem {
  if (!hidden.has(item.incident)) return openItemSeen(item, hidden)
  const { incident, force, version } = item
  return { incident, force, restricted: true, ...askedIn(item), version }
}

/** What is asked of a restricted incident: open demands alone. */
export const askedIn = ({ attention, demands }: Pick<IncidentItem, 'attention' | 'demands'>): Answer<typeof askedOf> => ({
  attention,
  demands: demands
    .filter(({ status }) => status === 'open')
    .map(({ id, reason, level, dueAt, asked }) => ({ id, reason, level, dueAt, ...(asked && { asked }) })),
})

/** An alert goes up the ladder as ever, by reference; who has it and who was told is for readers. */
export function alertSeen(alert: AlertItem, hidden: Hidden): AlertItem {
  if (!hidden.has(alert.incident)) return alert
  const { acknowledgedBy: _, dismissed: __, toldTo, ...told } = alert
  return { ...told, ...(toldTo && { toldTo: toldTo.map(withoutPerson) }), restricted: true }
}

/** Whether somebody was reached is no secret; who it was is for readers. */
export function deliverySeen(delivery: DeliveryItem, hidden: Hidden): DeliveryItem {
  if (!hidden.has(delivery.incident)) return delivery
  const { replayed, ...told } = withoutPerson(delivery)
  return { ...told, ...(replayed && { replayed: { at: replayed.at } }), restricted: true }
}

const withoutPerson = <Told extends { readonly person?: string }>({ person: _, ...told }: Told): Omit<Told, 'person'> => told

/** A change of the stream, as the lists show it. */
export const changeSeen = ({ event, data }: StreamItem, hidden: Hidden): AlertItem | IncidentItem | RestrictedItem =>
  event === 'alert' ? alertSeen(data as AlertItem, hidden) : itemSeen(data as IncidentItem, hidden)

/** That something of it is owed, and when: what it is, in whose name and at which risk is told to readers. */
export const registerLineSeen = (line: RegisterItem, hidden: Hidden): RegisterItem | RestrictedLine =>
  hidden.has(line.incident) ? { incident: line.incident, restricted: true, dueAt: line.dueAt } : line

/** @param refusal whose problem and body may tell of any incident that it names, and whose problem may name another. */
export function refusalSeen({ subjects, ...refusal }: ListedRefusal, hidden: Hidden): RefusalItem | RestrictedRefusal {
  if (hidden.size === 0) return refusal
  const problem = JSON.stringify(refusal.problem)
  const isAboutIt = [...hidden].some((incident) => subjects.includes(incident) || problem.includes(incident))
  return isAboutIt ? { refusal: refusal.refusal, at: refusal.at, incident: refusal.incident, restricted: true } : refusal
}

/** A second person who may read its incident has to read it. */
export const reassessmentSeen = <One extends ReassessmentItem>(one: One, hidden: Hidden): One | RestrictedReassessment =>
  hidden.has(one.incident) ? { incident: one.incident, sequence: one.sequence, restricted: true } : one

export function approvalSeen(one: ApprovalItem, hidden: Hidden): ApprovalItem | RestrictedApproval {
  if (!hidden.has(one.incident)) return one
  const { approval, incident, status, level, dueAt, until } = one
  return { approval, incident, restricted: true, status, level, ...(dueAt && { dueAt }), ...(until && { until }) }
}

/** That something of it is handed over, to whom, and when it is due: what it is, who had it and who accepted it is told to readers. */
function handedSeen(item: HandoverItem, hidden: Hidden): HandoverItem | RestrictedHandoverItem {
  if (!hidden.has(item.incident)) return item
  const { kind: _, severity: __, alert: ___, has: ____, acceptedBy: _____, ...told } = item
  return { ...told, restricted: true }
}

export const handoverSeen = <Read extends { readonly items: readonly HandoverItem[] }>(read: Read, hidden: Hidden) => ({
  ...read,
  items: read.items.map((item) => handedSeen(item, hidden)),
})

export const sampleSeen = (one: SampleItem, hidden: Hidden): SampleItem | RestrictedSample =>
  hidden.has(one.incident) ? { incident: one.incident, sequence: one.sequence, restricted: true } : one

const ABOUT_IT = 'It is about a restricted incident. Ask a force incident manager.'
/** A sentence that names a restricted incident says more than that it exists. */
export const unnamed = <Told extends { readonly detail: string }>(told: Told, hidden: Hidden): Told =>
  [...hidden].some((incident) => told.detail.includes(incident)) ? { ...told, detail: ABOUT_IT } : told

/** What an incident says of others. */
export function viewSeen(view: IncidentView, hidden: Hidden): IncidentView {
  if (hidden.size === 0) return view
  const links = view.links.filter(({ incident }) => !hidden.has(incident))
  return {
    ...view,
    links,
    ...(links.length < view.links.length && { restrictedLinks: view.links.length - links.length }),
    closureBlockers: view.closureBlockers.map((blocker) => unnamed(blocker, hidden)),
    closureExceptions: view.closureExceptions.map(({ incident, ...exception }) => ({
      ...exception,
      ...(incident !== undefined && !hidden.has(incident) && { incident }),
    })),
  }
}

/** Whether a line of the record names other incidents. */
export const namesOthers = ({ type, consequences: { earlier, original } }: TimelineItem): boolean =>
  type === 'incident.linked' || earlier !== undefined || original !== undefined

export function timelineSeen(line: TimelineItem, hidden: Hidden): TimelineItem {
  if (hidden.size === 0 || !namesOthers(line)) return line
  const { earlier = [], original, ...followed } = line.consequences
  const seen = earlier.filter(({ incident }) => !hidden.has(incident))
  return {
    ...line,
    data: line.type === 'incident.linked' ? linkSeen(line.data, hidden) : line.data,
    consequences: {
      ...followed,
      ...(seen.length > 0 && { earlier: seen }),
      ...(seen.length < earlier.length && { restricted: earlier.length - seen.length }),
      ...(original !== undefined && !hidden.has(original.incident) && { original }),
    },
  }
}

/** With what it is to this incident, and who said so. */
function linkSeen(data: unknown, hidden: Hidden): unknown {
  const { incident, as, by } = (data ?? {}) as { readonly incident?: string; readonly as?: string; readonly by?: unknown }
  return incident !== undefined && hidden.has(incident) ? { as, by, restricted: true } : data
}
