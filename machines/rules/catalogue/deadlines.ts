/** Deadlines, in the order in which lists show them: by when something is owed, and what follows when it is late. */
import type { AlertKind } from './alerts.ts'

/** What the incident is told instead of an alert that is raised. */
export type ToldLate = 'review.due' | 'victim.unseen'

export interface DeadlineRecord {
  /** What the board calls it. */
  readonly label: string
  /**
   * The alert that asks for it at once. What is asked for goes up the ladder as a demand does: each level that leaves it undone has an
   * alert of its own. Null where nobody is told before it is late.
   */
  readonly asks: AlertKind | null
  /** The alert when it has passed. `review.due` and `victim.unseen` are told to the incident instead, which opens a demand. */
  readonly late: AlertKind | ToldLate
  /**
   * `occurred`: a clock about the victim, which counts from when things happened; news of a thing done in time settles a miss.
   * `known`: it waits for a person, and counts from when that person could be told.
   */
  readonly base: 'occurred' | 'known'
  /** Whether measures count how it ended, month by month. Such a deadline ends once in an incident, or once for each partner and child. */
  readonly measured: boolean
  /**
   * What closing the incident does to it. `ends`: nobody waits for it any more. `owed-again`: the same, and reopening the incident
   * owes again what was not done (machines/incident/hau/owedAgain.ts). `goes-on`: it outlives the incident.
   */
  readonly whenClosed: 'ends' | 'owed-again' | 'goes-on'
  /** Of what is asked for: once the top of the ladder has had its time nobody is asked any more. False where the top is asked for ever. */
  readonly lapses: boolean
}

/** Owed on the incident itself, until it is closed. */
const ofIncident = { asks: null, lapses: false, measured: false, whenClosed: 'ends' } as const
/** Owed by a matter. */
const ofMatter = { asks: null, lapses: false, measured: false, whenClosed: 'goes-on' } as const
/** Of which somebody is told once it is late, and of which measures count how it ended. */
const counted = { asks: null, lapses: false, measured: true } as const

