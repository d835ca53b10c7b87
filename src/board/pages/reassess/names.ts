/**
 * The names of this form's fields: the pointers of what they fill. A field that only helps is named like one, outside `/data`, so that a
 * draft keeps it too.
 */
import { within } from '../../forms/names.ts'

export const ID = 'id'
export const DEMAND = '/data/demand'
export const ALSO = '/data/alsoAnswers'
export const SEEN = '/data/causesSeen'
/** Beside a demand that got another cause while somebody wrote: "I have read this too". Its value is the new count. */
export const read = (demand: string): string => within('/read', demand)
export const SITUATION = '/data/situation'
export const CONTACT = '/data/victimContact'
export const CHECKS = '/data/checksRepeated'
/** Checks that have no box, each on a line. */
export const OTHER_CHECKS = '/otherChecks'
export const NEWS = '/data/newInformation'
export const SAFEGUARDING = '/data/interimSafeguarding'
export const NO_SAFEGUARDING = '/data/interimSafeguardingNoneReason'
export const INTERIM = '/data/interimRisk'
export const RESOURCES = '/data/resourceAction'
/** What somebody tried, in the words that are recorded before the others. */
export const TRIED = '/tried'
export const PRIORITY = '/data/decision/priority'
export const RATIONALE = '/data/decision/rationale'
export const APPROVER = '/data/decision/approvedBy'
export const ATTEND = '/data/decision/attend'
export const REVIEW = '/data/nextReviewAt'
/** In so many minutes. */
export const REVIEW_IN = '/reviewIn'
/** Since when nobody has looked, as `instant what`: for whoever asks what is still missing. */
export const SINCE = 'since'

/** The newest cause that was on screen: what answers it was made after it, whatever two clocks say. */
export const CAME = 'came'

/** Whether a field is no part of the event, and is read by this form alone. */
export const onlyHelps = (name: string): boolean => name === TRIED || name === REVIEW_IN || name.startsWith('/read/')

/** Fields for a time that has passed: `21:05` is the last time that the clocks showed that. */
export const PAST_TIMES: readonly string[] = [
  '/time',
  `${SITUATION}/suspect/knownAt`,
  `${SITUATION}/victim/knownAt`,
  `${CONTACT}/at`,
]

/** Said of the victim's contact where it was just now: the form's own word beside `true` and `false`. */
export const JUST_NOW = 'now'