export const DEADLINES = {
  thrive: { label: 'THRIVE', late: 'thrive-overdue', base: 'known', ...ofIncident },
  grading: { label: 'grading', late: 'grading-overdue', base: 'known', ...ofIncident },
  'attendance-warning': { label: 'attendance warning', late: 'attendance-warning', base: 'occurred', ...ofIncident },
  attendance: { label: 'attendance', late: 'attendance-overdue', base: 'occurred', ...ofIncident },
  'victim-seen': { label: 'the victim is seen', late: 'victim.unseen', base: 'occurred', ...ofIncident },
  answer: { label: 'answer', late: 'reassessment-overdue', base: 'known', ...ofIncident },
  'next-review': { label: 'next review', late: 'review.due', base: 'known', ...ofIncident },
  'reassessment-check': {
    label: 'check of a doubtful reassessment',
    asks: 'reassessment-doubtful',
    late: 'reassessment-check-overdue',
    base: 'known',
    lapses: false,
    measured: true,
    whenClosed: 'goes-on',
  },
  approval: {
    label: 'approval by a second person',
    asks: 'approval-waiting',
    late: 'approval-waiting',
    base: 'known',
    measured: false,
    whenClosed: 'goes-on',
    lapses: true,
  },
  'crime-recording': { label: 'crime recording', late: 'crime-recording-overdue', base: 'occurred', ...ofIncident },
  'dash-submission': { label: 'DASH submission', late: 'dash-missing', base: 'known', ...counted, whenClosed: 'ends' },
  'dash-review': { label: 'DASH review', late: 'dash-review-overdue', base: 'known', ...counted, whenClosed: 'ends' },
  'hau-receipt': {
    label: 'receipt by the harm assessment unit',
    late: 'hau-overdue',
    base: 'known',
    ...counted,
    whenClosed: 'owed-again',
  },
  'hau-checks': {
    label: 'checks of the harm assessment unit',
    late: 'hau-overdue',
    base: 'known',
    ...counted,
    whenClosed: 'owed-again',
  },
  referral: { label: 'referral', late: 'referral-overdue', base: 'known', ...counted, whenClosed: 'owed-again' },
  school: { label: 'school', late: 'school-notification-overdue', base: 'occurred', ...counted, whenClosed: 'ends' },
  'victim-told': {
    label: 'tell the victim of the delay',
    late: 'victim-not-told',
    base: 'known',
    ...counted,
    whenClosed: 'ends',
  },
  transfer: { label: 'the other force says that it has it', late: 'transfer-unacknowledged', base: 'known', ...ofIncident },
  'suspect-review': { label: 'suspect review', late: 'suspect-review-overdue', base: 'known', ...ofMatter },
  'rui-review': { label: 'review of a release under investigation', late: 'rui-review-overdue', base: 'known', ...ofMatter },
  'rui-justification': {
    label: 'reasons for a release under investigation',
    late: 'rui-unjustified',
    base: 'known',
    ...ofMatter,
  },
  'bail-decision': { label: 'bail decision', late: 'bail-lapsed', base: 'known', ...ofMatter },
  'bail-court-decision': { label: 'court decision on bail', late: 'bail-court-undecided', base: 'known', ...ofMatter },
  'bail-check': { label: 'bail check', late: 'bail-check-overdue', base: 'known', ...ofMatter },
  allocation: { label: 'allocation', late: 'allocation-overdue', base: 'known', ...ofMatter },
  'investigation-review': { label: 'investigation review', late: 'investigation-review-overdue', base: 'known', ...ofMatter },
  'digital-evidence': { label: 'digital evidence', late: 'digital-evidence-overdue', base: 'known', ...ofMatter },
  'charge-warning': {
    label: 'warning before the time limit of the charge',
    late: 'charge-limit-near',
    base: 'occurred',
    ...ofMatter,
  },
  'charge-limit': { label: 'time limit of the charge', late: 'charge-limit-passed', base: 'occurred', ...ofMatter },
  'charging-decision': { label: 'charging decision', late: 'charging-decision-overdue', base: 'known', ...ofMatter },
  'order-application': { label: 'order application', late: 'order-not-applied-for', base: 'occurred', ...ofMatter },
  'order-hearing': { label: 'order hearing', late: 'order-hearing-overdue', base: 'occurred', ...ofMatter },
  'order-told': { label: 'telling people of the order', late: 'order-not-told', base: 'known', ...ofMatter },
  'order-tasking': { label: 'plan for the order', late: 'order-not-tasked', base: 'known', ...ofMatter },
  'order-check': { label: 'order check', late: 'order-check-overdue', base: 'known', ...ofMatter },
  'order-breach-warning': {
    label: 'warning before a breach must be in court',
    late: 'order-breach-court-near',
    base: 'occurred',
    ...ofMatter,
  },
  'order-breach-court': {
    label: 'court after a breach of an order',
    late: 'order-breach-court-missed',
    base: 'occurred',
    ...ofMatter,
  },
  'order-notification': { label: 'order notification', late: 'order-not-notified', base: 'occurred', ...ofMatter },
  'order-monitoring': { label: 'order monitoring', late: 'order-monitoring-ending', base: 'known', ...ofMatter },
  'order-prosecutor': {
    label: 'answer of the prosecutors about the order',
    late: 'order-prosecutor-silent',
    base: 'known',
    ...ofMatter,
  },
  'disclosure-check': { label: 'disclosure check', late: 'disclosure-overdue', base: 'occurred', ...ofMatter },
  'disclosure-meeting': { label: 'disclosure meeting', late: 'disclosure-overdue', base: 'occurred', ...ofMatter },
  'disclosure-completion': { label: 'disclosure completion', late: 'disclosure-overdue', base: 'occurred', ...ofMatter },
  'task-due': { label: 'task', late: 'task-overdue', base: 'occurred', ...ofMatter },
  'plan-review': { label: 'plan review', late: 'plan-review-overdue', base: 'known', ...ofMatter },
  'plan-action': { label: 'plan action', late: 'plan-action-overdue', base: 'occurred', ...ofMatter },
  'marac-listing': { label: 'MARAC listing', late: 'marac-unlisted', base: 'known', ...ofMatter },
  'marac-hearing': { label: 'MARAC hearing', late: 'marac-not-heard', base: 'known', ...ofMatter },
  'marac-action': { label: 'MARAC action', late: 'marac-action-overdue', base: 'known', ...ofMatter },
  'victim-update': {
    label: 'victim update',
    late: 'victim-update-overdue',
    base: 'occurred',
    ...counted,
    whenClosed: 'goes-on',
  },
  'victim-support': {
    label: 'victim support',
    late: 'victim-support-overdue',
    base: 'occurred',
    ...counted,
    whenClosed: 'goes-on',
  },
} as const satisfies Readonly<Record<string, DeadlineRecord>>

export type DeadlineName = keyof typeof DEADLINES
export const DEADLINE_NAMES = Object.keys(DEADLINES) as readonly DeadlineName[]
